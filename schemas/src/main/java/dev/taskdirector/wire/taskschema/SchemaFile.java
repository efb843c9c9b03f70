package dev.taskdirector.wire.taskschema;

import dev.taskdirector.wire.Limits;
import dev.taskdirector.wire.Sentences;
import dev.taskdirector.wire.taskschema.TaskSchema.Verdict;
import java.util.List;
import java.util.Optional;

/** Tells which notation a file has, and makes a schema of it. */
final class SchemaFile {

    private static final List<String> FIELDS = List.of("id", "name", "universe", "verdict", "tasks", "steps");

    private final String file;
    private final Problems problems;

    SchemaFile(String file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    /** What the nodes say; what is wrong with them is among the problems then. */
    TaskSchema schema(Node root) {
        if (!(root instanceof Node.Mapping mapping)) {
            problems.add(root.line(), "a task schema is a mapping with \"tasks\" or \"steps\", and not " + root.kind());
            return new TaskSchema("", Optional.empty(), Verdict.COMMAND, List.of());
        }
        Fields fields = new Fields(mapping, "the schema", problems);
        fields.refuseOthersThan(FIELDS);
        Optional<String> id = fields.text("id", Limits.NAME);
        Optional<String> name = fields.text("name", Limits.NAME);
        List<PlacedTask> tasks = tasks(mapping);
        new SchemaRules(problems).check(tasks);
        return new TaskSchema(
                id.or(() -> name).orElseGet(this::fileId),
                fields.text("universe", Limits.TARGET_BYTES),
                verdict(fields),
                tasks.stream().map(PlacedTask::task).toList());
    }

    private List<PlacedTask> tasks(Node.Mapping mapping) {
        Optional<Node> tasks = mapping.find("tasks");
        Optional<Node> steps = mapping.find("steps");
        if (tasks.isPresent() && steps.isPresent()) {
            problems.add(steps.get().line(), "the schema has both \"tasks\" and \"steps\"; leave one of them out");
        } else if (tasks.isPresent()) {
            return new TaskEntries(problems).read(tasks.get());
        } else if (steps.isPresent()) {
            return new Steps(problems).read(steps.get());
        } else {
            problems.add(mapping.line(), "the schema has neither \"tasks\" nor \"steps\"; name what is to be built");
        }
        return List.of();
    }

    private Verdict verdict(Fields fields) {
        Optional<String> verdict = fields.text("verdict", Limits.NAME);
        if (verdict.isEmpty() || verdict.get().equals("command")) {
            return Verdict.COMMAND;
        }
        if (!verdict.get().equals("none")) {
            int line = fields.node("verdict").map(Node::line).orElse(1);
            problems.add(
                    line,
                    "\"verdict\" is " + Sentences.quoted(verdict.get())
                            + "; it must be command or none (the command itself is given to the agent by --verdict)");
        }
        return Verdict.NONE;
    }

    /** Peers that name no id share by the file's name, wherever their checkout is. */
    private String fileId() {
        String name = file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
        int dot = name.lastIndexOf('.');
        String id = dot > 0 ? name.substring(0, dot) : name;
        return id.isEmpty() ? "schema" : id;
    }
}

package dev.taskdirector.wire.taskschema;

import dev.taskdirector.wire.Limits;
import dev.taskdirector.wire.Sentences;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The list {@code tasks}. An entry has a name and targets, or, short, {@code task}: a scalar that is its only target and
 * gives it its name.
 */
final class TaskEntries {

    private static final List<String> FIELDS =
            List.of("name", "targets", "needs", "inputs", "fingerprint", "expectedSeconds", "timeoutSeconds", "task");
    private static final int ARGUMENTS = 1_000;

    private final Problems problems;
    private final Set<String> shortNames = new HashSet<>();

    /** How often a target has been named, so that its next use needs no search. */
    private final Map<String, Integer> uses = new HashMap<>();

    TaskEntries(Problems problems) {
        this.problems = problems;
    }

    List<PlacedTask> read(Node node) {
        if (!(node instanceof Node.Sequence sequence)) {
            problems.add(node.line(), "\"tasks\" is " + node.kind() + "; write a list of tasks");
            return List.of();
        }
        if (sequence.items().isEmpty()) {
            problems.add(node.line(), "the list \"tasks\" is empty; name at least one task");
        }
        if (sequence.items().size() > Limits.TASKS) {
            problems.add(
                    node.line(),
                    "the schema has " + sequence.items().size() + " tasks; at most " + Limits.TASKS
                            + " are allowed: put several targets into one task");
            return List.of();
        }
        List<PlacedTask> tasks = new ArrayList<>();
        int number = 0;
        for (Node item : sequence.items()) {
            number++;
            if (item instanceof Node.Mapping mapping) {
                tasks.add(new PlacedTask(item.line(), task(mapping, number)));
            } else {
                problems.add(
                        item.line(),
                        "entry " + number + " of \"tasks\" is " + item.kind()
                                + "; write a mapping with \"name\" and \"targets\"");
            }
        }
        return tasks;
    }

    private SchemaTask task(Node.Mapping mapping, int number) {
        String subject = mapping.find("name")
                .or(() -> mapping.find("task"))
                .filter(name ->
                        name instanceof Node.Scalar scalar && !scalar.text().isEmpty())
                .map(name -> "task " + Sentences.quoted(((Node.Scalar) name).text()))
                .orElse("task " + number);
        Fields fields = new Fields(mapping, subject, problems);
        fields.refuseOthersThan(FIELDS);
        List<String> targets = targets(mapping, fields, subject);
        return new SchemaTask(
                name(mapping, fields, subject, targets),
                targets,
                fields.list("needs", Limits.TASKS, Limits.NAME).orElse(List.of()),
                inputs(mapping, fields, subject),
                fingerprint(fields, subject),
                fields.seconds("expectedSeconds"),
                fields.seconds("timeoutSeconds"));
    }

    private List<String> targets(Node.Mapping mapping, Fields fields, String subject) {
        Optional<Node> targets = mapping.find("targets");
        Optional<Node> task = mapping.find("task");
        if (targets.isPresent() && task.isPresent()) {
            problems.add(task.get().line(), subject + " has both \"task\" and \"targets\"; leave one of them out");
            return List.of();
        }
        if (targets.isEmpty() && task.isEmpty()) {
            problems.add(mapping.line(), subject + " has no \"targets\"; name what is to be built");
            return List.of();
        }
        if (task.isPresent() && task.get() instanceof Node.Sequence) {
            problems.add(task.get().line(), subject + ": \"task\" is a list; name a list by \"targets\"");
            return List.of();
        }
        return targets.isPresent()
                ? fields.targets("targets", targets.get())
                : fields.targets("task", task.orElseThrow());
    }

    private String name(Node.Mapping mapping, Fields fields, String subject, List<String> targets) {
        if (mapping.find("name").isPresent() || mapping.find("task").isEmpty()) {
            if (mapping.find("name").isEmpty()) {
                problems.add(mapping.line(), subject + " has no \"name\"; give it one that no other task has");
            }
            return fields.text("name", Limits.NAME).orElse("");
        }
        return targets.isEmpty() ? "" : unique(targets.get(0));
    }

    /** The target on one line, and {@code #2}, {@code #3} … behind it from its second use on. */
    private String unique(String target) {
        String line = Sentences.line(target);
        int use = uses.merge(line, 1, Integer::sum);
        String name = use == 1 ? line : line + "#" + use;
        while (!shortNames.add(name)) {
            // a target may be named like the second use of another
            use = uses.merge(line, 1, Integer::sum);
            name = line + "#" + use;
        }
        return name;
    }

    private List<String> inputs(Node.Mapping mapping, Fields fields, String subject) {
        List<String> inputs =
                fields.list("inputs", Limits.TASKS, Limits.SENTENCE).orElse(List.of());
        for (String input : inputs) {
            if (input.startsWith("/") || Arrays.asList(input.split("/")).contains("..")) {
                int line = mapping.find("inputs").map(Node::line).orElse(mapping.line());
                problems.add(
                        line,
                        subject + ": the input " + Sentences.quoted(input)
                                + " leaves the repository; write a path from its top");
            }
        }
        return inputs;
    }

    /** A command as a list of arguments, or as a text whose arguments are parted by blanks. */
    private Optional<List<String>> fingerprint(Fields fields, String subject) {
        Optional<Node> node = fields.node("fingerprint");
        if (node.isPresent() && node.get() instanceof Node.Scalar) {
            return fields.text("fingerprint", Limits.SENTENCE)
                    .map(text -> Arrays.asList(text.strip().split("\\s+")));
        }
        Optional<List<String>> command = fields.list("fingerprint", ARGUMENTS, Limits.SENTENCE);
        if (node.isPresent()
                && node.get() instanceof Node.Sequence list
                && list.items().isEmpty()) {
            problems.add(
                    node.get().line(),
                    subject + ": the list \"fingerprint\" is empty; leave it out or write a command");
        }
        return command;
    }
}

package dev.taskdirector.wire.taskschema;

import dev.taskdirector.wire.Limits;
import dev.taskdirector.wire.Sentences;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The mapping {@code steps}: a step's number is its task's name, and its value the target or targets. */
final class Steps {

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    private final Problems problems;

    Steps(Problems problems) {
        this.problems = problems;
    }

    List<PlacedTask> read(Node node) {
        if (!(node instanceof Node.Mapping mapping)) {
            problems.add(node.line(), "\"steps\" is " + node.kind() + "; write a mapping of numbers to targets");
            return List.of();
        }
        if (mapping.entries().isEmpty()) {
            problems.add(node.line(), "the mapping \"steps\" is empty; name at least one step");
        }
        if (mapping.entries().size() > Limits.TASKS) {
            problems.add(
                    node.line(),
                    "the schema has " + mapping.entries().size() + " steps; at most " + Limits.TASKS
                            + " are allowed: put several targets into one step");
            return List.of();
        }
        SortedMap<BigInteger, PlacedTask> tasks = new TreeMap<>();
        for (Node.Entry entry : mapping.entries()) {
            add(entry, mapping, tasks);
        }
        return List.copyOf(tasks.values());
    }

    private void add(Node.Entry entry, Node.Mapping mapping, SortedMap<BigInteger, PlacedTask> tasks) {
        if (!NUMBER.matcher(entry.name()).matches()) {
            problems.add(
                    entry.line(), "step " + Sentences.quoted(entry.name()) + " is not a number; steps are numbered");
            return;
        }
        Fields fields = new Fields(mapping, "step " + Sentences.quoted(entry.name()), problems);
        SchemaTask task = new SchemaTask(
                entry.name(),
                fields.targets(entry.name(), entry.value()),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        PlacedTask other = tasks.put(new BigInteger(entry.name()), new PlacedTask(entry.line(), task));
        if (other != null) {
            problems.add(
                    entry.line(),
                    "step " + Sentences.quoted(entry.name()) + " has the number of the step in line " + other.line()
                            + "; give it another");
        }
    }
}

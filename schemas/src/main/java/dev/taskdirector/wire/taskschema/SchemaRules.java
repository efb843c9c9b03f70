package dev.taskdirector.wire.taskschema;

import dev.taskdirector.wire.JoinTask;
import dev.taskdirector.wire.Limits;
import dev.taskdirector.wire.NeedsGraph;
import dev.taskdirector.wire.Sentences;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;

/** What tasks must be to each other. */
final class SchemaRules {

    private final Problems problems;

    SchemaRules(Problems problems) {
        this.problems = problems;
    }

    void check(List<PlacedTask> tasks) {
        Map<String, Integer> lines = new LinkedHashMap<>(tasks.size() * 2);
        for (PlacedTask placed : tasks) {
            String name = placed.task().name();
            Integer other = name.isEmpty() ? null : lines.putIfAbsent(name, placed.line());
            if (other != null) {
                problems.add(
                        placed.line(),
                        "task " + Sentences.quoted(name) + " has the name of the task in line " + other
                                + "; give one of them another");
            }
        }
        for (PlacedTask placed : tasks) {
            checkNeeds(placed, lines);
        }
        checkCycle(tasks, lines);
        checkSum(tasks, task -> task.targets().size(), Limits.TARGETS, "targets");
        checkSum(tasks, task -> task.needs().size(), Limits.NEEDS, "needs");
    }

    /** Said of the task with which they become too many: no coordinator would take them. */
    private void checkSum(List<PlacedTask> tasks, ToIntFunction<SchemaTask> count, int most, String what) {
        long sum = 0;
        for (PlacedTask placed : tasks) {
            sum += count.applyAsInt(placed.task());
            if (sum > most) {
                problems.add(
                        placed.line(),
                        "up to here the tasks have " + sum + " " + what + "; at most " + most + " are allowed in all");
                return;
            }
        }
    }

    private void checkNeeds(PlacedTask placed, Map<String, Integer> lines) {
        Set<String> seen = new HashSet<>();
        for (String need : placed.task().needs()) {
            String claim = "task " + Sentences.quoted(placed.task().name()) + " needs " + Sentences.quoted(need);
            if (!lines.containsKey(need)) {
                problems.add(
                        placed.line(), () -> claim + ", which is not a task" + Suggestion.of(need, lines.keySet()));
            } else if (!seen.add(need)) {
                problems.add(placed.line(), claim + " twice; once is enough");
            }
        }
    }

    private void checkCycle(List<PlacedTask> tasks, Map<String, Integer> lines) {
        List<JoinTask> joinTasks =
                tasks.stream().map(placed -> placed.task().joinTask()).toList();
        Optional<List<String>> cycle = NeedsGraph.of(joinTasks).cycle();
        cycle.ifPresent(names -> problems.add(
                lines.getOrDefault(names.get(0), 1),
                "tasks need each other in a circle: " + Sentences.chain(names, " needs ")
                        + "; leave one of these needs out"));
    }
}

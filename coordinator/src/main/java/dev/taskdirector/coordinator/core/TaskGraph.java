package dev.taskdirector.coordinator.core;

import dev.taskdirector.coordinator.core.JoinRequest.SchemaRef;
import dev.taskdirector.coordinator.core.JoinRequest.TaskDefinition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tasks of a schema by position, and what needs what. Shared by all plans of one digest, and immutable but for the
 * timeouts, which a digest leaves out, and for how many need it.
 */
final class TaskGraph {

    private final SchemaRef schema;
    private List<TaskDefinition> tasks;
    private final Map<String, Integer> indexByName = new LinkedHashMap<>();
    private final int[][] needs;
    private final int[][] dependents;
    private final int[] topological;
    private final int needCount;

    /** How many plans use it that live sessions have. */
    int neededBy;

    TaskGraph(SchemaRef schema, List<TaskDefinition> tasks) {
        this.schema = schema;
        this.tasks = Collections.unmodifiableList(TaskDefinition.sharingNames(tasks));
        this.needCount = TaskDefinition.needsOf(tasks);
        for (int i = 0; i < tasks.size(); i++) {
            indexByName.put(tasks.get(i).name(), i);
        }
        needs = new int[tasks.size()][];
        int[] fanOut = new int[tasks.size()];
        for (int i = 0; i < needs.length; i++) {
            needs[i] = tasks.get(i).needs().stream()
                    .mapToInt(this::required)
                    .distinct()
                    .sorted()
                    .toArray();
            for (int need : needs[i]) {
                fanOut[need]++;
            }
        }
        dependents = invert(needs, fanOut);
        topological = sort(needs, dependents);
    }

    private int required(String name) {
        Integer index = indexByName.get(name);
        if (index == null) {
            throw new IllegalStateException("schema " + schema.id() + " needs the unknown task " + name);
        }
        return index;
    }

    private static int[][] invert(int[][] needs, int[] fanOut) {
        int[][] dependents = new int[needs.length][];
        for (int i = 0; i < needs.length; i++) {
            dependents[i] = new int[fanOut[i]];
        }
        int[] filled = new int[needs.length];
        for (int i = 0; i < needs.length; i++) {
            for (int need : needs[i]) {
                dependents[need][filled[need]++] = i;
            }
        }
        return dependents;
    }

    /** Kahn's algorithm: A. B. Kahn, "Topological sorting of large networks", CACM 5 (1962). */
    private static int[] sort(int[][] needs, int[][] dependents) {
        int[] order = new int[needs.length];
        int[] open = new int[needs.length];
        int end = 0;
        for (int i = 0; i < needs.length; i++) {
            open[i] = needs[i].length;
            if (open[i] == 0) {
                order[end++] = i;
            }
        }
        for (int next = 0; next < end; next++) {
            for (int dependent : dependents[order[next]]) {
                if (--open[dependent] == 0) {
                    order[end++] = dependent;
                }
            }
        }
        if (end < order.length) {
            throw new IllegalStateException("a schema's needs have a cycle");
        }
        return order;
    }

    /**
     * Keeps the longest timeout that any peer names for each task: agents end a task by their own, and nobody's is to be
     * cut short by that of a peer which came before. Tells whether one is longer now.
     */
    boolean lengthenTimeouts(List<TaskDefinition> told, long defaultMillis) {
        List<TaskDefinition> longest = new ArrayList<>();
        boolean longer = false;
        for (int i = 0; i < tasks.size(); i++) {
            TaskDefinition task = tasks.get(i);
            Optional<Long> timeout = told.get(i).timeoutMillis();
            boolean isLonger =
                    timeout.orElse(defaultMillis) > task.timeoutMillis().orElse(defaultMillis);
            longer |= isLonger;
            longest.add(
                    isLonger ? new TaskDefinition(task.name(), task.needs(), task.expectedMillis(), timeout) : task);
        }
        if (longer) {
            tasks = Collections.unmodifiableList(longest);
        }
        return longer;
    }

    SchemaRef schema() {
        return schema;
    }

    List<TaskDefinition> tasks() {
        return tasks;
    }

    int size() {
        return needs.length;
    }

    String name(int index) {
        return tasks.get(index).name();
    }

    Optional<Integer> index(String name) {
        return Optional.ofNullable(indexByName.get(name));
    }

    /** What its tasks need, counted for each of them. */
    int needCount() {
        return needCount;
    }

    boolean isNeeded() {
        return neededBy > 0;
    }

    int[] needs(int index) {
        return needs[index];
    }

    int[] dependents(int index) {
        return dependents[index];
    }

    /** For each task the length of the longest chain that begins with it, by the expected milliseconds given. */
    long[] criticalPaths(long[] expectedMillis) {
        long[] paths = new long[needs.length];
        for (int at = topological.length - 1; at >= 0; at--) {
            int task = topological[at];
            long behind = 0;
            for (int dependent : dependents[task]) {
                behind = Math.max(behind, paths[dependent]);
            }
            paths[task] = expectedMillis[task] + behind;
        }
        return paths;
    }
}

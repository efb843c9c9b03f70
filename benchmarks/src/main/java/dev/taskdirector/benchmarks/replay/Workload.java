package dev.taskdirector.benchmarks.replay;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What every peer of a fleet needs.
 *
 * @param version which of several measurements of one schema this is, for people; "" for the only one
 * @param schema id of its schema: what is learnt of a task holds for the tasks of that name in it
 * @param tasks in the schema's order; their needs have no cycle
 */
record Workload(String version, String schema, List<MeasuredTask> tasks) {

    /** The schema's id where no other is known. */
    static final String PLAIN = "replay";

    Workload {
        tasks = List.copyOf(tasks);
    }

    int size() {
        return tasks.size();
    }

    Workload named(String other) {
        return new Workload(other, schema, tasks);
    }

    /** The same tasks with other words about them. */
    Workload with(Function<MeasuredTask, MeasuredTask> change) {
        return new Workload(version, schema, tasks.stream().map(change).toList());
    }

    /** The same tasks in an order that the seed decides. */
    Workload shuffled(long seed) {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, tasks.size()).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        int[] places = new int[tasks.size()];
        for (int place = 0; place < places.length; place++) {
            places[order.get(place)] = place;
        }
        return new Workload(
                version,
                schema,
                order.stream()
                        .map(tasks::get)
                        .map(task -> task.needing(
                                task.needs().stream().map(need -> places[need]).toList()))
                        .toList());
    }

    /** All tasks together on one peer of speed 1, in microseconds. */
    long workMicros() {
        return tasks.stream().mapToLong(MeasuredTask::micros).sum();
    }

    long longestTaskMicros() {
        return tasks.stream().mapToLong(MeasuredTask::micros).max().orElse(0);
    }

    /** The longest chain of tasks that need each other, in microseconds on peers of speed 1. */
    long criticalPathMicros() {
        List<List<Integer>> dependents = dependents();
        int[] missing = tasks.stream().mapToInt(task -> task.needs().size()).toArray();
        long[] endsAt = new long[tasks.size()];
        ArrayDeque<Integer> open = new ArrayDeque<>();
        for (int i = 0; i < missing.length; i++) {
            if (missing[i] == 0) {
                open.add(i);
            }
        }
        long longest = 0;
        while (!open.isEmpty()) {
            int task = open.remove();
            endsAt[task] += tasks.get(task).micros();
            longest = Math.max(longest, endsAt[task]);
            for (int dependent : dependents.get(task)) {
                endsAt[dependent] = Math.max(endsAt[dependent], endsAt[task]);
                if (--missing[dependent] == 0) {
                    open.add(dependent);
                }
            }
        }
        return longest;
    }

    /** For each task those that need it. */
    List<List<Integer>> dependents() {
        List<List<Integer>> dependents = new ArrayList<>();
        tasks.forEach(task -> dependents.add(new ArrayList<>()));
        for (int i = 0; i < tasks.size(); i++) {
            for (int need : tasks.get(i).needs()) {
                dependents.get(need).add(i);
            }
        }
        return dependents;
    }
}

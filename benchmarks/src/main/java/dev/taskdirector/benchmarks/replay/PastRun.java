package dev.taskdirector.benchmarks.replay;

import dev.taskdirector.wire.Finished;
import dev.taskdirector.wire.Join;
import dev.taskdirector.wire.JoinTask;
import dev.taskdirector.wire.Outcome;
import dev.taskdirector.wire.PeerStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A shared run as the log tells it. Its works are those that somebody ran in it: what had been done before, was skipped or
 * never came to an end is left out, as it took nobody's time. Equal keys are one work, without keys equal names are.
 */
final class PastRun {

    private static final double MICROS_PER_SECOND = 1e6;
    private static final long MICROS_PER_MILLI = 1_000;

    /** A task under one key. */
    private static final class Work {
        final String name;
        final Optional<Double> expectedSeconds;
        final Set<String> needs = new LinkedHashSet<>();
        final List<Double> builtSeconds = new ArrayList<>();
        final List<Double> otherSeconds = new ArrayList<>();

        Work(JoinTask task) {
            this.name = task.name();
            this.expectedSeconds = task.expectedSeconds();
        }

        boolean wasRun() {
            return !builtSeconds.isEmpty() || !otherSeconds.isEmpty();
        }

        /** The mean of the successes; if there is none, of what failed or was in the cache. */
        long micros() {
            List<Double> measured = builtSeconds.isEmpty() ? otherSeconds : builtSeconds;
            double mean =
                    measured.stream().mapToDouble(seconds -> seconds).average().orElseThrow();
            return Math.round(mean * MICROS_PER_SECOND);
        }
    }

    /** A peer that could build. */
    private record Builder(int slots, long joinedAtMillis) {}

    private final String id;
    private final String schema;
    private final Map<String, Work> works = new LinkedHashMap<>();
    private final Set<List<String>> plans = new LinkedHashSet<>();
    private final Map<String, Builder> builders = new LinkedHashMap<>();
    private final Map<String, Long> busyMicros = new TreeMap<>();
    private final Set<String> done = new LinkedHashSet<>();
    private long lastDoneAtMillis;
    private double workSeconds;

    PastRun(String id, String schema) {
        this.id = id;
        this.schema = schema;
    }

    String id() {
        return id;
    }

    /** A session has joined, with these tasks; gives the work of each of them. */
    Map<String, String> join(PeerStatus status, Join join, List<JoinTask> tasks, long atMillis) {
        if (join.cacheWrite()) {
            builders.putIfAbsent(status.peer(), new Builder(status.slots(), atMillis));
        }
        Map<String, String> worksByTask = new HashMap<>();
        for (int i = 0; i < tasks.size(); i++) {
            int index = i;
            worksByTask.put(
                    tasks.get(i).name(),
                    join.keys().map(keys -> keys.get(index)).orElse(tasks.get(i).name()));
        }
        if (plans.add(tasks.stream()
                .map(task -> worksByTask.getOrDefault(task.name(), ""))
                .toList())) {
            for (JoinTask task : tasks) {
                Work work = works.computeIfAbsent(worksByTask.getOrDefault(task.name(), ""), key -> new Work(task));
                task.needs().forEach(need -> work.needs.add(worksByTask.getOrDefault(need, "")));
            }
        }
        return worksByTask;
    }

    /** Somebody's command has ended; told once for each. */
    void ended(String peer, String key, Finished finished, long atMillis) {
        Work work = works.get(key);
        if (work == null) {
            return;
        }
        finished.seconds().ifPresent(seconds -> {
            boolean isBuilt = finished.outcome() == Outcome.SUCCEEDED
                    && !finished.cacheHit().orElse(false);
            (isBuilt ? work.builtSeconds : work.otherSeconds).add(seconds);
            workSeconds += seconds;
            busyMicros.merge(peer, Math.round(seconds * MICROS_PER_SECOND), Long::sum);
        });
        if (finished.outcome() == Outcome.SUCCEEDED && done.add(key)) {
            lastDoneAtMillis = Math.max(lastDoneAtMillis, atMillis);
        }
    }

    /** How many tasks nobody ran here. */
    int leftOut() {
        return (int) works.values().stream().filter(work -> !work.wasRun()).count();
    }

    /** What there is to replay; empty when nothing was run in it, or nobody could. */
    Optional<Case> toCase() {
        Workload workload = new Workload(id, schema, measured());
        if (workload.size() == 0 || builders.isEmpty() || done.isEmpty()) {
            return Optional.empty();
        }
        long began = builders.values().stream()
                .mapToLong(Builder::joinedAtMillis)
                .min()
                .orElseThrow();
        Fleet fleet = new Fleet(
                builders.size(),
                builders.values().stream().map(Builder::slots).toList(),
                List.of(1.0),
                builders.values().stream()
                        .map(builder -> (builder.joinedAtMillis - began) * MICROS_PER_MILLI)
                        .toList());
        long makespan = Math.max(0, lastDoneAtMillis - began) * MICROS_PER_MILLI;
        return Optional.of(new Case(
                workload,
                fleet,
                Optional.of(
                        Result.of(workload, fleet, makespan, workSeconds * MICROS_PER_SECOND, busyMicros, List.of()))));
    }

    private List<MeasuredTask> measured() {
        Map<String, Integer> places = new LinkedHashMap<>();
        works.forEach((key, work) -> {
            if (work.wasRun()) {
                places.put(key, places.size());
            }
        });
        Set<String> names = new LinkedHashSet<>();
        List<MeasuredTask> tasks = new ArrayList<>();
        works.forEach((key, work) -> {
            if (places.containsKey(key)) {
                tasks.add(new MeasuredTask(
                        names.add(work.name) ? work.name : work.name + " " + key,
                        work.micros(),
                        work.needs.stream()
                                .filter(need -> places.containsKey(need) && !need.equals(key))
                                .map(places::get)
                                .toList(),
                        work.expectedSeconds.map(seconds -> Math.round(seconds * MICROS_PER_SECOND))));
            }
        });
        return tasks;
    }
}

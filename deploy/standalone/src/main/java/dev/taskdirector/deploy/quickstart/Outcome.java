package dev.taskdirector.deploy.quickstart;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came of a run, read from the tasks' log and the processes.
 *
 * @param builds the finished ones, in order of their end
 * @param attempts how often each task was begun, in the order of the tasks
 * @param verdictSeconds when each peer met its first hit, if it did, since the start
 * @param endSeconds when each peer ended, since the start
 */
record Outcome(
        List<Build> builds,
        Map<String, Integer> attempts,
        Map<String, Double> verdictSeconds,
        Map<String, Double> endSeconds,
        Map<String, Integer> exitCodes) {

    static Outcome of(Workload workload, double start, List<PeerProcess> peers) {
        List<Build> builds = new ArrayList<>();
        Map<String, Integer> attempts = new LinkedHashMap<>();
        Map<String, Double> verdicts = new LinkedHashMap<>();
        Map<List<String>, Double> begun = new LinkedHashMap<>();
        workload.tasks().forEach(task -> attempts.put(task, 0));
        for (LogEntry entry : workload.log()) {
            List<String> who = List.of(entry.task(), entry.peer());
            double at = entry.epochSeconds() - start;
            switch (entry.what()) {
                case START -> {
                    begun.put(who, at);
                    attempts.merge(entry.task(), 1, Integer::sum);
                }
                case BUILT -> builds.add(new Build(entry.task(), entry.peer(), begun.getOrDefault(who, at), at));
                case HIT -> verdicts.putIfAbsent(entry.peer(), at);
            }
        }
        Map<String, Double> ends = new LinkedHashMap<>();
        Map<String, Integer> codes = new LinkedHashMap<>();
        for (PeerProcess peer : peers) {
            ends.put(peer.peer(), peer.endEpochSeconds() - start);
            codes.put(peer.peer(), peer.exitCode());
        }
        return new Outcome(builds, attempts, verdicts, ends, codes);
    }

    /** From the start of the peers to the end of the last, verdicts included. */
    double seconds() {
        return endSeconds.values().stream().mapToDouble(d -> d).max().orElse(0);
    }

    /** What one peer alone would need: each task once, one after the other. */
    double firstBuildsSeconds() {
        return attempts.keySet().stream()
                .flatMap(task -> firstBuild(task).stream())
                .mapToDouble(Build::seconds)
                .sum();
    }

    Optional<Build> firstBuild(String task) {
        return builds.stream().filter(b -> b.task().equals(task)).findFirst();
    }

    boolean eachBuiltOnce() {
        return attempts.entrySet().stream()
                .allMatch(e -> e.getValue() == 1 && firstBuild(e.getKey()).isPresent());
    }

    boolean allReturnedZero() {
        return exitCodes.values().stream().allMatch(code -> code == 0);
    }
}

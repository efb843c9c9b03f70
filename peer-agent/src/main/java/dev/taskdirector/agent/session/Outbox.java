package dev.taskdirector.agent.session;

import dev.taskdirector.wire.Finished;
import dev.taskdirector.wire.Outcome;
import dev.taskdirector.wire.Relied;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the coordinator has not acknowledged yet. Each entry is in every status until one that carried it was seen. */
final class Outbox {

    private static final long NOT_SENT = Long.MAX_VALUE;
    private static final int HITS_THAT_CONVINCE = 2;

    private final Map<Finished, Long> finished = new LinkedHashMap<>();
    private final Map<Relied, Long> relied = new LinkedHashMap<>();
    private final Set<String> reliedBefore = new HashSet<>();
    private final Map<String, Finished> byLease = new LinkedHashMap<>();
    private int hits;
    private int ghosts;

    void add(Finished outcome) {
        finished.put(outcome, NOT_SENT);
        outcome.lease().ifPresent(lease -> byLease.put(lease, outcome));
    }

    /** The first look into the cache counts: after a ghost was built here, the next look is a hit of one's own. */
    void addRelied(Relied one) {
        if (reliedBefore.add(one.task())) {
            relied.put(one, NOT_SENT);
            hits += one.hit() ? 1 : 0;
            ghosts += one.hit() ? 0 : 1;
        }
    }

    /** How a lease ended; empty while it hasn't, or was another task's. */
    Optional<Finished> outcomeOf(String lease, String task) {
        return Optional.ofNullable(byLease.get(lease))
                .filter(outcome -> outcome.task().equals(task));
    }

    /** Says an outcome again. */
    void repeat(Finished outcome) {
        finished.putIfAbsent(outcome, NOT_SENT);
    }

    /** Everything unacknowledged goes with the status of this number. */
    void carriedBy(long seq) {
        finished.replaceAll((outcome, first) -> Math.min(first, seq));
        relied.replaceAll((one, first) -> Math.min(first, seq));
    }

    void acknowledge(long seenSeq) {
        finished.values().removeIf(first -> first <= seenSeq);
        relied.values().removeIf(first -> first <= seenSeq);
    }

    /** A new session: old lease strings mean nothing, and nothing was carried yet. What was built is said anew. */
    void startAnew(Iterable<String> built) {
        finished.clear();
        byLease.clear();
        for (String task : built) {
            add(Outcomes.succeeded(task, Optional.empty()));
        }
        relied.replaceAll((one, first) -> NOT_SENT);
    }

    List<Finished> finished() {
        return new ArrayList<>(finished.keySet());
    }

    List<Relied> relied() {
        return new ArrayList<>(relied.keySet());
    }

    int unacknowledgedSuccesses() {
        return (int) finished.keySet().stream()
                .filter(outcome -> outcome.outcome() == Outcome.SUCCEEDED)
                .map(Finished::task)
                .distinct()
                .count();
    }

    /** Whether what others built is good for this peer: by equal keys, or by hits; never after a ghost. */
    boolean trustsOthers(boolean hasKeys) {
        return ghosts == 0 && (hasKeys || hits >= HITS_THAT_CONVINCE);
    }

    /** How many tasks of others were not in the cache; empty when the build tool never told. */
    Optional<Integer> ghosts() {
        return hits + ghosts == 0 ? Optional.empty() : Optional.of(ghosts);
    }
}

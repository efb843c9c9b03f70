package dev.taskdirector.benchmarks.chaos;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known of an agent process.
 *
 * @param id its peer's id and the number of its start
 * @param ended empty while it runs
 * @param exitCode empty while it runs
 * @param output what it printed
 */
record Life(
        String id,
        PeerPlan plan,
        Instant started,
        Optional<Instant> ended,
        Optional<Integer> exitCode,
        List<Harm> harms,
        Path output) {

    /** What a process ends with that KILL ends. */
    static final int ENDED_BY_KILL = 137;

    /** What a process ends with that TERM ends. */
    static final int ENDED_BY_TERM = 143;

    /** What was done to an agent, and when. */
    record Harm(FaultKind kind, Instant at) {}

    Life {
        harms = List.copyOf(harms);
    }

    /** When KILL came, if it did. */
    Optional<Instant> killedAt() {
        return harms.stream().filter(harm -> isKill(harm.kind())).map(Harm::at).findFirst();
    }

    /** Whether it ended with what a signal makes that it was sent. */
    boolean wasEndedBySignal() {
        boolean wasStopped = harms.stream().anyMatch(harm -> harm.kind() == FaultKind.AGENT_STOPPED);
        return (killedAt().isPresent() && exitCode.equals(Optional.of(ENDED_BY_KILL)))
                || (wasStopped && exitCode.equals(Optional.of(ENDED_BY_TERM)));
    }

    boolean isAliveAt(Instant moment) {
        return !started.isAfter(moment) && ended.map(end -> end.isAfter(moment)).orElse(true);
    }

    /** Whether that is a KILL to the agent. */
    static boolean isKill(FaultKind kind) {
        return kind == FaultKind.AGENT_KILLED || kind == FaultKind.MACHINE_LOST || kind == FaultKind.AGENT_RESTARTED;
    }
}

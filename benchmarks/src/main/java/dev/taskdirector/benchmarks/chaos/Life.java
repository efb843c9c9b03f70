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

    /** Whether it ended with its own verdict, or, if a signal ended it, with what that makes. */
    boolean endedAsItShould() {
        int code = exitCode.orElseThrow();
        boolean wasStopped = harms.stream().anyMatch(harm -> harm.kind() == FaultKind.AGENT_STOPPED);
        return code == plan.expectedExitCode()
                || (killedAt().isPresent() && code == ENDED_BY_KILL)
                || (wasStopped && code == ENDED_BY_TERM);
    }

    boolean isAliveAt(Instant moment) {
        return !started.isAfter(moment) && ended.map(end -> end.isAfter(moment)).orElse(true);
    }

    private static boolean isKill(FaultKind kind) {
        return kind == FaultKind.AGENT_KILLED || kind == FaultKind.MACHINE_LOST || kind == FaultKind.AGENT_RESTARTED;
    }
}

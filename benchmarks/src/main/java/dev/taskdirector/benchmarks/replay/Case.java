package dev.taskdirector.benchmarks.replay;

import java.util.Optional;

/**
 * Something to replay.
 *
 * @param workload what is to be done
 * @param fleet by whom, when nothing else is wanted
 * @param past what really came of it, where that is known
 */
record Case(Workload workload, Fleet fleet, Optional<Result> past) {

    /** A workload that nobody is known to have done. */
    static Case of(Workload workload) {
        return new Case(workload, Fleet.of(8), Optional.empty());
    }

    Case with(Workload other) {
        return new Case(other, fleet, past);
    }
}

package dev.taskdirector.benchmarks.replay;

import java.util.Map;

/** How long a workload may take in virtual time: much longer than one of the slowest peers would need alone. */
final class Patience {

    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final int TIMES = 4;

    /** A day. */
    static final long AT_LEAST_MICROS = 24 * 3_600 * MICROS_PER_SECOND;

    private final long micros;

    Patience(Workload workload, Fleet fleet, Map<String, Double> hangs) {
        double longest =
                hangs.values().stream().mapToDouble(times -> times).max().orElse(1);
        double alone = workload.workMicros() * Math.max(1, longest) / fleet.slowest();
        this.micros = (long) (TIMES * alone) + AT_LEAST_MICROS + fleet.lastJoinMicros();
    }

    long micros() {
        return micros;
    }

    IllegalStateException spent(Workshop workshop) {
        return new IllegalStateException((workshop.workload().version().isEmpty()
                        ? ""
                        : "version " + workshop.workload().version() + ": ")
                + workshop.undone() + " of " + workshop.workload().size() + " tasks are not done after "
                + micros / MICROS_PER_SECOND + " s of virtual time");
    }
}

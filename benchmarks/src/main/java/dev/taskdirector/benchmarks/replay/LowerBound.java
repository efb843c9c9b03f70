package dev.taskdirector.benchmarks.replay;

/**
 * A time below which no schedule gets, whoever makes it: the greatest of
 *
 * <ul>
 *   <li>all work, divided by the sum over the peers of speed times slots: everybody is busy to the end,
 *   <li>the longest task on the fastest peer: a task is not divided,
 *   <li>the critical path on the fastest peer: what needs each other runs one after the other.
 * </ul>
 *
 * <p>The bounds for identical machines are those of R. L. Graham, "Bounds on multiprocessing timing anomalies", SIAM J.
 * Appl. Math. 17 (1969). None knows of peers that join late, so with a join spread the ratio to it says less. It need not
 * be reachable: three tasks of one second on two peers take two seconds, and the bound is one and a half.
 */
final class LowerBound {

    private LowerBound() {}

    /** In microseconds. */
    static double micros(Workload workload, Fleet fleet) {
        double busy = workload.workMicros() / fleet.capacity();
        double longest = workload.longestTaskMicros() / fleet.fastest();
        double path = workload.criticalPathMicros() / fleet.fastest();
        return Math.max(busy, Math.max(longest, path));
    }
}

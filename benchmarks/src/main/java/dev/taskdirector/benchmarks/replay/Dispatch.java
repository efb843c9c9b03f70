package dev.taskdirector.benchmarks.replay;

/** Gets workloads done, one after the other, and may learn from each for the next. */
interface Dispatch {

    /**
     * Runs a workload to its end on a fleet.
     *
     * @throws IllegalStateException when it comes to no end
     */
    Result run(Workload workload, Fleet fleet);
}

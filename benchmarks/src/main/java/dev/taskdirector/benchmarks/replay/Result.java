package dev.taskdirector.benchmarks.replay;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a workload came to on a fleet. Times are microseconds.
 *
 * @param lowerBoundMicros see {@link LowerBound}
 * @param makespanMicros from the first peer's join to the last task's end, without verdicts
 * @param workMicros all that was run, at speed 1, in vain or not
 * @param busyMicros by peer, for how long its slots were busy, added up
 * @param hangs what became of tasks that hung
 */
record Result(
        Workload workload,
        Fleet fleet,
        double lowerBoundMicros,
        long makespanMicros,
        double workMicros,
        Map<String, Long> busyMicros,
        List<Hang> hangs) {

    private static final double MICROS_PER_SECOND = 1e6;

    /**
     * A task whose first execution hung.
     *
     * @param task its name
     * @param expectedMicros how long whoever began it was told that it takes
     * @param doneAfterMicros from its first begin until somebody had finished it
     * @param executions how often it was begun
     */
    record Hang(String task, long expectedMicros, long doneAfterMicros, int executions) {
        double expectedSeconds() {
            return expectedMicros / MICROS_PER_SECOND;
        }

        double doneAfterSeconds() {
            return doneAfterMicros / MICROS_PER_SECOND;
        }

        double timesExpected() {
            return ratioOf((double) doneAfterMicros, (double) expectedMicros);
        }
    }

    Result {
        busyMicros = Collections.unmodifiableMap(new LinkedHashMap<>(busyMicros));
        hangs = List.copyOf(hangs);
    }

    static Result of(
            Workload workload,
            Fleet fleet,
            long makespanMicros,
            double workMicros,
            Map<String, Long> busyMicros,
            List<Hang> hangs) {
        return new Result(
                workload, fleet, LowerBound.micros(workload, fleet), makespanMicros, workMicros, busyMicros, hangs);
    }

    double makespanSeconds() {
        return makespanMicros / MICROS_PER_SECOND;
    }

    double lowerBoundSeconds() {
        return lowerBoundMicros / MICROS_PER_SECOND;
    }

    double workSeconds() {
        return workMicros / MICROS_PER_SECOND;
    }

    /** The makespan in lower bounds, 1 or more. */
    double ratio() {
        return ratioOf((double) makespanMicros, lowerBoundMicros);
    }

    /** How often each task was built, on average by time: 1 when nothing was built twice. */
    double workRatio() {
        return ratioOf(workMicros, (double) workload.workMicros());
    }

    /** Nothing in no time is as good as it gets. */
    private static double ratioOf(double some, double of) {
        return of == 0 ? 1 : some / of;
    }
}

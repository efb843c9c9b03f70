package dev.taskdirector.benchmarks.replay;

import java.util.List;
import java.util.Optional;

/**
 * A task of which it is known how long it took.
 *
 * @param name unique in its workload
 * @param micros how long it takes on a peer of speed 1, in microseconds, 0 or above
 * @param needs places of the tasks that must be done before, in the workload's order
 * @param expectedMicros what its schema says beforehand, in microseconds; empty when it says nothing
 */
record MeasuredTask(String name, long micros, List<Integer> needs, Optional<Long> expectedMicros) {

    MeasuredTask {
        needs = List.copyOf(needs);
    }

    MeasuredTask expecting(Optional<Long> expected) {
        return new MeasuredTask(name, micros, needs, expected);
    }

    MeasuredTask needing(List<Integer> others) {
        return new MeasuredTask(name, micros, others, expectedMicros);
    }
}

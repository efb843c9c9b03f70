package dev.taskdirector.wire;

import java.util.Optional;

/**
 * A task that a peer should run once. Its name and its lease belong to the epoch; the rest is said to people, and may be
 * said otherwise under the same epoch.
 *
 * @param name name of the task
 * @param lease the right to run it once, an opaque string
 * @param expectedSeconds how long it is expected to take
 * @param pathSeconds how long the longest chain of tasks that is left is expected to take, when it begins with this task;
 *     empty when another is longer
 * @param neededBy how many other live peers need the same work; empty when unknown
 * @param lostBy the peer that had it last, lost it, and is gone; empty when there is none
 * @param besides the peer that has had it for much longer than expected and still has it; empty when there is none. The
 *     first success counts
 */
public record AssignedTask(
        String name,
        String lease,
        double expectedSeconds,
        Optional<Double> pathSeconds,
        Optional<Integer> neededBy,
        Optional<String> lostBy,
        Optional<String> besides) {

    /** A task of which no more is said. */
    public AssignedTask(String name, String lease, double expectedSeconds) {
        this(name, lease, expectedSeconds, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
}

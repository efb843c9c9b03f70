package dev.taskdirector.coordinator.core;

import java.util.Optional;

/**
 * Why a task was given to a peer when it was: kept with the attempt, for people.
 *
 * @param readyTimestamp since when it could have been given, by the broker's clock
 * @param waitedFor the task that it needs which was done last, if it needs any
 * @param expectedMillis how long it was expected to take on that peer's machine
 * @param pathMillis the longest chain that begins with it
 * @param readyTasks how many tasks of the plan were ready, itself among them
 * @param gate whether the peer came first as a merge gate
 * @param besides the peer that has had it for much longer than expected, when this is a second lease
 */
public record Why(
        long readyTimestamp,
        Optional<String> waitedFor,
        long expectedMillis,
        long pathMillis,
        int readyTasks,
        boolean gate,
        Optional<PeerId> besides) {

    /** Of a lease whose reasons nobody wrote down. */
    static final Why UNKNOWN = new Why(0, Optional.empty(), 0, 0, 0, false, Optional.empty());
}

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
 * @param choice why it was this one of the ready tasks; empty of attempts of long ago
 * @param place which one it was by the longest path, from 1 to {@value #PLACES_COUNTED}, and one more for all behind; empty
 *     of second leases, for these are not among the ready tasks, and of attempts of long ago
 */
public record Why(
        long readyTimestamp,
        Optional<String> waitedFor,
        long expectedMillis,
        long pathMillis,
        int readyTasks,
        boolean gate,
        Optional<PeerId> besides,
        Optional<Choice> choice,
        Optional<Integer> place) {

    /** So many places are counted, so that no grant walks over all tasks. */
    public static final int PLACES_COUNTED = 100;

    /** Why it was this task. */
    public enum Choice {
        /** Its path is the longest left. */
        LONGEST,
        /** The peer may not take, or can't, what comes before it. */
        NEXT,
        /** The peer's machine is slow: it takes what it ends in time. */
        SUITS,
        /** Nobody knows yet how quick the peer's machine is. */
        TRIAL,
        /** The peer had begun it by itself. */
        BEGUN,
        /** All others have failed it. */
        LAST_HOPE,
        /** Another peer has had it for long. */
        AGAIN,
        /** It is short: given before a slot is free, so that nobody waits for an answer between two tasks. */
        AHEAD
    }

    /** Of a lease whose reasons nobody wrote down. */
    static final Why UNKNOWN =
            new Why(0, Optional.empty(), 0, 0, 0, false, Optional.empty(), Optional.empty(), Optional.empty());
}

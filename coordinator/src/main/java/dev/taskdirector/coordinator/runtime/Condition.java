package dev.taskdirector.coordinator.runtime;

import java.util.Optional;

/** How a processor is, for health and for people. */
public sealed interface Condition {

    /** The partition belongs to another replica. */
    record Unassigned() implements Condition {}

    /**
     * It has no state, or not all of it, and tries again.
     *
     * @param reason a plain sentence, for everybody
     * @param cause what the store or the broker said; it may tell of the inside
     */
    record Waiting(String reason, Optional<String> cause) implements Condition {
        Waiting(String reason) {
            this(reason, Optional.empty());
        }
    }

    /**
     * It has all of its state and decides.
     *
     * @param storeTrouble why the last save failed; empty when it did not. Decisions go on. It may tell of the inside
     */
    record Running(Optional<String> storeTrouble) implements Condition {}

    /**
     * It stands still until an operator acts.
     *
     * @param offset the record that the core could not take; empty when it is not about a record
     * @param reason one sentence that names partition and offset, and the cure. It may tell of the inside
     */
    record Parked(Optional<Long> offset, String reason) implements Condition {}
}

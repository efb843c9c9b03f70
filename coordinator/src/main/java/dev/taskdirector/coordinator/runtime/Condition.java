package dev.taskdirector.coordinator.runtime;

import dev.taskdirector.wire.Sentences;
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
    record Parked(Optional<Long> offset, String reason) implements Condition {

        /** For a record that the core could not take. */
        static Parked at(int partition, long offset, Throwable cause) {
            return new Parked(
                    Optional.of(offset),
                    standsStill(partition) + " at offset " + offset + ": " + line(cause)
                            + "; to go on without this record: admin skip --partition " + partition + " --offset "
                            + offset);
        }

        /** Nothing says that a record is to blame, so there is none to skip; the owner goes on trying. */
        static Parked beside(int partition, long offset, Throwable cause) {
            return new Parked(
                    Optional.empty(),
                    standsStill(partition) + " before offset " + offset + ", for no record: " + line(cause)
                            + "; its state is loaded again until that helps; please report it");
        }

        static Parked unreadable(int partition, String cause) {
            return new Parked(
                    Optional.empty(),
                    standsStill(partition) + ": its checkpoint can't be read: " + cause
                            + "; run the version of the coordinator that wrote it");
        }

        static Parked unloadable(int partition, long offset, Throwable cause) {
            return new Parked(
                    Optional.empty(),
                    standsStill(partition) + ": its checkpoint at offset " + offset + " can't be loaded: " + cause);
        }

        static Parked wrongCount(int partition, int known, int now) {
            return new Parked(
                    Optional.empty(),
                    standsStill(partition) + ": the status topic has " + now
                            + " partitions, its checkpoint was written with " + known
                            + "; coordinator/README.md says how to change their number");
        }

        private static String standsStill(int partition) {
            return "partition " + partition + " stands still";
        }

        private static String line(Throwable cause) {
            return Sentences.line(cause.toString());
        }
    }
}

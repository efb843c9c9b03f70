package dev.taskdirector.coordinator.runtime;

import dev.taskdirector.coordinator.core.Changes;
import dev.taskdirector.coordinator.core.Row;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Keeps the rows that mirror a partition's state, with the offset that they mirror. Blocking. */
public interface CheckpointStore {

    /** Reads the newest checkpoint of a partition: the rows that are not closed, and where they stand. */
    Loaded load(int partition);

    /**
     * Writes changed rows and the position in one transaction, if the partition's revision is still the expected one.
     * Skipped offsets before the position are used up with it: another log may have other records there.
     *
     * @param expectedRevision the revision that was loaded or saved last, 0 when there was no checkpoint
     */
    Saved save(int partition, long expectedRevision, LogPosition position, Changes changes);

    /** How an attempt ended whose end was lost with changes that were too many to keep. */
    String END_UNKNOWN = "unknown";

    /**
     * Writes the whole state, and what has left it: as {@link #save}, and then every live row of the partition that is not
     * written is closed as it is. An attempt that is under way in the store and neither written nor a lease of a written
     * work ends as {@link #END_UNKNOWN}.
     */
    Saved saveAll(int partition, long expectedRevision, LogPosition position, Changes whole);

    /** The offsets that {@link #load} would give to skip, without all the rest; empty when the store does not answer. */
    Optional<List<Long>> skippedOffsets(int partition);

    /** Notes for operators that a partition stands still. Never throws: what is not noted now is noted a little later. */
    void noteParked(int partition, Condition.Parked parked);

    /** Takes the note away, as far as the store answers. Never throws: a note that is not renewed grows old. */
    void noteGoing(int partition);

    /**
     * Where a checkpoint stands in the log.
     *
     * @param topicId the broker's id of the status topic
     * @param partitions how many partitions the topic had
     * @param nextOffset the first offset that is not in the rows
     */
    record LogPosition(String topicId, int partitions, long nextOffset) {}

    /** What a load gave. An unreadable store is not an empty one. */
    sealed interface Loaded {
        /** Rows, where they stand, and the offsets that an operator has said to skip, without those that are used up. */
        record Found(long revision, LogPosition position, List<Row> rows, List<Long> skippedOffsets) implements Loaded {
            public Found {
                rows = Collections.unmodifiableList(new ArrayList<>(rows));
                skippedOffsets = Collections.unmodifiableList(new ArrayList<>(skippedOffsets));
            }
        }

        /** There is no checkpoint of this partition. */
        record None(List<Long> skippedOffsets) implements Loaded {}

        /** The store does not answer. */
        record Unavailable(String reason) implements Loaded {}

        /** The store answers, but with rows that mean nothing to this version: waiting does not help. */
        record Unreadable(String reason) implements Loaded {}
    }

    /** What a save gave. */
    sealed interface Saved {
        /** All is written; the next save expects this revision. */
        record Done(long revision) implements Saved {}

        /** Somebody else has written since: drop the state and start again from the checkpoint. */
        record RaceLost() implements Saved {}

        /** The store does not answer; nothing is written. */
        record Unavailable(String reason) implements Saved {}

        /** The store answers, and takes no such row: nothing is written, nor will be before somebody mends it. */
        record Refused(String reason) implements Saved {}
    }
}

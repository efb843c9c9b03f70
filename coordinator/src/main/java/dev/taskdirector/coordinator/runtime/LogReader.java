package dev.taskdirector.coordinator.runtime;

import java.util.List;

/**
 * Reads a partition of the status topic from any offset, apart from the consumer group. Blocking, each call with a bound;
 * used to catch up, never on the way of a record that arrives in order.
 */
public interface LogReader {

    /** What the partition holds at this moment. */
    Bounds bounds(int partition);

    /**
     * Reads some records, in order: those from an offset on that stand before another. An answer without records that
     * moves on is no error: offsets have holes.
     *
     * @param from the first offset that is wanted
     * @param upTo the first that is not; above {@code from}
     */
    Chunk read(int partition, long from, long upTo);

    /** What a look at the partition gave. */
    sealed interface Bounds {
        /**
         * What is there.
         *
         * @param topicId the broker's id of the topic: another one is another log, whatever its name
         * @param partitions how many partitions the topic has
         * @param start the first offset that is kept
         * @param end the offset that the next record will have
         */
        record Known(String topicId, int partitions, long start, long end) implements Bounds {}

        /** The broker does not answer. */
        record Unavailable(String reason) implements Bounds {}
    }

    /** What a read gave. */
    sealed interface Chunk {
        /**
         * Records, and where to go on.
         *
         * @param records in order, none at or above {@code upTo}
         * @param next the first offset that was not looked at; above {@code from}, at most {@code upTo}
         */
        record Records(List<LogRecord> records, long next) implements Chunk {
            public Records {
                records = List.copyOf(records);
            }
        }

        /** The log does not reach from {@code from} to {@code upTo}: it begins above or ends below. */
        record OutOfRange() implements Chunk {}

        /** The broker does not answer. */
        record Unavailable(String reason) implements Chunk {}
    }
}

package dev.taskdirector.coordinator.runtime;

import dev.taskdirector.coordinator.runtime.LogReader.Bounds;
import dev.taskdirector.coordinator.runtime.LogReader.Chunk;
import java.util.Optional;

/** Brings a replica up to a point of the log, and notices when the log is not the one that the replica knew. */
final class CatchUp {
    /** Chunks applied at one go; then the partition's thread is free for a save, for time and for a revocation. */
    private static final int MOST_CHUNKS = 20;

    private final int partition;
    private final Ports ports;
    private final Replica replica;
    private final Outbox outbox;
    private boolean applied;
    private boolean interrupted;

    CatchUp(int partition, Ports ports, Replica replica, Outbox outbox) {
        this.partition = partition;
        this.ports = ports;
        this.replica = replica;
        this.outbox = outbox;
    }

    /** Whether records were applied, so that newest assignments are due. */
    boolean hasApplied() {
        return applied;
    }

    /** Whether it stopped before the end, to go on in a moment. */
    boolean isInterrupted() {
        return interrupted;
    }

    /**
     * Compares the log with the one that the replica knows, and adopts it if it is another one.
     *
     * @param evidence a record that stands where another one was applied, if there is one
     * @return why the log can't be looked at; empty when it could
     */
    Optional<String> examine(Optional<LogRecord> evidence) {
        Bounds bounds = ports.log().bounds(partition);
        if (bounds instanceof Bounds.Unavailable away) {
            return Optional.of(away.reason());
        }
        Bounds.Known log = (Bounds.Known) bounds;
        long next = replica.next();
        if (!log.topicId().equals(replica.position().topicId()) || log.start() > next) {
            replica.adopt(log, log.start(), outbox);
        } else if (log.end() < next) {
            replica.adopt(log, log.end(), outbox);
        } else if (evidence.isPresent()) {
            replica.adopt(log, Math.max(log.start(), evidence.get().offset()), outbox);
        }
        return Optional.empty();
    }

    /** Applies what the log holds at this moment, or as much of it as is done at one go. */
    Optional<String> toEnd() {
        Optional<String> trouble = examine(Optional.empty());
        if (trouble.isPresent()) {
            return trouble;
        }
        Bounds bounds = ports.log().bounds(partition);
        return bounds instanceof Bounds.Known log
                ? upTo(log.end())
                : Optional.of(((Bounds.Unavailable) bounds).reason());
    }

    /**
     * Applies what stands before an offset, or as much of it as is done at one go.
     *
     * @return why it could not go on; empty when it is there or interrupted
     */
    Optional<String> upTo(long target) {
        for (int chunks = 0; replica.next() < target; chunks++) {
            if (chunks == MOST_CHUNKS) {
                interrupted = true;
                break;
            }
            long from = replica.next();
            Chunk chunk = ports.log().read(partition, from, target);
            Optional<String> trouble = chunk instanceof Chunk.Records records
                    ? apply(records)
                    : chunk instanceof Chunk.Unavailable away ? Optional.of(away.reason()) : examine(Optional.empty());
            if (trouble.isPresent()) {
                return trouble;
            }
            if (replica.next() == from) {
                return Optional.of("the log gave nothing from offset " + from + " up to " + target);
            }
        }
        return Optional.empty();
    }

    private Optional<String> apply(Chunk.Records chunk) {
        for (LogRecord record : chunk.records()) {
            if (record.offset() >= replica.next()) {
                replica.apply(record, outbox);
                applied = true;
                ports.tally().add(Counted.CAUGHT_UP, 1);
            }
        }
        replica.moveTo(Math.max(replica.next(), chunk.next()));
        outbox.dropAssignments();
        outbox.send();
        return Optional.empty();
    }
}

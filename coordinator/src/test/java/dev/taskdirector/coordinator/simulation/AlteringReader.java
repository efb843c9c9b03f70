package dev.taskdirector.coordinator.simulation;

import dev.taskdirector.coordinator.runtime.LogReader;
import dev.taskdirector.coordinator.runtime.LogRecord;
import java.util.function.UnaryOperator;

/** Reads records otherwise than they were written. */
final class AlteringReader implements LogReader {
    private final LogReader real;
    private final UnaryOperator<LogRecord> change;

    AlteringReader(LogReader real, UnaryOperator<LogRecord> change) {
        this.real = real;
        this.change = change;
    }

    @Override
    public Bounds bounds(int partition) {
        return real.bounds(partition);
    }

    @Override
    public Chunk read(int partition, long from, long upTo) {
        Chunk chunk = real.read(partition, from, upTo);
        return chunk instanceof Chunk.Records records
                ? new Chunk.Records(records.records().stream().map(change).toList(), records.next())
                : chunk;
    }
}

package dev.taskdirector.coordinator.simulation;

import dev.taskdirector.coordinator.runtime.LogReader;
import java.util.List;

/** Reads past everything. */
final class SkippingReader implements LogReader {
    private final LogReader real;

    SkippingReader(LogReader real) {
        this.real = real;
    }

    @Override
    public Bounds bounds(int partition) {
        return real.bounds(partition);
    }

    @Override
    public Chunk read(int partition, long from, long upTo) {
        Chunk chunk = real.read(partition, from, upTo);
        return chunk instanceof Chunk.Records records ? new Chunk.Records(List.of(), records.next()) : chunk;
    }
}

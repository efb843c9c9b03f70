package dev.taskdirector.coordinator.simulation;

import dev.taskdirector.coordinator.runtime.LogReader;

/** Once the log has not answered, it is never asked again. */
final class UnforgivingReader implements LogReader {
    private final LogReader real;
    private boolean gaveUp;

    UnforgivingReader(LogReader real) {
        this.real = real;
    }

    @Override
    public Bounds bounds(int partition) {
        Bounds bounds = gaveUp ? new Bounds.Unavailable("it was away once") : real.bounds(partition);
        gaveUp = bounds instanceof Bounds.Unavailable;
        return bounds;
    }

    @Override
    public Chunk read(int partition, long from, long upTo) {
        Chunk chunk = gaveUp ? new Chunk.Unavailable("it was away once") : real.read(partition, from, upTo);
        gaveUp = chunk instanceof Chunk.Unavailable;
        return chunk;
    }
}

package dev.taskdirector.coordinator.runtime;

import dev.taskdirector.coordinator.core.Director;
import java.util.Optional;

/** Lets tests of other packages see what a processor has in memory. */
public final class Inside {

    private Inside() {}

    /** The state, if it is whole. */
    public static Optional<Director> director(PartitionProcessor processor) {
        return processor.replica().map(Replica::director);
    }

    /** The first offset that is not in the state, -1 if there is none. */
    public static long next(PartitionProcessor processor) {
        return processor.replica().map(Replica::next).orElse(-1L);
    }
}

package dev.taskdirector.coordinator.runtime;

import java.time.Duration;
import java.util.SortedSet;
import java.util.function.Consumer;

/** What all checkpoints together know of peers, for the deletion of topics that nobody reads any more. Blocking. */
public interface PeerCensus {

    /**
     * Calls {@code work} with the ids of all peers that some checkpoint knows or has known within a time, holding a
     * database lock that one replica has at a time.
     *
     * @return false, without a call, when another replica has the lock or the store is away
     */
    boolean whileLocked(Duration within, Consumer<SortedSet<String>> work);

    /** How many partitions the status topic had when a checkpoint was last written; empty without a checkpoint. */
    java.util.Optional<Integer> partitions();
}

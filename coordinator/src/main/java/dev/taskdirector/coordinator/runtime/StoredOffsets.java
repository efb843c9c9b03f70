package dev.taskdirector.coordinator.runtime;

/** Hears how far the checkpoint of a partition has come, for the tools that show a consumer group's lag. */
public interface StoredOffsets {

    void stored(int partition, long nextOffset);
}

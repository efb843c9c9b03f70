package dev.taskdirector.coordinator.simulation;

import dev.taskdirector.coordinator.fakes.FakeStore;

/** The store that all owners share, and who wrote it last. */
final class CheckpointShelf {
    final FakeStore store = new FakeStore();
    int writer = -1;
    int life;
    /** When whoever has saved last had loaded what it went on from. */
    long writerLoadedAt = -1;

    long savedAt;
    boolean answers = true;
}

package dev.taskdirector.coordinator.simulation;

import dev.taskdirector.coordinator.fakes.FakeStore;

/** The store that all owners share, and who wrote it last. */
final class CheckpointShelf {
    final FakeStore store = new FakeStore();
    int writer = -1;
    int life;
    long savedAt;
    boolean answers = true;
}

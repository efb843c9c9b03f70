package dev.taskdirector.coordinator.store;

/** How many tasks of a run are in which state. */
public record TaskCounts(long tasks, long open, long running, long done, long failed) {}

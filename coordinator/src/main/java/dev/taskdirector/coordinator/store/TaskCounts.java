package dev.taskdirector.coordinator.store;

/** How many tasks of a run are in which state. */
public record TaskCounts(long tasks, long open, long running, long done, long failed, long skipped) {

    /** Some of the open ones are skipped. */
    TaskCounts withSkipped(long some) {
        return new TaskCounts(tasks, open - some, running, done, failed, skipped + some);
    }
}

package dev.taskdirector.coordinator.runtime;

import dev.taskdirector.coordinator.core.Extent;

/**
 * How much a partition holds in memory, and how far its checkpoint is behind.
 *
 * @param state what the state holds
 * @param unsavedRows changed rows that no checkpoint has, large ones as several; {@link Pace#maxUnsavedRows()} bounds them
 * @param unsavedRecords offsets that are applied and in no checkpoint
 * @param unsavedMillis for how long there has been something that no checkpoint has
 */
public record Backlog(Extent state, int unsavedRows, long unsavedRecords, long unsavedMillis) {

    /** Of a partition that is not owned, or has no state yet. */
    public static final Backlog NOTHING = new Backlog(Extent.NOTHING, 0, 0, 0);
}

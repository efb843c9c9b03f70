package dev.taskdirector.coordinator.core;

/**
 * Where and when a record stands in the log.
 *
 * @param offset its offset in the partition, 0 or above
 * @param timestampMillis when the broker wrote it, milliseconds since 1970; may jump either way
 */
public record Moment(long offset, long timestampMillis) {}

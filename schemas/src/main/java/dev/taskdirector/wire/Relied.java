package dev.taskdirector.wire;

/**
 * Whether the remote cache had the result of a task that was called done elsewhere. A miss is a ghost.
 *
 * @param task name of the task
 * @param hit true if the cache had it
 */
public record Relied(String task, boolean hit) {}

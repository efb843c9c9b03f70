package dev.taskdirector.wire;

/**
 * A task that a peer waits for.
 *
 * @param task name of the task in the waiting peer's schema
 * @param peer who runs it
 * @param sinceSeconds for how long it has run
 * @param expectedSeconds how long it is expected to take in all; the wait is overdue when {@code sinceSeconds} is above
 */
public record WaitingFor(String task, String peer, double sinceSeconds, double expectedSeconds) {}

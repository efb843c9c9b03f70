package dev.taskdirector.wire;

/**
 * A task that a peer should run once.
 *
 * @param name name of the task
 * @param lease the right to run it once, an opaque string
 * @param expectedSeconds how long it is expected to take
 */
public record AssignedTask(String name, String lease, double expectedSeconds) {}

package dev.taskdirector.wire;

import java.util.Optional;

/**
 * A task that a peer has and has not finished.
 *
 * @param task name of the task
 * @param lease the lease under which it runs or waits; empty for a task begun alone
 */
public record Holding(String task, Optional<String> lease) {}

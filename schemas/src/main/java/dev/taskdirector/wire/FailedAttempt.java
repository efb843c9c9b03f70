package dev.taskdirector.wire;

import java.util.Optional;

/**
 * One attempt at a task that failed.
 *
 * @param peer who tried it
 * @param exitCode the command's exit code; empty when there was none
 */
public record FailedAttempt(String peer, Optional<Integer> exitCode) {}

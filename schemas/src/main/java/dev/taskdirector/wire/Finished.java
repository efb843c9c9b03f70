package dev.taskdirector.wire;

import java.util.Optional;

/**
 * An outcome of a task.
 *
 * @param task name of the task
 * @param lease the lease under which it ran; empty for a task begun alone or brought by a rejoin
 * @param outcome how it ended
 * @param exitCode the command's exit code, 0 to 255; empty when there was none
 * @param seconds how long it took, 0 to 1,000,000; empty when unknown
 * @param cacheHit whether the remote cache already had the result; empty when the build tool can't tell
 */
public record Finished(
        String task,
        Optional<String> lease,
        Outcome outcome,
        Optional<Integer> exitCode,
        Optional<Double> seconds,
        Optional<Boolean> cacheHit) {}

package dev.taskdirector.wire;

import java.util.List;

/**
 * A task that failed.
 *
 * @param task name of the task
 * @param attempts who tried it, and with what result
 */
public record Failure(String task, List<FailedAttempt> attempts) {

    public Failure {
        attempts = List.copyOf(attempts);
    }
}

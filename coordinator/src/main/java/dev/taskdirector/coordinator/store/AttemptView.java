package dev.taskdirector.coordinator.store;

import java.time.Instant;
import java.util.Optional;

/**
 * Who was given a task when, and how that ended, if it has.
 *
 * @param started when the task was given to the peer
 * @param reason why it was given to that peer then; told with a single task, and left out of lists
 */
public record AttemptView(
        String peer,
        Instant started,
        Optional<Instant> ended,
        Optional<String> outcome,
        Optional<Integer> exitCode,
        Optional<ReasonView> reason) {}

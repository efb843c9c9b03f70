package dev.taskdirector.coordinator.store;

import java.time.Instant;
import java.util.Optional;

/**
 * Who was given a task when, and how that ended, if it has.
 *
 * @param started when the task was given to the peer
 */
public record AttemptView(
        String peer, Instant started, Optional<Instant> ended, Optional<String> outcome, Optional<Integer> exitCode) {}

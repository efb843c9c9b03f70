package dev.taskdirector.coordinator.store;

import java.time.Instant;

/**
 * How long a task takes on a machine of common speed.
 *
 * @param seconds the mean of what was measured, the newest weighing most
 * @param measurements of how many
 * @param measured when it was measured last
 */
public record DurationView(String cache, String task, double seconds, int measurements, Instant measured) {}

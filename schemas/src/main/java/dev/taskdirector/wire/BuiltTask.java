package dev.taskdirector.wire;

import java.util.Optional;

/**
 * A task that another peer built.
 *
 * @param task its name in the schema of the peer that is told
 * @param peer who built it
 * @param seconds how long that took; empty when its peer didn't say
 */
public record BuiltTask(String task, String peer, Optional<Double> seconds) {}

package dev.taskdirector.wire;

import java.util.Optional;

/**
 * A peer that built something before.
 *
 * @param peer its id
 * @param change what it tests, as people name it; empty when that isn't known (any more)
 */
public record DoneBy(String peer, Optional<String> change) {}

package dev.taskdirector.wire;

import java.util.Optional;

/**
 * A CI pipeline.
 *
 * @param name its name, such as {@code gate}
 * @param type {@code dependent} for a merge gate, {@code independent} else; empty when unknown
 */
public record Pipeline(String name, Optional<String> type) {}

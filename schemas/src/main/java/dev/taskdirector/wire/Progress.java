package dev.taskdirector.wire;

import java.util.Optional;

/**
 * How far a peer's work has come.
 *
 * @param tasks how many tasks it needs
 * @param done how many are done
 * @param running how many are leased to somebody
 * @param failed how many failed or were skipped for what they need
 * @param peers how many live peers share the run
 * @param etaSeconds until all is expected to be done; empty when unknown
 */
public record Progress(int tasks, int done, int running, int failed, int peers, Optional<Double> etaSeconds) {}

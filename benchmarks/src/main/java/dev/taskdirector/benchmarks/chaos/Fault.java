package dev.taskdirector.benchmarks.chaos;

import java.time.Duration;

/**
 * A fault to come.
 *
 * @param at since the storm began; a fault comes later when the one before it in its stream takes longer than planned
 * @param target the number of a coordinator or of an agent's seat; 0 where there is only one
 * @param length until it is over
 */
record Fault(Duration at, FaultKind kind, int target, Duration length) {}

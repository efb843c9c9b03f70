/**
 * Whole worlds on one thread and one seed: the real core, processor and agent session among a log, a store, a clock and
 * commands that are made up and misbehave. First faults rage, then they stop, and everything must finish as the truth says.
 */
@NullMarked
package dev.taskdirector.coordinator.simulation;

import org.jspecify.annotations.NullMarked;

/**
 * What the coordinator decides: a deterministic state machine over one partition of the status log. No clock, no
 * randomness, no I/O; the same records give the same decisions on every replica and at every replay.
 */
@NullMarked
package dev.taskdirector.coordinator.core;

import org.jspecify.annotations.NullMarked;

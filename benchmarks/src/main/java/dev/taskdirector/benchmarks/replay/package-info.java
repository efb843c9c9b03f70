/**
 * Replays measured durations in virtual time: the real Director decides, peers that build nothing report to it as agents
 * do, and other ways to hand out the same tasks are set beside it. No clock is read, so the same input gives the same
 * figures on every machine.
 */
@NullMarked
package dev.taskdirector.benchmarks.replay;

import org.jspecify.annotations.NullMarked;

/**
 * The peer's side of the protocol as a pure state machine: events in, actions out. It knows no clock, no thread, no
 * Kafka and no process, so that a simulation can run thousands of sessions in a second.
 */
@NullMarked
package dev.taskdirector.agent.session;

import org.jspecify.annotations.NullMarked;

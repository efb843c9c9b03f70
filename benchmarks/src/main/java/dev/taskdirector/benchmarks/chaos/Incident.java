package dev.taskdirector.benchmarks.chaos;

import java.time.Duration;
import java.time.Instant;

/**
 * A fault that happened.
 *
 * @param victim whom it hit: a seat's name, a life's id, or the server
 * @param over when what was stopped went on, or what was ended was ready again
 */
record Incident(Fault fault, String victim, Instant begun, Instant over) {

    boolean isToAgent() {
        return fault.kind().reach() == FaultKind.Reach.AGENT;
    }

    Duration length() {
        return Duration.between(begun, over);
    }
}

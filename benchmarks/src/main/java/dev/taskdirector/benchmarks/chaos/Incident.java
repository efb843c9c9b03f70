package dev.taskdirector.benchmarks.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A fault that happened.
 *
 * @param victim whom it hit: a seat's name, a life's id, or the server
 * @param agent the agent that it hit, if it did
 * @param over when what was stopped went on, or what was ended was ready again
 */
record Incident(Fault fault, String victim, Optional<AgentLife> agent, Instant begun, Instant over) {

    Duration length() {
        return Duration.between(begun, over);
    }
}

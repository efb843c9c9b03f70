package dev.taskdirector.coordinator.simulation;

/** What should happen in some world, beside all outcomes, all states of assignments and all that is counted. */
enum Sighting {
    UNDER_A_LEASE,
    ALONE,
    HIT,
    GHOST,
    GREEN,
    RED,
    MOVED_TO_ITS_OWN_RUN,
    JOIN_NOT_IN_EFFECT,
    SECOND_LEASE,
    AHEAD_OF_ITS_TURN,
    ASKED_BACK,
    LEFT_IN_LOG,
    SKIPPED_BY_AN_OPERATOR
}

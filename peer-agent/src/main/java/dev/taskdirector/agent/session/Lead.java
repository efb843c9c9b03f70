package dev.taskdirector.agent.session;

/** Whom a building peer follows. */
enum Lead {
    /** Its assignments. */
    COORDINATOR,
    /** Itself, until an assignment comes. */
    SILENCE,
    /** Itself for good: it was superseded or rejected. It speaks no more: nobody would take it into account. */
    NOBODY
}

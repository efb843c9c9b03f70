package dev.taskdirector.agent.session;

/** What a peer does when nobody answers for its patience, or when it is rejected. */
public enum PatienceOver {
    /** Builds on alone. */
    ALONE,
    /** Leaves with exit code 4, or 3 when rejected. */
    FAIL
}

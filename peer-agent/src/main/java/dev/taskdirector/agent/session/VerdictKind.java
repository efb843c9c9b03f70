package dev.taskdirector.agent.session;

/** Whether a peer ends with a build of its own. */
public enum VerdictKind {
    /** It does; the exit code is that build's. */
    BUILD,
    /** Results are shared in another way: 0 when all is done and nothing failed here, else 1. */
    NONE
}

package dev.taskdirector.agent.session;

/** What a peer does when a task fails in its own checkout. */
public enum OnFailure {
    /** Goes to its verdict at once: it will say the same, and soonest. */
    VERDICT,
    /** Goes on building for itself and the others. */
    STAY,
    /** Leaves with the command's exit code, without a verdict. */
    LEAVE
}

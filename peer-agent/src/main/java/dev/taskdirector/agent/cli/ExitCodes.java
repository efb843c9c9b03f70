package dev.taskdirector.agent.cli;

/** Exit codes that are not the verdict's. */
final class ExitCodes {

    static final int USAGE = 2;
    static final int REJECTED = 3;
    static final int NO_COORDINATOR = 4;
    static final int SIGNAL_BASE = 128;
    static final int HUNG_UP = SIGNAL_BASE + 1;

    private ExitCodes() {}
}

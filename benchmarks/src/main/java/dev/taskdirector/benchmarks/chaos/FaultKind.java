package dev.taskdirector.benchmarks.chaos;

import java.util.Locale;

/** What is done to the processes. Each is over after its length: what was stopped goes on, what was ended is started again. */
enum FaultKind {
    /** KILL to a coordinator. */
    COORDINATOR_KILLED(Reach.COORDINATOR),
    /** STOP to a coordinator for less than its group's session timeout: nobody else notices. */
    COORDINATOR_PAUSED(Reach.COORDINATOR),
    /** STOP to a coordinator for longer: its partitions move, and then it comes back believing that they are its own. */
    COORDINATOR_CUT_OFF(Reach.COORDINATOR),
    /** TERM to a coordinator and a new one in its place; then the same with the other. */
    COORDINATORS_ROLLED(Reach.EVERYBODY),
    /** KILL to both coordinators: nobody answers until they are back. */
    COORDINATORS_GONE(Reach.EVERYBODY),
    /** KILL to the broker. */
    BROKER_KILLED(Reach.EVERYBODY),
    /** STOP to the broker. */
    BROKER_PAUSED(Reach.EVERYBODY),
    /** TERM to the broker, and a start on the same data. */
    BROKER_RESTARTED(Reach.EVERYBODY),
    /** PostgreSQL is stopped in order. */
    DATABASE_STOPPED(Reach.EVERYBODY),
    /** KILL to an agent; what it runs goes on, and nobody hears of it. */
    AGENT_KILLED(Reach.AGENT),
    /** KILL to an agent and to all that it runs. */
    MACHINE_LOST(Reach.AGENT),
    /** KILL to an agent; one with the same peer id, for the same build, starts at once. */
    AGENT_RESTARTED(Reach.AGENT),
    /** Another agent with the same peer id, for the same build, starts while the first is alive. */
    AGENT_DOUBLED(Reach.AGENT),
    /** STOP to an agent: shorter or longer than its session may be silent. */
    AGENT_PAUSED(Reach.AGENT),
    /** TERM to an agent. */
    AGENT_STOPPED(Reach.AGENT);

    /** Whom a fault concerns. */
    enum Reach {
        COORDINATOR,
        EVERYBODY,
        AGENT
    }

    private final Reach reach;

    FaultKind(Reach reach) {
        this.reach = reach;
    }

    Reach reach() {
        return reach;
    }

    /** As it stands in reports: {@code coordinator killed}. */
    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}

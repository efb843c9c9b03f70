package dev.taskdirector.agent;

/** A task that runs. */
public interface RunningTask {

    /** Asks it to stop; it ends as aborted unless it has ended already. May be called again. */
    void abort();
}

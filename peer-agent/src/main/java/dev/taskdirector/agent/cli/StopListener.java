package dev.taskdirector.agent.cli;

/** Hears that this process is to end. */
@FunctionalInterface
public interface StopListener {

    /**
     * May be called again: who asks twice is in a hurry.
     *
     * @param exitCode with which to exit
     * @param why as a clause, such as {@code signal TERM}
     */
    void stop(int exitCode, String why);
}

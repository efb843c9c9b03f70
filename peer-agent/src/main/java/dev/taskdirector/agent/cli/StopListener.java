package dev.taskdirector.agent.cli;

/** Hears that this process is to end. */
public interface StopListener {

    /**
     * May be called again: who asks twice is in a hurry.
     *
     * @param exitCode with which to exit
     * @param why as a clause, such as {@code signal TERM}
     */
    void stop(int exitCode, String why);

    /**
     * Nobody is left to whom this process belongs: as {@link #stop} if nothing was heard before, and nothing new after
     * that. Who ends a process group ends the parent, too, and has asked only once.
     */
    void abandon(int exitCode, String why);
}

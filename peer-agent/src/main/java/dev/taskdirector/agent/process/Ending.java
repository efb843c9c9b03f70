package dev.taskdirector.agent.process;

/** How a command ended. */
sealed interface Ending {

    /** By itself, with a code from 0 to 255; 128 and the signal's number if a signal ended it. */
    record Exited(int code) implements Ending {}

    /** It was stopped, since it was wanted no more. */
    record Stopped() implements Ending {}

    /** It was stopped, since it took too long. */
    record TimedOut() implements Ending {}

    /** It could not be started at all. */
    record NotStarted(String reason) implements Ending {}

    /** How it ended can't be told, since the agent itself failed. */
    record AgentFailed(String reason) implements Ending {}

    default boolean isSuccess() {
        return this instanceof Exited exited && exited.code() == 0;
    }
}

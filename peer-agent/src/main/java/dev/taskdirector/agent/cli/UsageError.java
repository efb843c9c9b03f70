package dev.taskdirector.agent.cli;

/** Something that the user must put right before anything can start; its message is a sentence for people. */
final class UsageError extends Exception {

    private static final long serialVersionUID = 1;

    UsageError(String sentence) {
        super(sentence);
    }
}

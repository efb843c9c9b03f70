package dev.taskdirector.wire;

/** Names of the topics under a prefix. */
public record Topics(String prefix) {

    /** The prefix when none is configured. */
    public static final String DEFAULT_PREFIX = "task-director";

    public String peerStatus() {
        return prefix + ".peer-status";
    }

    public String assignments(String peer) {
        return prefix + ".assignments." + peer;
    }

    public String runEvents() {
        return prefix + ".run-events";
    }

    public String deadLetters() {
        return prefix + ".peer-status.dlq";
    }
}

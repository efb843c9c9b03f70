package dev.taskdirector.coordinator.runtime;

/** Keeps what the edge does not accept, for people. Neither waits nor throws; a record may come twice after a takeover. */
public interface DeadLetters {

    /** Bytes of a value that are kept; as many as a record of the status topic may have when it is not compressed. */
    int LONGEST = 8 << 20;

    /** The header of a letter whose value was longer, with the value's length. */
    String LENGTH = "length";

    /**
     * Keeps a record.
     *
     * @param record where it stood; its value has its secrets blanked already
     * @param reason one sentence
     */
    void bury(LogRecord record, String reason);
}

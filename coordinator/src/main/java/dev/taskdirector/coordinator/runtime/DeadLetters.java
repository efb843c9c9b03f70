package dev.taskdirector.coordinator.runtime;

/** Keeps what the edge does not accept, for people. Neither waits nor throws; a record may come twice after a takeover. */
public interface DeadLetters {

    /**
     * Keeps a record.
     *
     * @param record where it stood; its value has its secrets blanked already
     * @param reason one sentence
     */
    void bury(LogRecord record, String reason);
}

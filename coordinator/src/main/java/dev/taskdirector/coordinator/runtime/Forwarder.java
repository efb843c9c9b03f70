package dev.taskdirector.coordinator.runtime;

/** Brings records that a foreign client put in the wrong partition to the right one. Neither waits nor throws. */
public interface Forwarder {

    /** The header that a forwarded record carries; one that has it is never forwarded again. */
    String HEADER = "task-director-forwarded-from";

    /** The partition in which all records with this key belong. */
    int homeOf(byte[] key);

    /** Appends the record to its home, with the header saying where it stood. */
    void forward(LogRecord record, int home);
}

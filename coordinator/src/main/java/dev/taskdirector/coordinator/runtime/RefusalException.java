package dev.taskdirector.coordinator.runtime;

/** The coordinator does not start; the message says what is wrong, where, and what to do. */
public final class RefusalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RefusalException(String message) {
        super(message);
    }

    public RefusalException(String message, Throwable cause) {
        super(message, cause);
    }
}

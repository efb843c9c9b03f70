package dev.taskdirector.coordinator.runtime;

/** The core or the edge threw on a record: a bug. It parks the partition, since going on would leave a hole in the state. */
final class UnappliableRecord extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final long offset;
    private final Throwable reason;

    UnappliableRecord(long offset, Throwable cause) {
        super(cause);
        this.offset = offset;
        this.reason = cause;
    }

    long offset() {
        return offset;
    }

    Throwable reason() {
        return reason;
    }
}

package dev.taskdirector.coordinator.runtime;

/** The core or the edge threw on a record: a bug. It parks the partition, since going on would leave a hole in the state. */
final class UnappliableRecord extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final long offset;

    UnappliableRecord(long offset, Throwable cause) {
        super(cause);
        this.offset = offset;
    }

    long offset() {
        return offset;
    }
}

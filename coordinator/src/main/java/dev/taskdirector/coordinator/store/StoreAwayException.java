package dev.taskdirector.coordinator.store;

/** PostgreSQL does not answer a query; it may later. */
public class StoreAwayException extends RuntimeException {

    public StoreAwayException(Throwable cause) {
        super("PostgreSQL does not answer", cause);
    }
}

package dev.taskdirector.coordinator.store;

/** More queries at once than readers may have; it passes when some of them are answered. */
public class TooManyReadersException extends RuntimeException {

    public TooManyReadersException() {
        super("too many queries at once");
    }
}

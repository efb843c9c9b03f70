package dev.taskdirector.coordinator.runtime;

/**
 * Whether a record is to blame that memory ran out while it was applied. Once, it may have been anybody's: what another
 * partition holds, or a save of the whole state. Again and again at one record, and at no other, it is that one's.
 */
final class Shortages {
    /** So often at one record it is no chance. */
    private static final int MOST = 3;

    private long offset = -1;
    private int count;

    /** Counts one more failure. */
    boolean isToBeTriedAgain(UnappliableRecord failed) {
        if (!(failed.reason() instanceof OutOfMemoryError)) {
            return false;
        }
        count = failed.offset() == offset ? count + 1 : 1;
        offset = failed.offset();
        return count < MOST;
    }
}

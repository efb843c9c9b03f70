package dev.taskdirector.agent;

import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * The session's time: milliseconds in which this agent could have heard something. When a laptop sleeps, a container is
 * frozen, or a reader of the log holds the agent up, nothing is heard, and that is nobody's silence but its own.
 */
final class AwakeTime {

    /** More than this beyond what was waited for is a pause. */
    static final long LATE_MILLIS = 1_000;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final LongSupplier nanos;
    private long lastNanos;
    private long nowMillis;

    /** @param nanos a clock that nobody sets, such as {@code System::nanoTime} */
    AwakeTime(LongSupplier nanos) {
        this.nanos = nanos;
        this.lastNanos = nanos.getAsLong();
    }

    /** The time as of the last reading. */
    long nowMillis() {
        return nowMillis;
    }

    /**
     * Reads the clock after a wait.
     *
     * @param waitMillis how long the wait was to be at most; empty if it had no end
     */
    long after(OptionalLong waitMillis) {
        long passed = Math.max(0, (nanos.getAsLong() - lastNanos) / NANOS_PER_MILLI);
        lastNanos += passed * NANOS_PER_MILLI;
        nowMillis += waitMillis.isPresent() ? Math.min(passed, waitMillis.getAsLong() + LATE_MILLIS) : passed;
        return nowMillis;
    }
}

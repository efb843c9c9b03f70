package dev.taskdirector.coordinator.core;

/**
 * Settings that decide. They are part of the state: all owners of a partition go by the same. Durations are milliseconds,
 * above 0.
 *
 * @param heartbeatMillis how often a peer with nothing new should speak
 * @param sessionTimeoutMillis a session silent for longer is gone
 * @param workLingerMillis how long done work stays done after the last live session that needed it
 * @param maxAttempts attempts at a task before it is failed, 1 to 100
 * @param bounds how much a partition may hold
 * @param defaultTimeoutMillis how long a task may take when its schema doesn't say
 * @param timeoutGraceMillis how long after a task's timeout its lease ends, so that the agent's own timeout comes first
 * @param defaultExpectedMillis how long a task is expected to take when nothing at all is known
 * @param unavailablePauseMillis pause before the next try of an unavailable task; it doubles with each
 * @param unavailablePauseMaxMillis the longest such pause
 * @param maxUnavailable tries in a row that end unavailable before the task is failed
 * @param stragglerPercent how much of its expected time, in hundredths, a task may take before an idle peer may take it
 *     as well
 * @param stragglerMinMillis how long it may take at least
 * @param leadMillis how much work a slot may have, as expected, before tasks are given to it ahead of their turn
 */
public record Settings(
        long heartbeatMillis,
        long sessionTimeoutMillis,
        long workLingerMillis,
        int maxAttempts,
        Bounds bounds,
        long defaultTimeoutMillis,
        long timeoutGraceMillis,
        long defaultExpectedMillis,
        long unavailablePauseMillis,
        long unavailablePauseMaxMillis,
        int maxUnavailable,
        int stragglerPercent,
        long stragglerMinMillis,
        long leadMillis) {

    /**
     * How much a partition may hold; each is above 0. What lingers longest is forgotten early, when there would be more works
     * or planned tasks; joins for which there is no room even so are rejected.
     *
     * @param peers live sessions
     * @param works of all plans, open and lingering
     * @param plannedTasks of all plans: a work that several plans share counts in each
     */
    public record Bounds(int peers, int works, int plannedTasks) {

        /** What holds when nothing is configured. */
        public static final Bounds DEFAULTS = new Bounds(5_000, 500_000, 2_000_000);
    }

    /** What holds when nothing is configured. */
    public static final Settings DEFAULTS = new Settings(
            5_000, 30_000, 600_000, 3, Bounds.DEFAULTS, 14_400_000, 60_000, 60_000, 5_000, 60_000, 5, 200, 10_000, 150);
}

package dev.taskdirector.coordinator.runtime;

/**
 * How often a processor does what, and how much it keeps. None of it decides anything about builds.
 *
 * @param flushMillis between two saves of what changed
 * @param quietMillis without a record before a tick is appended, and between two ticks
 * @param retryMinMillis before the first retry of a store or log that did not answer; it doubles with each
 * @param retryMaxMillis the longest such pause
 * @param parkedMillis between two looks at the skip list of a parked partition
 * @param settingsMillis before settings that did not come back are appended again
 * @param maxUnsavedRows changed rows kept, of which a large one counts as several: half of them under way to the store, and
 *     half gathered meanwhile, above which the whole state is written instead, and what has left it is kept up to that half
 */
public record Pace(
        long flushMillis,
        long quietMillis,
        long retryMinMillis,
        long retryMaxMillis,
        long parkedMillis,
        long settingsMillis,
        int maxUnsavedRows) {

    /** What holds when nothing is configured. */
    public static final Pace DEFAULTS = new Pace(250, 1_000, 250, 5_000, 5_000, 10_000, 200_000);

    /** The pause before the next try, after a number of tries that failed, 1 or more. */
    long pauseAfter(int failures) {
        long pause = retryMinMillis;
        for (int i = 1; i < failures && pause < retryMaxMillis; i++) {
            pause *= 2;
        }
        return Math.min(pause, retryMaxMillis);
    }
}

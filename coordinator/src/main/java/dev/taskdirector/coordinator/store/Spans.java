package dev.taskdirector.coordinator.store;

import java.util.Locale;

/** Durations as people say them. */
final class Spans {

    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;

    private Spans() {}

    /** {@code 250 ms}, {@code 1.2 s}, {@code 45 s}, {@code 1 min 30 s}, {@code 14 min}, {@code 2 h 5 min}; less than nothing is nothing. */
    static String of(long millis) {
        if (millis < SECOND) {
            return Math.max(0, millis) + " ms";
        }
        if (millis < 10 * SECOND) {
            return tenths(Math.round(millis / 100.0));
        }
        long seconds = Math.round(millis / (double) SECOND);
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 600) {
            return pair(seconds / 60, "min", seconds % 60, "s");
        }
        long minutes = Math.round(millis / (double) MINUTE);
        return minutes < 60 ? minutes + " min" : pair(minutes / 60, "h", minutes % 60, "min");
    }

    private static String tenths(long tenths) {
        return tenths % 10 == 0 ? tenths / 10 + " s" : String.format(Locale.ROOT, "%d.%d s", tenths / 10, tenths % 10);
    }

    private static String pair(long large, String unit, long small, String smallUnit) {
        return large + " " + unit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }
}

package dev.taskdirector.agent.log;

import java.time.Duration;
import java.util.Locale;

/** Durations as people say them: {@code 0.4s}, {@code 38s}, {@code 6m04s}, {@code 31m}, {@code 2h05m}. */
public final class Spans {

    private static final long TENTHS_UP_TO_MILLIS = 9_950;

    private Spans() {}

    /** The duration, rounded to what is said of it. */
    public static String say(Duration duration) {
        long millis = Math.max(0, duration.toMillis());
        if (millis < TENTHS_UP_TO_MILLIS) {
            long tenths = (millis + 50) / 100;
            return tenths % 10 == 0
                    ? tenths / 10 + "s"
                    : String.format(Locale.ROOT, "%d.%ds", tenths / 10, tenths % 10);
        }
        long seconds = (millis + 500) / 1000;
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3600) {
            return seconds % 60 == 0 ? seconds / 60 + "m" : minor(seconds / 60, 'm', seconds % 60, 's');
        }
        long minutes = (seconds + 30) / 60;
        return minutes % 60 == 0 ? minutes / 60 + "h" : minor(minutes / 60, 'h', minutes % 60, 'm');
    }

    private static String minor(long big, char bigUnit, long small, char smallUnit) {
        return String.format(Locale.ROOT, "%d%c%02d%c", big, bigUnit, small, smallUnit);
    }
}

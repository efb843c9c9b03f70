package dev.taskdirector.agent.session;

import java.time.Duration;
import java.util.Optional;

/**
 * How long a command takes before it comes to its targets: learnt from commands of which much is expected, and of which
 * little is, by least squares. Who counted it to the tasks would think each the longer the fewer are started together, and
 * soon none would be short enough for that.
 */
final class StartTime {

    /** So many commands with several tasks and with one tell it. */
    static final int ENOUGH = 3;

    private int many;
    private int ones;
    private long count;
    private double sumX;
    private double sumY;
    private double sumXx;
    private double sumXy;
    private double shortest = Double.MAX_VALUE;

    /** How many commands for several tasks have been measured. */
    int many() {
        return many;
    }

    /** How many commands for one task have been measured. */
    int ones() {
        return ones;
    }

    /** Learns from a command that built all that it was started for. */
    void add(int tasks, Duration expected, Duration took) {
        if (tasks > 1) {
            many++;
        } else {
            ones++;
        }
        double x = expected.toMillis();
        double y = took.toMillis();
        count++;
        sumX += x;
        sumY += y;
        sumXx += x * x;
        sumXy += x * y;
        shortest = Math.min(shortest, y);
    }

    /** Empty until there is enough to tell it. Never more than the shortest command took. */
    Optional<Duration> known() {
        double spread = count * sumXx - sumX * sumX;
        if (many < ENOUGH || ones < ENOUGH || spread <= 0) {
            return Optional.empty();
        }
        double perExpected = Math.max(0, (count * sumXy - sumX * sumY) / spread);
        double start = (sumY - perExpected * sumX) / count;
        return Optional.of(Duration.ofMillis(Math.round(Math.min(shortest, Math.max(0, start)))));
    }
}

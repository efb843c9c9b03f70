package dev.taskdirector.coordinator.kafka;

import dev.taskdirector.coordinator.runtime.Counted;
import dev.taskdirector.coordinator.runtime.Tally;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Tells time, again and again, whatever comes of it: an executor would never call again what has thrown once. */
final class Clockwork implements Runnable {
    private final Runnable step;
    private final Tally tally;
    private final Consumer<String> log;
    private boolean hasFailed;
    private volatile long lastStep = System.nanoTime();

    /**
     * A clock that has just been wound up.
     *
     * @param log hears the first failure of a row
     */
    Clockwork(Runnable step, Tally tally, Consumer<String> log) {
        this.step = step;
        this.tally = tally;
        this.log = log;
    }

    @Override
    public void run() {
        try {
            step.run();
            lastStep = System.nanoTime();
            hasFailed = false;
        } catch (RuntimeException | Error e) {
            tally.add(Counted.FAILED_STEPS, 1);
            if (!hasFailed) {
                log.accept("partitions were not told the time, and will be again in a moment: " + e);
            }
            hasFailed = true;
        }
    }

    /** How long ago a step last ended well. */
    long silentSeconds() {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - lastStep);
    }
}

package dev.taskdirector.agent.cli;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Leads a wish to stop to what runs just now. What takes over after it hears of it at once. The second wish ends what
 * runs without further grace: some CI systems ask twice and then kill, and whoever is killed leaves its commands behind.
 */
final class StopSwitch implements StopListener {

    private final Consumer<String> log;
    private Target now;
    private Optional<Integer> heard = Optional.empty();

    /**
     * What can be stopped.
     *
     * @param stop takes the exit code
     * @param kill ends commands without further grace
     */
    record Target(IntConsumer stop, Runnable kill) {}

    StopSwitch(Target now, Consumer<String> log) {
        this.now = now;
        this.log = log;
    }

    @Override
    public synchronized void stop(int exitCode, String why) {
        boolean isAgain = heard.isPresent();
        log.accept(why + (isAgain ? "; killing what still runs" : "; leaving, and stopping what runs"));
        heard = Optional.of(exitCode);
        if (isAgain) {
            now.kill().run();
        }
        now.stop().accept(exitCode);
    }

    @Override
    public synchronized void abandon(int exitCode, String why) {
        if (heard.isEmpty()) {
            stop(exitCode, why);
        }
    }

    synchronized void turnTo(Target other) {
        now = other;
        heard.ifPresent(other.stop()::accept);
    }
}

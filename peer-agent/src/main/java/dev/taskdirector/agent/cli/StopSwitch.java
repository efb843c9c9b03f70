package dev.taskdirector.agent.cli;

import java.util.Optional;
import java.util.function.IntConsumer;

/** Leads a signal to what runs just now. What takes over after a signal hears of it at once. */
final class StopSwitch {

    private IntConsumer now;
    private Optional<Integer> heard = Optional.empty();

    StopSwitch(IntConsumer now) {
        this.now = now;
    }

    synchronized void stop(int exitCode) {
        heard = Optional.of(exitCode);
        now.accept(exitCode);
    }

    synchronized void turnTo(IntConsumer other) {
        now = other;
        heard.ifPresent(other::accept);
    }
}

package dev.taskdirector.agent.kafka;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * How long nothing that was sent has been answered. What is borne doubles each time that it was too long, until the next
 * answer: a producer that is given up because its thread is dead leaves its connection behind.
 */
final class Silence {

    private final Duration least;
    private final LongSupplier nanos;
    private Duration most;
    private Optional<Long> sinceNanos = Optional.empty();

    Silence(Duration least, LongSupplier nanos) {
        this.least = least;
        this.nanos = nanos;
        this.most = least;
    }

    /** Something is sent. */
    synchronized void begin() {
        sinceNanos = sinceNanos.or(() -> Optional.of(nanos.getAsLong()));
    }

    synchronized void end() {
        sinceNanos = Optional.empty();
        most = least;
    }

    /** Whether it was too long; if so, it begins anew with what is sent next. */
    synchronized boolean isTooLong() {
        boolean isTooLong = sinceNanos
                .filter(since -> nanos.getAsLong() - since > most.toNanos())
                .isPresent();
        if (isTooLong) {
            sinceNanos = Optional.empty();
            most = most.multipliedBy(2);
        }
        return isTooLong;
    }
}

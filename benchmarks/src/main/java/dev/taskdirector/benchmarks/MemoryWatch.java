package dev.taskdirector.benchmarks;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Looks now and then at what a coordinator has in memory, and keeps the highest of each: what is full may be empty later. */
final class MemoryWatch implements AutoCloseable {

    private final URI coordinator;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "memory-watch"));
    private final ScheduledFuture<?> looks;

    /** Only the clock's thread knows it. */
    private Optional<MemoryUse> highest = Optional.empty();

    /**
     * It begins at once.
     *
     * @param pause between two looks
     */
    MemoryWatch(URI coordinator, Duration pause) {
        this.coordinator = coordinator;
        this.looks = clock.scheduleWithFixedDelay(this::lookQuietly, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Looks once more; gives the highest of each so far. Throws if a look has failed, for with it a peak may be missing. */
    MemoryUse highest() throws InterruptedException {
        try {
            if (looks.isDone()) {
                looks.get();
            }
            return clock.submit(this::look).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    Objects.requireNonNullElse(e.getCause(), e).getMessage(), e);
        }
    }

    private MemoryUse look() throws InterruptedException {
        MemoryUse seen = MemoryUse.of(coordinator);
        MemoryUse most = highest.map(seen::orHigher).orElse(seen);
        highest = Optional.of(most);
        return most;
    }

    private void lookQuietly() {
        try {
            look();
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}

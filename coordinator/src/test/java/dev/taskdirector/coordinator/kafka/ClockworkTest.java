package dev.taskdirector.coordinator.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.coordinator.fakes.FakeTally;
import dev.taskdirector.coordinator.runtime.Counted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ClockworkTest {

    @Test
    void whatFailsOnceIsDoneAgainLoggedOnceAndCounted() {
        AtomicInteger steps = new AtomicInteger();
        List<String> log = new ArrayList<>();
        FakeTally tally = new FakeTally();
        Clockwork clockwork = new Clockwork(
                () -> {
                    if (steps.incrementAndGet() <= 2) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                },
                tally,
                log::add);
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        clock.scheduleWithFixedDelay(clockwork, 0, 1, TimeUnit.MILLISECONDS);

        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> steps.get() >= 5);
        clock.shutdownNow();

        assertThat(log)
                .containsExactly("partitions were not told the time, and will be again in a moment:"
                        + " java.lang.OutOfMemoryError: unable to create native thread");
        assertThat(tally.of(Counted.FAILED_STEPS)).isEqualTo(2);
    }
}

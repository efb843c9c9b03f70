package dev.taskdirector.coordinator.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StartWaitTest {
    private final List<String> said = new ArrayList<>();

    private StartWait upTo(Duration limit) {
        return new StartWait(limit, said::add);
    }

    @Test
    void aServerThatIsThereIsNotSpokenOf() {
        upTo(Duration.ZERO).until("PostgreSQL at db", "start it", Optional::empty);

        assertThat(said).isEmpty();
    }

    @Test
    void aServerThatIsAwayIsWaitedForAndNamedOnceInAWhile() {
        Deque<Optional<String>> answers =
                new ArrayDeque<>(List.of(Optional.of("refused.\n"), Optional.of("starting up"), Optional.empty()));

        upTo(Duration.ofMinutes(1)).until("PostgreSQL at db", "start it", answers::remove);

        assertThat(answers).isEmpty();
        assertThat(said).containsExactly("waiting, since PostgreSQL at db does not answer: refused; start it");
    }

    @Test
    void afterTheLimitTheStartIsRefusedWithTheSameSentence() {
        assertThatThrownBy(
                        () -> upTo(Duration.ZERO).until("Kafka at broker:9092", "start it", () -> Optional.of("away")))
                .isInstanceOf(RefusalException.class)
                .hasMessage("Kafka at broker:9092 does not answer: away; start it");
    }

    @Test
    void whoIsInterruptedWaitsNoLonger() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> upTo(Duration.ofMinutes(1))
                        .until("Kafka at broker:9092", "start it", () -> Optional.of("away")))
                .isInstanceOf(RefusalException.class)
                .hasMessage("interrupted while waiting for Kafka at broker:9092");
        assertThat(Thread.interrupted()).isTrue();
    }
}

package dev.taskdirector.agent.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BatchingTest {

    private static List<Duration> millis(Integer... all) {
        return Stream.of(all).map(Duration::ofMillis).toList();
    }

    @Test
    void theTimeIsDividedAsItWasExpected() {
        assertThat(Batching.shares(Duration.ofMillis(804), millis(100, 300, 0))).isEqualTo(millis(200, 601, 3));
    }

    private static Holdings.Held waiting(String task, Optional<String> lease, int millis) {
        return new Holdings.Held(Peer.task(task), lease, Duration.ofMillis(millis), false);
    }

    private static List<String> startedFirst(Holdings.Held... waiting) {
        return new Batching(true)
                .first(List.of(waiting), 1).stream().map(Holdings.Held::name).toList();
    }

    @Test
    void whatHasNoLeaseOrIsNotShortIsPassedOver() {
        Holdings.Held leased = waiting("leased", Optional.of("l.1"), 100);
        Holdings.Held other = waiting("other", Optional.of("l.2"), 100);
        Holdings.Held unleased = waiting("unleased", Optional.empty(), 100);
        Holdings.Held aSecond = waiting("second", Optional.of("l.3"), 1_000);
        assertThat(startedFirst(leased, unleased, aSecond, other)).containsExactly("leased", "other");
        assertThat(startedFirst(unleased, leased, other)).containsExactly("unleased");
        assertThat(startedFirst(aSecond, leased, other)).containsExactly("second");
    }

    @Test
    void nothingIsExpectedToTakeLessThanAMillisecond() {
        Holdings.Held[] many = IntStream.range(0, 1_100)
                .mapToObj(i -> waiting("t" + i, Optional.of("l." + i), 0))
                .toArray(Holdings.Held[]::new);
        assertThat(startedFirst(many)).hasSize(1_000);
    }

    @Property
    void eachHasAMillisecondAtLeastAndTheSumIsWhatAllTook(
            @ForAll @Size(min = 2, max = 40) List<@IntRange(max = 999) Integer> expected,
            @ForAll @IntRange(max = 100_000) int took) {
        List<Duration> shares = Batching.shares(
                Duration.ofMillis(took),
                expected.stream().map(Duration::ofMillis).toList());
        assertThat(shares).hasSameSizeAs(expected).allMatch(share -> share.toMillis() >= 1);
        assertThat(shares.stream().mapToLong(Duration::toMillis).sum()).isEqualTo(Math.max(took, expected.size()));
    }
}

package dev.taskdirector.agent.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
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

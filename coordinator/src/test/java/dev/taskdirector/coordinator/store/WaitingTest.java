package dev.taskdirector.coordinator.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WaitingTest {

    private static final List<String> NONE = List.of();
    private static final long NOON = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();

    private static String needs(boolean skipped, String... needs) {
        return new Waiting(skipped, List.of(needs), false, Optional.empty(), NONE, NONE).sentence();
    }

    @Test
    void forNeedsThatAreNotDone() {
        assertThat(needs(false, "a")).isEqualTo("waits for a, which it needs");
        assertThat(needs(false, "a", "b")).isEqualTo("waits for a and b, which it needs");
        assertThat(needs(false, "a", "b", "c")).isEqualTo("waits for a, b and c, which it needs");
        assertThat(needs(false, "a", "b", "c", "d")).isEqualTo("waits for a, b, c and d, which it needs");
        assertThat(needs(false, "a", "b", "c", "d", "e")).isEqualTo("waits for a, b, c and 2 more, which it needs");
    }

    @Test
    void forNothingAnyMore() {
        assertThat(needs(true, "a")).isEqualTo("skipped, since it needs a, and nobody builds that");
        assertThat(needs(true, "a", "b")).isEqualTo("skipped, since it needs a and b, and nobody builds them");
        assertThat(needs(true)).isEqualTo("skipped, since it needs something, and nobody builds that");
        assertThat(new Waiting(false, List.of("a"), true, Optional.empty(), NONE, NONE).sentence())
                .isEqualTo("not built before the run ended");
    }

    @Test
    void forTheEndOfAPause() {
        WaitView view = new Waiting(false, NONE, false, Optional.of(NOON), List.of("r1", "r2"), NONE).view();
        assertThat(view)
                .isEqualTo(new WaitView(
                        "could not be tried at r1 and r2; tried again from 12:00:00 on",
                        NONE,
                        0,
                        Optional.of(Instant.ofEpochMilli(NOON))));
    }

    @Test
    void forAFreePeer() {
        assertThat(needs(false)).isEqualTo("ready, waits for a free peer");
        assertThat(new Waiting(false, NONE, false, Optional.empty(), NONE, List.of("r1")).sentence())
                .isEqualTo("ready, waits for a free peer other than r1, where it has failed");
    }

    @Test
    void ofManyNeedsAHundredAreNamedAndAllAreCounted() {
        List<String> many = IntStream.range(0, 101).mapToObj(i -> "t" + i).toList();
        WaitView view = new Waiting(false, many, false, Optional.empty(), NONE, NONE).view();
        assertThat(view.needs()).isEqualTo(many.subList(0, 100));
        assertThat(view.needCount()).isEqualTo(101);
    }
}

package dev.taskdirector.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class AwakeTimeTest {

    private long nanos = Long.MAX_VALUE - 1_000_000;
    private final AwakeTime time = new AwakeTime(() -> nanos);

    private void pass(long millis) {
        nanos += millis * 1_000_000;
    }

    @Test
    void whatWasWaitedForCountsAndSoDoesBeingALittleLate() {
        pass(5_000);
        assertThat(time.after(OptionalLong.of(5_000))).isEqualTo(5_000);
        pass(5_900);
        assertThat(time.after(OptionalLong.of(5_000))).isEqualTo(10_900);
        assertThat(time.nowMillis()).isEqualTo(10_900);
    }

    @Test
    void aPauseOfTheAgentItselfDoesNotCount() {
        pass(3_600_000);
        assertThat(time.after(OptionalLong.of(5_000))).isEqualTo(5_000 + AwakeTime.LATE_MILLIS);
        pass(40_000);
        assertThat(time.after(OptionalLong.of(0))).isEqualTo(5_000 + 2 * AwakeTime.LATE_MILLIS);
    }

    @Test
    void aWaitWithoutAnEndCountsWhole() {
        pass(3_600_000);
        assertThat(time.after(OptionalLong.empty())).isEqualTo(3_600_000);
    }

    @Test
    void aClockThatGoesBackIsNotFollowed() {
        pass(-50_000);
        assertThat(time.after(OptionalLong.of(5_000))).isZero();
        pass(50_001);
        assertThat(time.after(OptionalLong.of(5_000))).isEqualTo(1);
    }

    @Test
    void partsOfMillisecondsAddUp() {
        for (int i = 0; i < 10; i++) {
            nanos += 100_000;
            time.after(OptionalLong.of(5_000));
        }
        assertThat(time.nowMillis()).isEqualTo(1);
    }
}

package dev.taskdirector.agent.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SilenceTest {

    private long nanos = Long.MAX_VALUE - 1;
    private final Silence silence = new Silence(Duration.ofSeconds(30), () -> nanos);

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    @Test
    void itBeginsWithWhatIsSentAndEndsWithAnAnswer() {
        pass(Duration.ofHours(1));
        assertThat(silence.isTooLong()).isFalse();
        silence.begin();
        pass(Duration.ofSeconds(30));
        silence.begin();
        assertThat(silence.isTooLong()).isFalse();
        silence.end();
        pass(Duration.ofHours(1));
        assertThat(silence.isTooLong()).isFalse();
    }

    @Test
    void twiceAsMuchIsBorneEachTimeUntilThereIsAnAnswer() {
        assertThat(isTooLongAfter(31)).isTrue();
        assertThat(isTooLongAfter(60)).isFalse();
        assertThat(isTooLongAfter(1)).isTrue();
        assertThat(isTooLongAfter(120)).isFalse();
        silence.end();
        assertThat(isTooLongAfter(31)).isTrue();
    }

    private boolean isTooLongAfter(long seconds) {
        silence.begin();
        pass(Duration.ofSeconds(seconds));
        return silence.isTooLong();
    }
}

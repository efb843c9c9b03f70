package dev.taskdirector.coordinator.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is on its way to other partitions is bounded, in number and in bytes; its senders speak again. */
class MisroutedTest {
    private final ProcessorStage stage = new ProcessorStage(3);
    private final Misrouted misrouted = new Misrouted(stage.ports());

    @Test
    void ofMoreThanAThousandTheEldestAreLeftOut() {
        for (int i = 0; i < 1_005; i++) {
            misrouted.add(record(i, 1), 2);
        }
        misrouted.forward();

        assertThat(stage.log.from(2, 0)).hasSize(1_000);
        assertThat(stage.log.from(2, 0).get(0).headers())
                .extracting(RecordHeader::text)
                .containsExactly("0-5");
    }

    @Test
    void ofMoreThanSixteenMebibytesTheEldestAreLeftOut() {
        for (int i = 0; i < 4; i++) {
            misrouted.add(record(i, 6 << 20), 2);
        }
        misrouted.forward();

        assertThat(stage.log.from(2, 0)).hasSize(2);
    }

    @Test
    void oneThatIsLargeGoesAlone() {
        misrouted.add(record(0, 1), 2);
        misrouted.add(record(1, 20 << 20), 2);
        misrouted.forward();

        assertThat(stage.log.from(2, 0)).hasSize(1);
        assertThat(stage.tally.of(Counted.FORWARDED)).isEqualTo(1);
    }

    private static LogRecord record(long offset, int bytes) {
        return new LogRecord(0, offset, 1_000_000, "c".getBytes(StandardCharsets.UTF_8), new byte[bytes], List.of());
    }
}

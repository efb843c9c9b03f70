package dev.taskdirector.coordinator.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.coordinator.runtime.LogReader.Bounds;
import dev.taskdirector.coordinator.runtime.LogReader.Chunk;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every reader of the log keeps; the same tests for the stand-in and for the real one. */
public abstract class LogReaderContract {
    /** The partition that tests write and read. */
    protected static final int PARTITION = 1;

    /** A reader of an empty log with two partitions, the same one in each call of a test. */
    protected abstract LogReader reader();

    /** Appends records with this value and waits until they can be read. */
    protected abstract void append(String... values);

    /** Deletes all records below an offset. */
    protected abstract void trim(long newStart);

    /** Deletes the log and makes it again. */
    protected abstract void recreate();

    private Bounds.Known bounds() {
        return (Bounds.Known) reader().bounds(PARTITION);
    }

    private List<LogRecord> readAll(long from, long upTo) {
        List<LogRecord> all = new ArrayList<>();
        for (long next = from; next < upTo; ) {
            Chunk chunk = reader().read(PARTITION, next, upTo);
            assertThat(chunk).isInstanceOf(Chunk.Records.class);
            Chunk.Records records = (Chunk.Records) chunk;
            assertThat(records.next()).isGreaterThan(next).isLessThanOrEqualTo(upTo);
            all.addAll(records.records());
            next = records.next();
        }
        return all;
    }

    private static List<String> values(List<LogRecord> records) {
        return records.stream()
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void anEmptyLogBeginsAndEndsAtZero() {
        assertThat(bounds().start()).isZero();
        assertThat(bounds().end()).isZero();
        assertThat(bounds().partitions()).isEqualTo(2);
        assertThat(bounds().topicId()).isNotEmpty();
    }

    @Test
    void recordsAreReadInOrderWithTheirOffsets() {
        append("a", "b", "c");

        List<LogRecord> records = readAll(0, 3);

        assertThat(values(records)).containsExactly("a", "b", "c");
        assertThat(records).extracting(LogRecord::offset).containsExactly(0L, 1L, 2L);
        assertThat(records).extracting(LogRecord::partition).containsOnly(PARTITION);
        assertThat(bounds().end()).isEqualTo(3);
    }

    @Test
    void readingEndsBeforeTheGivenOffset() {
        append("a", "b", "c", "d");

        assertThat(values(readAll(1, 3))).containsExactly("b", "c");
    }

    @Test
    void readingGoesBackAndForth() {
        append("a", "b", "c");

        readAll(2, 3);

        assertThat(values(readAll(0, 2))).containsExactly("a", "b");
        assertThat(values(readAll(2, 3))).containsExactly("c");
    }

    @Test
    void manyRecordsAreReadInSomeCalls() {
        String[] values = new String[2_500];
        for (int i = 0; i < values.length; i++) {
            values[i] = "value-" + i;
        }
        append(values);

        assertThat(values(readAll(0, 2_500))).containsExactly(values);
    }

    @Test
    void beyondTheEndThereIsNothing() {
        append("a");

        assertThat(reader().read(PARTITION, 1, 5)).isEqualTo(new Chunk.OutOfRange());
        assertThat(reader().read(PARTITION, 7, 9)).isEqualTo(new Chunk.OutOfRange());
    }

    @Test
    void belowTheStartThereIsNothing() {
        append("a", "b", "c");
        trim(2);

        assertThat(bounds().start()).isEqualTo(2);
        assertThat(reader().read(PARTITION, 0, 3)).isEqualTo(new Chunk.OutOfRange());
        assertThat(values(readAll(2, 3))).containsExactly("c");
    }

    @Test
    void aLogThatWasMadeAgainHasAnotherId() {
        append("a");
        Bounds.Known before = bounds();

        recreate();

        assertThat(bounds().topicId()).isNotEqualTo(before.topicId());
        assertThat(bounds().end()).isZero();
    }
}

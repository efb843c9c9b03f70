package dev.taskdirector.coordinator.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.coordinator.fakes.FakeTally;
import dev.taskdirector.coordinator.runtime.Counted;
import dev.taskdirector.coordinator.runtime.LogReader;
import dev.taskdirector.coordinator.runtime.LogReaderContract;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KafkaLogReaderTest extends LogReaderContract {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private final TestBroker broker = TestBroker.INSTANCE;
    private final String topic = "reader-" + COUNT.incrementAndGet();
    private final FakeTally tally = new FakeTally();
    private final KafkaLogReader reader = new KafkaLogReader(broker.clients::reader, broker.admin, topic, tally);

    @BeforeEach
    void createTopic() {
        broker.get(broker.admin
                .createTopics(List.of(new NewTopic(topic, Optional.of(2), Optional.of((short) 1))))
                .all());
    }

    @AfterEach
    void close() {
        reader.close();
    }

    @Override
    protected LogReader reader() {
        return reader;
    }

    @Override
    protected void append(String... values) {
        try (Producer<byte[], byte[]> producer = broker.clients.bulk()) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(topic, PARTITION, null, TestBroker.bytes(value)));
            }
        }
    }

    @Override
    protected void trim(long newStart) {
        broker.get(broker.admin
                .deleteRecords(Map.of(new TopicPartition(topic, PARTITION), RecordsToDelete.beforeOffset(newStart)))
                .all());
    }

    @Override
    protected void recreate() {
        broker.get(broker.admin.deleteTopics(List.of(topic)).all());
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> !broker.get(broker.admin.listTopics().names()).contains(topic));
        createTopic();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> reader.bounds(PARTITION) instanceof LogReader.Bounds.Known);
    }

    @Test
    void aTopicThatIsNotThereIsNoEmptyOne() {
        KafkaLogReader lost = new KafkaLogReader(broker.clients::reader, broker.admin, "no-such-topic", tally);

        assertThat(lost.bounds(0)).isInstanceOf(LogReader.Bounds.Unavailable.class);
        lost.close();
    }

    @Test
    void theEndsOfTransactionsAreHolesThatReadingPasses() {
        append("a");
        try (Producer<byte[], byte[]> transactional = broker.transactional(topic + "-tx")) {
            transactional.beginTransaction();
            transactional.send(new ProducerRecord<>(topic, PARTITION, null, TestBroker.bytes("b")));
            transactional.commitTransaction();
        }
        // the broker writes the marker after it has answered
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> reader.bounds(PARTITION) instanceof LogReader.Bounds.Known bounds && bounds.end() == 3);

        assertThat(reader.read(PARTITION, 2, 3)).isEqualTo(new LogReader.Chunk.Records(List.of(), 3));
    }

    @Test
    void recordsThatAreTooLargeTogetherAreReadOneByOneAndOneThatIsTooLargeAloneIsLeftOut() {
        String fits = "x".repeat(400);
        append(fits, fits, fits, "y".repeat(2_000), fits, fits);
        List<Integer> opened = new ArrayList<>();
        KafkaLogReader narrow = new KafkaLogReader(
                most -> {
                    opened.add(most);
                    return NarrowConsumer.over(broker.clients.reader(most), 1_000);
                },
                broker.admin,
                topic,
                tally);

        List<Long> offsets = new ArrayList<>();
        for (long next = 0; next < 6; ) {
            LogReader.Chunk.Records chunk = (LogReader.Chunk.Records) narrow.read(PARTITION, next, 6);
            chunk.records().forEach(record -> offsets.add(record.offset()));
            next = chunk.next();
        }
        narrow.close();

        assertThat(offsets).containsExactly(0L, 1L, 2L, 4L, 5L);
        assertThat(tally.of(Counted.UNREADABLE)).isEqualTo(1);
        assertThat(opened).as("once for the heap, once for the record").containsExactly(10, 1, 1);
    }

    @Test
    void behindRecordsThatAreTooLargeTogetherItReadsManyAtATimeAgain() {
        String fits = "x".repeat(400);
        append(fits, fits, fits, "a", "b");
        List<Integer> opened = new ArrayList<>();
        KafkaLogReader narrow = new KafkaLogReader(
                most -> {
                    opened.add(most);
                    return NarrowConsumer.over(broker.clients.reader(most), 1_000);
                },
                broker.admin,
                topic,
                tally);

        assertThat(narrow.read(PARTITION, 0, 3)).isInstanceOf(LogReader.Chunk.Records.class);
        assertThat(narrow.read(PARTITION, 3, 5)).isInstanceOf(LogReader.Chunk.Records.class);
        narrow.close();

        assertThat(opened).containsExactly(10, 1, 10);
    }
}

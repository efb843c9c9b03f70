package dev.taskdirector.coordinator.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.coordinator.fakes.FakeTally;
import dev.taskdirector.coordinator.runtime.Counted;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** What counts as under way, and what has no room any more. */
class BoundedProducerTest {

    private final FakeTally tally = new FakeTally();
    private final MockProducer<byte[], byte[]> stalled = new MockProducer<>(
            false, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());

    @Test
    void whatWasRefusedDoesNotCountAsRoom() {
        BoundedProducer bounded = new BoundedProducer(stalled, 2, 100, tally);
        bounded.send(sized(1));
        bounded.send(sized(1));
        bounded.send(sized(10_000));
        stalled.completeNext();
        stalled.completeNext();

        bounded.send(sized(200));
        bounded.send(sized(1));

        assertThat(stalled.history())
                .extracting(record -> record.value().length)
                .containsExactly(1, 1, 200);
        assertThat(tally.of(Counted.PUBLISH_FAILURES)).isEqualTo(2);
    }

    @Test
    void keysAndHeadersTakeRoomToo() {
        BoundedProducer bounded = new BoundedProducer(stalled, 10, 100, tally);
        ProducerRecord<byte[], byte[]> first = new ProducerRecord<>("some-topic", 0, new byte[60], new byte[1]);
        first.headers().add("name", new byte[36]).add("none", null);
        bounded.send(first);
        assertThat(bounded.bytesUnderWay()).isEqualTo(105);

        bounded.send(sized(1));

        assertThat(stalled.history()).hasSize(1);
        stalled.completeNext();
        assertThat(bounded.bytesUnderWay()).isZero();
    }

    private static ProducerRecord<byte[], byte[]> sized(int bytes) {
        return new ProducerRecord<>("some-topic", 0, TestBroker.bytes("k"), new byte[bytes]);
    }
}

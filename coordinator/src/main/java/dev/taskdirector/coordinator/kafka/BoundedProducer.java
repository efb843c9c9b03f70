package dev.taskdirector.coordinator.kafka;

import dev.taskdirector.coordinator.runtime.Counted;
import dev.taskdirector.coordinator.runtime.Tally;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * A producer that never keeps its caller waiting for room: with too much under way a record is not sent. What fails is
 * counted and forgotten.
 */
final class BoundedProducer implements AutoCloseable {
    private final Producer<byte[], byte[]> producer;
    private final int maxRecords;
    private final long maxBytes;
    private final Tally tally;
    private final AtomicInteger records = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    BoundedProducer(Producer<byte[], byte[]> producer, int maxRecords, long maxBytes, Tally tally) {
        this.producer = producer;
        this.maxRecords = maxRecords;
        this.maxBytes = maxBytes;
        this.tally = tally;
    }

    void send(ProducerRecord<byte[], byte[]> record) {
        send(record, () -> {});
    }

    /**
     * Sends a record if there is room.
     *
     * @param onFailure runs if the broker did not take it; not if there was no room
     */
    void send(ProducerRecord<byte[], byte[]> record, Runnable onFailure) {
        int size = record.value().length;
        if (records.incrementAndGet() > maxRecords || bytes.addAndGet(size) > maxBytes + size) {
            // the second condition lets a single large record through
            release(size);
            return;
        }
        try {
            producer.send(record, (metadata, failure) -> {
                records.decrementAndGet();
                bytes.addAndGet(-size);
                if (failure != null) {
                    tally.add(Counted.PUBLISH_FAILURES, 1);
                    onFailure.run();
                }
            });
        } catch (KafkaException | IllegalStateException e) {
            release(size);
            onFailure.run();
        }
    }

    private void release(int size) {
        records.decrementAndGet();
        bytes.addAndGet(-size);
        tally.add(Counted.PUBLISH_FAILURES, 1);
    }

    /** Looks a topic up, so that the next send to it does not have to. Blocks for a second at most. */
    boolean lookUp(String topic) {
        try {
            return !producer.partitionsFor(topic).isEmpty();
        } catch (KafkaException e) {
            return false;
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}

package dev.taskdirector.coordinator.kafka;

import dev.taskdirector.coordinator.runtime.Counted;
import dev.taskdirector.coordinator.runtime.RecordHeader;
import dev.taskdirector.coordinator.runtime.Tally;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;

/**
 * A producer that never keeps its caller waiting for room: with too much under way a record is not sent. A topic that could
 * not be looked up is left alone for a while, since each send to it would wait for it. What fails is counted and forgotten.
 */
final class BoundedProducer implements AutoCloseable {
    private static final long LEFT_ALONE_NANOS = Duration.ofSeconds(5).toNanos();
    private static final int MOST_LEFT_ALONE = 10_000;

    private final Producer<byte[], byte[]> producer;
    private final int maxRecords;
    private final long maxBytes;
    private final Tally tally;
    private final AtomicInteger records = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    /** Topics that could not be looked up, and when. */
    private final Map<String, Long> leftAlone = new ConcurrentHashMap<>();

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
        int size = sizeOf(record);
        boolean isRoom = records.incrementAndGet() <= maxRecords;
        // what is under way counts without the record itself, so that a single large one goes through
        isRoom &= bytes.getAndAdd(size) <= maxBytes;
        if (!isRoom) {
            release(size);
        } else if (isLeftAlone(record.topic())) {
            release(size);
            onFailure.run();
        } else {
            sendNow(record, onFailure);
        }
    }

    private void sendNow(ProducerRecord<byte[], byte[]> record, Runnable onFailure) {
        int size = sizeOf(record);
        Thread caller = Thread.currentThread();
        try {
            producer.send(record, (metadata, failure) -> {
                records.decrementAndGet();
                bytes.addAndGet(-size);
                if (failure != null) {
                    tally.add(Counted.PUBLISH_FAILURES, 1);
                    // only what fails before it is under way fails on the caller's thread: the look-up kept it waiting
                    if (Thread.currentThread() == caller && isLookUp(failure)) {
                        leaveAlone(record.topic());
                    }
                    onFailure.run();
                }
            });
        } catch (KafkaException | IllegalStateException e) {
            release(size);
            onFailure.run();
        }
    }

    /** With its key and headers, which may come from others as well. */
    private static int sizeOf(ProducerRecord<byte[], byte[]> record) {
        int size = record.value().length + (record.key() == null ? 0 : record.key().length);
        for (Header header : record.headers()) {
            byte[] value = header.value();
            size += new RecordHeader(header.key(), value == null ? new byte[0] : value).size();
        }
        return size;
    }

    private static boolean isLookUp(Exception failure) {
        return failure instanceof TimeoutException && !(failure instanceof BufferExhaustedException);
    }

    private void leaveAlone(String topic) {
        if (leftAlone.size() >= MOST_LEFT_ALONE) {
            leftAlone.clear();
        }
        leftAlone.put(topic, System.nanoTime());
    }

    private boolean isLeftAlone(String topic) {
        Long since = leftAlone.get(topic);
        if (since == null) {
            return false;
        }
        if (System.nanoTime() - since < LEFT_ALONE_NANOS) {
            return true;
        }
        leftAlone.remove(topic, since);
        return false;
    }

    int recordsUnderWay() {
        return records.get();
    }

    long bytesUnderWay() {
        return bytes.get();
    }

    private void release(int size) {
        records.decrementAndGet();
        bytes.addAndGet(-size);
        tally.add(Counted.PUBLISH_FAILURES, 1);
    }

    /** Looks a topic up, so that the next send to it does not have to. Blocks for a second at most. */
    boolean lookUp(String topic) {
        try {
            boolean isThere = !producer.partitionsFor(topic).isEmpty();
            leftAlone.remove(topic);
            return isThere;
        } catch (KafkaException e) {
            return false;
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}

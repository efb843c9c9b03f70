package dev.taskdirector.coordinator.kafka;

import dev.taskdirector.coordinator.runtime.Counted;
import dev.taskdirector.coordinator.runtime.LogReader;
import dev.taskdirector.coordinator.runtime.LogRecord;
import dev.taskdirector.coordinator.runtime.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Reads the status topic with a consumer for each partition, opened when it is first needed. Calls about one partition must
 * not overlap.
 */
final class KafkaLogReader implements LogReader, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(KafkaLogReader.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private final BrokerClients clients;
    private final Admin admin;
    private final String topic;
    private final Tally tally;
    private final Map<Integer, Consumer<byte[], byte[]>> consumers = new ConcurrentHashMap<>();

    KafkaLogReader(BrokerClients clients, Admin admin, String topic, Tally tally) {
        this.clients = clients;
        this.admin = admin;
        this.topic = topic;
        this.tally = tally;
    }

    @Override
    public Bounds bounds(int partition) {
        try {
            TopicDescription description = admin.describeTopics(List.of(topic))
                    .topicNameValues()
                    .getOrDefault(topic, org.apache.kafka.common.KafkaFuture.completedFuture(null))
                    .get(ANSWER.toSeconds(), TimeUnit.SECONDS);
            TopicPartition where = new TopicPartition(topic, partition);
            Consumer<byte[], byte[]> consumer = consumer(where);
            return new Bounds.Known(
                    description.topicId().toString(),
                    description.partitions().size(),
                    offset(consumer.beginningOffsets(List.of(where), ANSWER), where),
                    offset(consumer.endOffsets(List.of(where), ANSWER), where));
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            return new Bounds.Unavailable(said(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Bounds.Unavailable("interrupted");
        }
    }

    @Override
    public Chunk read(int partition, long from, long upTo) {
        TopicPartition where = new TopicPartition(topic, partition);
        try {
            Consumer<byte[], byte[]> consumer = consumer(where);
            if (consumer.position(where, ANSWER) != from) {
                consumer.seek(where, from);
            }
            return read(consumer, where, from, upTo);
        } catch (OffsetOutOfRangeException e) {
            return new Chunk.OutOfRange();
        } catch (OutOfMemoryError e) {
            return carefully(where, from, upTo);
        } catch (KafkaException e) {
            return Unreadable.isSaidBy(e) ? carefully(where, from, upTo) : new Chunk.Unavailable(said(e));
        }
    }

    /** A record alone: one that can't be read says nothing, here or to any other coordinator, and is left out. */
    private Chunk carefully(TopicPartition where, long from, long upTo) {
        forget(where.partition());
        try (Consumer<byte[], byte[]> consumer = clients.carefulReader()) {
            consumer.assign(List.of(where));
            consumer.seek(where, from);
            return read(consumer, where, from, upTo);
        } catch (OffsetOutOfRangeException e) {
            return new Chunk.OutOfRange();
        } catch (OutOfMemoryError e) {
            return leftOut(where, from, e);
        } catch (KafkaException e) {
            return Unreadable.isSaidBy(e) ? leftOut(where, from, e) : new Chunk.Unavailable(said(e));
        }
    }

    private Chunk leftOut(TopicPartition where, long offset, Throwable why) {
        LOG.warnf(
                "the record at offset %d of %s can't be read and is left out: %s",
                offset, where, Unreadable.causeOf(why));
        tally.add(Counted.UNREADABLE, 1);
        return new Chunk.Records(List.of(), offset + 1);
    }

    private void forget(int partition) {
        Consumer<byte[], byte[]> consumer = consumers.remove(partition);
        if (consumer != null) {
            consumer.close();
        }
    }

    private static Chunk read(Consumer<byte[], byte[]> consumer, TopicPartition where, long from, long upTo) {
        long deadline = System.nanoTime() + ANSWER.toNanos();
        List<LogRecord> records = new ArrayList<>();
        while (System.nanoTime() < deadline) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(where)) {
                if (record.offset() < upTo) {
                    records.add(ReceivedRecords.of(record));
                }
            }
            long position = Math.min(consumer.position(where, ANSWER), upTo);
            if (position > from) {
                return new Chunk.Records(records, position);
            }
            if (offset(consumer.endOffsets(List.of(where), ANSWER), where) <= from) {
                return new Chunk.OutOfRange();
            }
        }
        return new Chunk.Unavailable("no record came within " + ANSWER.toSeconds() + " s");
    }

    private Consumer<byte[], byte[]> consumer(TopicPartition where) {
        return consumers.computeIfAbsent(where.partition(), partition -> {
            Consumer<byte[], byte[]> consumer = clients.reader();
            consumer.assign(List.of(where));
            consumer.seek(where, 0);
            return consumer;
        });
    }

    private static long offset(Map<TopicPartition, Long> offsets, TopicPartition where) {
        Long offset = offsets.get(where);
        if (offset == null) {
            throw new KafkaException("the broker knows no offset of " + where);
        }
        return offset;
    }

    private static String said(Exception e) {
        Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
        return cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }

    /** To be called when nobody reads any more. */
    @Override
    public void close() {
        consumers.values().forEach(Consumer::close);
        consumers.clear();
    }
}

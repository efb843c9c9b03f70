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
import java.util.function.IntFunction;
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

    /** What one poll unpacks, as large as it may be. Ten at a time are read as fast as a thousand. */
    private static final int RECORDS_OF_A_POLL = 10;

    /** So much is one chunk. */
    private static final int CHUNK_RECORDS = 1_000;

    private static final long CHUNK_BYTES = 4L << 20;

    private final IntFunction<Consumer<byte[], byte[]>> opening;
    private final Admin admin;
    private final String topic;
    private final Tally tally;
    private final Map<Integer, Consumer<byte[], byte[]>> consumers = new ConcurrentHashMap<>();
    /** Partitions that are read a record a poll, and the offset before which that is so. */
    private final Map<Integer, Long> careful = new ConcurrentHashMap<>();

    /**
     * A reader of a topic.
     *
     * @param opening opens a consumer outside of any group, given the most records that one poll may unpack
     */
    KafkaLogReader(IntFunction<Consumer<byte[], byte[]>> opening, Admin admin, String topic, Tally tally) {
        this.opening = opening;
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
        Long carefulUpTo = careful.get(partition);
        if (carefulUpTo != null && from >= carefulUpTo) {
            careful.remove(partition);
            forget(partition);
        }
        try {
            return readFrom(where, from, upTo);
        } catch (UnreadableRecord e) {
            return carefully(where, from, upTo);
        }
    }

    /**
     * A record a poll, up to the end of what is wanted: records that are too large come together. One that can't be read even
     * so, and by a fresh consumer, says nothing, here or to any other coordinator, and is left out.
     */
    private Chunk carefully(TopicPartition where, long from, long upTo) {
        forget(where.partition());
        careful.put(where.partition(), upTo);
        try {
            return readFrom(where, from, upTo);
        } catch (UnreadableRecord e) {
            return leftOut(where, from, Unreadable.causeOf(e.why));
        }
    }

    /** Nobody will get past the record at the offset from which was read. */
    private static final class UnreadableRecord extends Exception {
        private static final long serialVersionUID = 1;

        private final transient Throwable why;

        UnreadableRecord(Throwable why) {
            super(why);
            this.why = why;
        }
    }

    private Chunk readFrom(TopicPartition where, long from, long upTo) throws UnreadableRecord {
        try {
            Consumer<byte[], byte[]> consumer = consumer(where);
            if (consumer.position(where, ANSWER) != from) {
                consumer.seek(where, from);
            }
            return read(consumer, where, from, upTo);
        } catch (OffsetOutOfRangeException e) {
            return new Chunk.OutOfRange();
        } catch (OutOfMemoryError e) {
            throw new UnreadableRecord(e);
        } catch (KafkaException e) {
            if (Unreadable.isSaidBy(e)) {
                throw new UnreadableRecord(e);
            }
            return new Chunk.Unavailable(said(e));
        }
    }

    private Chunk leftOut(TopicPartition where, long offset, Throwable why) {
        LOG.warnf("the record at offset %d of %s can't be read and is left out: %s", offset, where, why);
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
            if (consumer.position(where, ANSWER) > from) {
                return new Chunk.Records(records, addMore(records, consumer, where, upTo));
            }
            if (offset(consumer.endOffsets(List.of(where), ANSWER), where) <= from) {
                return new Chunk.OutOfRange();
            }
        }
        return new Chunk.Unavailable("no record came within " + ANSWER.toSeconds() + " s");
    }

    /** Adds what has come with the first, up to the size of a chunk, and tells where to go on. */
    private static long addMore(
            List<LogRecord> records, Consumer<byte[], byte[]> consumer, TopicPartition where, long upTo) {
        long bytes = sizeOf(records);
        while (records.size() < CHUNK_RECORDS && bytes < CHUNK_BYTES && consumer.position(where, ANSWER) < upTo) {
            List<LogRecord> more = next(consumer, where, upTo);
            if (more.isEmpty()) {
                break;
            }
            records.addAll(more);
            bytes += sizeOf(more);
        }
        return Math.min(consumer.position(where, ANSWER), upTo);
    }

    private static List<LogRecord> next(Consumer<byte[], byte[]> consumer, TopicPartition where, long upTo) {
        try {
            return consumer.poll(Duration.ZERO).records(where).stream()
                    .filter(record -> record.offset() < upTo)
                    .map(ReceivedRecords::of)
                    .toList();
        } catch (KafkaException | OutOfMemoryError e) {
            // the next read begins there, and meets it again
            return List.of();
        }
    }

    private static long sizeOf(List<LogRecord> records) {
        return records.stream().mapToLong(LogRecord::size).sum();
    }

    private Consumer<byte[], byte[]> consumer(TopicPartition where) {
        return consumers.computeIfAbsent(where.partition(), partition -> {
            Consumer<byte[], byte[]> consumer = opening.apply(careful.containsKey(partition) ? 1 : RECORDS_OF_A_POLL);
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

package dev.taskdirector.benchmarks.replay;

import dev.taskdirector.coordinator.core.Moment;
import dev.taskdirector.wire.JsonWireCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Utils;

/**
 * The statuses of a remote cache, as they stand in its partition.
 *
 * @param clients properties of the Kafka client, {@code bootstrap.servers} among them
 * @param topic the status topic
 * @param cache the remote cache
 * @param from the first broker's time that is read; without it, from the begin
 * @param to the broker's time from which on nothing is read; without it, to the present end
 */
record StatusLog(
        Map<String, Object> clients, String topic, String cache, Optional<Instant> from, Optional<Instant> to) {

    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(500);

    StatusLog {
        clients = Map.copyOf(clients);
    }

    /** The log can't be read, with a sentence that says why and what to do. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        Unreadable(String sentence) {
            super(sentence);
        }
    }

    /** Reads to the end that the log has as this is called; gives what it tells. */
    Past read() throws Unreadable {
        JsonWireCodec codec = new JsonWireCodec();
        try (Consumer<byte[], byte[]> consumer = consumer()) {
            TopicPartition home = home(consumer);
            Past past = new Past(home.partition());
            long end = seek(consumer, home);
            int silentPolls = 0;
            while (consumer.position(home, ANSWER) < end) {
                List<ConsumerRecord<byte[], byte[]>> records =
                        consumer.poll(POLL).records(home);
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    if (record.offset() < end && isWanted(record)) {
                        past.take(
                                new Moment(record.offset(), record.timestamp()),
                                codec.readStatusRecord(record.value()));
                    }
                }
                silentPolls = records.isEmpty() ? silentPolls + 1 : 0;
                if (silentPolls > SILENCE.dividedBy(POLL)) {
                    throw new Unreadable(home + " gave no record for " + SILENCE.toSeconds()
                            + " s, though it goes on to offset " + end + "; look whether its brokers are well");
                }
            }
            return past;
        } catch (org.apache.kafka.common.KafkaException e) {
            throw new Unreadable(topic + " can't be read (" + e.getMessage()
                    + "); look at --bootstrap-servers and at what --kafka says of security");
        }
    }

    /** Records of the coordinator stand in each partition, under a cache of their own. */
    private boolean isWanted(ConsumerRecord<byte[], byte[]> record) {
        boolean isInTime = to.isEmpty() || record.timestamp() < to.get().toEpochMilli();
        boolean isForeign = record.key() != null
                && !cache.equals(new String(record.key(), StandardCharsets.UTF_8))
                && !isOfCoordinator(record);
        return isInTime && !isForeign;
    }

    private static boolean isOfCoordinator(ConsumerRecord<byte[], byte[]> record) {
        return "coordinator".equals(new String(record.key(), StandardCharsets.UTF_8));
    }

    private Consumer<byte[], byte[]> consumer() {
        Map<String, Object> settings = new HashMap<>(clients);
        settings.put("enable.auto.commit", "false");
        settings.put("allow.auto.create.topics", "false");
        settings.put("auto.offset.reset", "earliest");
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private TopicPartition home(Consumer<byte[], byte[]> consumer) throws Unreadable {
        int partitions =
                consumer.listTopics(ANSWER).getOrDefault(topic, List.of()).size();
        if (partitions == 0) {
            throw new Unreadable("there is no topic " + topic + "; name the coordinator's prefix with --topic-prefix");
        }
        int hash = Utils.toPositive(Utils.murmur2(cache.getBytes(StandardCharsets.UTF_8)));
        return new TopicPartition(topic, hash % partitions);
    }

    /** Goes to where it begins; gives the offset at which it ends. */
    private long seek(Consumer<byte[], byte[]> consumer, TopicPartition home) {
        consumer.assign(List.of(home));
        long end = consumer.endOffsets(List.of(home), ANSWER).getOrDefault(home, 0L);
        if (from.isEmpty()) {
            consumer.seekToBeginning(List.of(home));
            return end;
        }
        OffsetAndTimestamp first = consumer.offsetsForTimes(
                        Map.of(home, from.get().toEpochMilli()), ANSWER)
                .get(home);
        consumer.seek(home, first == null ? end : first.offset());
        return end;
    }
}

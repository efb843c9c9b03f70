package dev.taskdirector.deploy.standalone;

import dev.taskdirector.wire.JsonWireCodec;
import dev.taskdirector.wire.PeerAssignment;
import dev.taskdirector.wire.PeerStatus;
import dev.taskdirector.wire.Read;
import dev.taskdirector.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/** One user of the broker, who may try whatever a program can. */
final class Stranger implements AutoCloseable {

    private static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);
    private static final JsonWireCodec CODEC = new JsonWireCodec();
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Map<String, Object> client;
    private final KafkaProducer<byte[], byte[]> producer;

    Stranger(Map<String, Object> client) {
        this.client = new TreeMap<>(client);
        this.client.put("allow.auto.create.topics", false);
        producer = new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer());
    }

    void say(PeerStatus status) {
        write(TOPICS.peerStatus(), status.cache(), CODEC.write(status));
    }

    /** Writes a record, or throws what the broker says to it. */
    void write(String topic, String key, byte[] value) {
        try {
            producer.send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value))
                    .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException refused ? refused : new IllegalStateException(e);
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads what a partition holds now, or throws what the broker says to it. */
    List<ConsumerRecord<byte[], byte[]>> read(String topic, int partition) {
        TopicPartition where = new TopicPartition(topic, partition);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            if (consumer.partitionsFor(topic, LIMIT).isEmpty()) {
                return List.of();
            }
            consumer.assign(List.of(where));
            consumer.seekToBeginning(List.of(where));
            long end = consumer.endOffsets(List.of(where), LIMIT).getOrDefault(where, 0L);
            long deadline = System.nanoTime() + LIMIT.toNanos();
            while (consumer.position(where) < end && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(100)).records(where).forEach(records::add);
            }
        }
        return records;
    }

    /** Joins a group that reads a topic, or throws what the broker says to it. */
    void subscribe(String topic, String group) {
        Map<String, Object> settings = new TreeMap<>(client);
        settings.put("group.id", group);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topic));
            long deadline = System.nanoTime() + LIMIT.toNanos();
            while (consumer.assignment().isEmpty() && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(100));
            }
        }
    }

    /** The newest assignment of a peer for which something holds, once there is one. */
    PeerAssignment await(String peer, Predicate<PeerAssignment> wanted) {
        return Awaitility.await("an assignment of " + peer)
                .atMost(LIMIT)
                .until(() -> newest(peer, wanted), Optional::isPresent)
                .orElseThrow();
    }

    /** The newest assignment of a peer for which something holds, if there is one. */
    Optional<PeerAssignment> newest(String peer, Predicate<PeerAssignment> wanted) {
        return assignments(peer).stream().filter(wanted).reduce((older, newer) -> newer);
    }

    /** All assignments that a peer's topic has now. */
    List<PeerAssignment> assignments(String peer) {
        return read(TOPICS.assignments(peer), 0).stream()
                .map(record -> CODEC.readAssignment(record.value()))
                .map(read -> ((Read.Ok<PeerAssignment>) read).value())
                .toList();
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}

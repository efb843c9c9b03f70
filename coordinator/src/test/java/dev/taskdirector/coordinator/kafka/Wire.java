package dev.taskdirector.coordinator.kafka;

import dev.taskdirector.wire.JsonWireCodec;
import dev.taskdirector.wire.PeerAssignment;
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
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.awaitility.Awaitility;

/** What somebody outside of the coordinator does over Kafka: writes statuses, reads answers and dead letters. */
final class Wire implements AutoCloseable {
    static final int PARTITIONS = 12;
    private static final int LARGEST = 72 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    final Topics topics = new Topics(Topics.DEFAULT_PREFIX);
    final JsonWireCodec codec = new JsonWireCodec();
    private final BrokerClients clients;
    private final Producer<byte[], byte[]> producer;
    private final Consumer<byte[], byte[]> consumer;

    Wire(String addresses) {
        // one consumer goes from topic to topic, and a fetch that waits for more of the last one would keep it
        clients = new BrokerClients(
                Map.of("bootstrap.servers", addresses, "metadata.max.age.ms", 1_000, "fetch.max.wait.ms", 20));
        producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        addresses,
                        "compression.type",
                        "gzip",
                        "max.request.size",
                        LARGEST,
                        "buffer.memory",
                        2L * LARGEST),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        consumer = clients.reader(1_000);
    }

    /** A record where it belongs. */
    ProducerRecord<byte[], byte[]> record(String cache, byte[] value) {
        return new ProducerRecord<>(topics.peerStatus(), home(cache), bytes(cache), value);
    }

    RecordMetadata send(ProducerRecord<byte[], byte[]> record) {
        return send(List.of(record)).get(0);
    }

    /** Sends records so that nobody else's come in between. */
    List<RecordMetadata> send(List<ProducerRecord<byte[], byte[]>> records) {
        try {
            List<java.util.concurrent.Future<RecordMetadata>> sent = new ArrayList<>();
            records.forEach(record -> sent.add(producer.send(record)));
            producer.flush();
            List<RecordMetadata> where = new ArrayList<>();
            for (var one : sent) {
                where.add(one.get(20, TimeUnit.SECONDS));
            }
            return where;
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first answer to a peer that fits. */
    PeerAssignment answer(String peer, Predicate<PeerAssignment> fitting) {
        return Awaitility.await("an answer to " + peer)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> records(topics.assignments(peer), 0).stream()
                                .map(record -> ((Read.Ok<PeerAssignment>) codec.readAssignment(record.value())).value())
                                .filter(fitting)
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    /** The dead letter of a record. */
    ConsumerRecord<byte[], byte[]> deadLetter(RecordMetadata of) {
        return Awaitility.await("a dead letter of " + of)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> deadLetters(of).stream().findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    List<ConsumerRecord<byte[], byte[]>> deadLetters(RecordMetadata of) {
        return records(topics.deadLetters(), 0).stream()
                .filter(letter -> headers(letter.headers())
                        .entrySet()
                        .containsAll(Map.of(
                                        "partition",
                                        Integer.toString(of.partition()),
                                        "offset",
                                        Long.toString(of.offset()))
                                .entrySet()))
                .toList();
    }

    /** What a partition holds now; nothing while the topic is missing. */
    private List<ConsumerRecord<byte[], byte[]>> records(String topic, int partition) {
        TopicPartition where = new TopicPartition(topic, partition);
        if (!consumer.listTopics(PATIENCE).containsKey(topic)) {
            return List.of();
        }
        consumer.assign(List.of(where));
        consumer.seek(where, 0);
        long end = consumer.endOffsets(List.of(where)).get(where);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        while (consumer.position(where) < end) {
            consumer.poll(Duration.ofMillis(100)).records(where).forEach(records::add);
        }
        return records;
    }

    static Map<String, String> headers(Headers headers) {
        Map<String, String> texts = new TreeMap<>();
        headers.forEach(header -> texts.put(header.key(), text(header.value())));
        return texts;
    }

    static int home(String cache) {
        return Utils.toPositive(Utils.murmur2(bytes(cache))) % PARTITIONS;
    }

    /** A cache whose records belong in another partition. */
    static String cacheOutside(int partition) {
        return IntStream.range(0, 100)
                .mapToObj(i -> "elsewhere" + i)
                .filter(cache -> home(cache) != partition)
                .findFirst()
                .orElseThrow();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close();
        consumer.close();
    }
}

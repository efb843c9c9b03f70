package dev.taskdirector.agent.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskdirector.agent.Transport;
import dev.taskdirector.deploy.embedded.EmbeddedKafka;
import dev.taskdirector.wire.AssignmentState;
import dev.taskdirector.wire.JsonWireCodec;
import dev.taskdirector.wire.PeerAssignment;
import dev.taskdirector.wire.PeerStatus;
import dev.taskdirector.wire.Received;
import dev.taskdirector.wire.Topics;
import dev.taskdirector.wire.WireCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A laptop wakes up, and its connections are there but nothing comes through them. */
@Tag("faults")
class SilentConnectionTest {

    private static final WireCodec CODEC = new JsonWireCodec();

    /** What the settings promise, and as much as a new connection takes on a busy machine. */
    private static final Duration LIMIT = Duration.ofSeconds(15 + 5);

    private final Topics topics = new Topics("silent");
    private final List<Long> epochs = new CopyOnWriteArrayList<>();

    @Test
    void whatIsSaidAfterwardsArrivesBothWays() throws Exception {
        try (SilencingProxy proxy = new SilencingProxy();
                EmbeddedKafka kafka = EmbeddedKafka.builder()
                        .property("advertised.listeners", "BROKER://127.0.0.1:" + proxy.port())
                        .start()) {
            proxy.openTo(port(kafka));
            createTopics(proxy);
            try (KafkaTransport transport =
                    new KafkaTransport(ClientSettings.of(address(proxy)), topics, "runner-17", CODEC)) {
                transport.open(new Ears());
                assign(proxy, 1);
                transport.send(status(1));
                await().atMost(Duration.ofSeconds(30)).until(() -> epochs.contains(1L));
                awaitStatus(proxy, 1, Duration.ofSeconds(30), () -> {});

                assertThat(proxy.silence()).isGreaterThanOrEqualTo(2);
                long silent = System.nanoTime();
                assign(proxy, 2);
                AtomicLong seq = new AtomicLong(1);
                awaitStatus(proxy, 2, left(silent), () -> transport.send(status(seq.incrementAndGet())));
                await().atMost(left(silent)).until(() -> epochs.contains(2L));
            }
        }
    }

    private static Duration left(long sinceNanos) {
        return LIMIT.minusNanos(System.nanoTime() - sinceNanos);
    }

    private static int port(EmbeddedKafka kafka) {
        return Integer.parseInt(kafka.bootstrapServers().replaceAll(".*:", ""));
    }

    private static String address(SilencingProxy proxy) {
        return "127.0.0.1:" + proxy.port();
    }

    private void createTopics(SilencingProxy proxy) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address(proxy)))) {
            admin.createTopics(List.of(
                            new NewTopic(topics.peerStatus(), 1, (short) 1),
                            new NewTopic(topics.assignments("runner-17"), 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    /** Through a connection of its own, as the coordinator's is. */
    private void assign(SilencingProxy proxy, long epoch) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", address(proxy)), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            topics.assignments("runner-17"),
                            0,
                            "muc9".getBytes(StandardCharsets.UTF_8),
                            CODEC.write(assignment(epoch))))
                    .get();
        }
    }

    /** Waits for a status of at least that number. */
    private void awaitStatus(SilencingProxy proxy, long seq, Duration limit, Runnable heartbeat) {
        List<TopicPartition> all = List.of(new TopicPartition(topics.peerStatus(), 0));
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", address(proxy)),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(all);
            consumer.seekToBeginning(all);
            List<Long> read = new ArrayList<>();
            await().atMost(limit).until(() -> {
                heartbeat.run();
                consumer.poll(Duration.ofMillis(500)).forEach(record -> read.add(seq(record.value())));
                return read.stream().anyMatch(one -> one >= seq);
            });
        }
    }

    private static long seq(byte[] record) {
        return CODEC.readStatusRecord(record) instanceof Received.Status status
                ? status.status().seq()
                : 0;
    }

    private static PeerAssignment assignment(long epoch) {
        return new PeerAssignment(
                1,
                "runner-17",
                "s",
                "muc9",
                epoch,
                1,
                AssignmentState.COMPLETE,
                Optional.of("run"),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                5,
                Optional.empty());
    }

    private static PeerStatus status(long seq) {
        return new PeerStatus(
                1,
                "runner-17",
                "s",
                "muc9",
                seq,
                1,
                1,
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private final class Ears implements Transport.Listener {
        @Override
        public void assigned(PeerAssignment assignment) {
            epochs.add(assignment.epoch());
        }

        @Override
        public void troubled(String sentence) {}
    }
}

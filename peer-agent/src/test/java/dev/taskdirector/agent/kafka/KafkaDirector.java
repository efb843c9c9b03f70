package dev.taskdirector.agent.kafka;

import dev.taskdirector.agent.LoneDirector;
import dev.taskdirector.wire.PeerAssignment;
import dev.taskdirector.wire.PeerStatus;
import dev.taskdirector.wire.Received;
import dev.taskdirector.wire.Topics;
import dev.taskdirector.wire.WireCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A coordinator for one peer at a time on a real broker: reads statuses, creates the peer's topic, answers there. */
final class KafkaDirector implements AutoCloseable {

    private final Topics topics;
    private final WireCodec codec;
    private final Admin admin;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Set<String> created = new HashSet<>();
    private final Thread thread = new Thread(this::work, "director");
    private volatile boolean closing;
    private final LoneDirector director = new LoneDirector();
    final List<PeerStatus> heard = Collections.synchronizedList(new ArrayList<>());
    final List<Received> refused = Collections.synchronizedList(new ArrayList<>());
    final List<String> keys = Collections.synchronizedList(new ArrayList<>());

    KafkaDirector(String bootstrapServers, Topics topics, WireCodec codec) throws Exception {
        this.topics = topics;
        this.codec = codec;
        Map<String, Object> brokers = Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 0);
        admin = Admin.create(brokers);
        created.addAll(admin.listTopics().names().get());
        if (created.add(topics.peerStatus())) {
            admin.createTopics(List.of(new NewTopic(topics.peerStatus(), 1, (short) 1)))
                    .all()
                    .get();
        }
        consumer = new KafkaConsumer<>(brokers, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        producer = new KafkaProducer<>(brokers, new ByteArraySerializer(), new ByteArraySerializer());
        List<TopicPartition> all = List.of(new TopicPartition(topics.peerStatus(), 0));
        consumer.assign(all);
        consumer.seekToBeginning(all);
        thread.start();
    }

    private void work() {
        while (!closing) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                Received received = codec.readStatusRecord(record.value());
                if (received instanceof Received.Status status) {
                    keys.add(new String(record.key(), StandardCharsets.UTF_8));
                    heard.add(status.status());
                    director.answer(status.status()).forEach(this::publish);
                } else {
                    refused.add(received);
                }
            }
        }
    }

    private void publish(PeerAssignment assignment) {
        String topic = topics.assignments(assignment.peer());
        if (created.add(topic)) {
            try {
                admin.createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty())))
                        .all()
                        .get();
            } catch (Exception failure) {
                throw new IllegalStateException("can't create " + topic, failure);
            }
        }
        producer.send(new ProducerRecord<>(
                topic, 0, assignment.cache().getBytes(StandardCharsets.UTF_8), codec.write(assignment)));
    }

    @Override
    public void close() throws Exception {
        closing = true;
        thread.join();
        consumer.close();
        producer.close();
        admin.close();
    }
}

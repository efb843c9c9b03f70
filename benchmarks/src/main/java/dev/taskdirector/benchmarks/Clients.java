package dev.taskdirector.benchmarks;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Kafka clients with the settings that the system itself uses, for raw Kafka and for the load alike. All peers of a load
 * share them: like the coordinator's producer of assignments theirs has one request under way.
 */
record Clients(String bootstrapServers) {

    Producer<byte[], byte[]> producer() {
        return producer("none");
    }

    /** For the joins: an agent packs what is large. */
    Producer<byte[], byte[]> packingProducer() {
        return producer("gzip");
    }

    private Producer<byte[], byte[]> producer(String compression) {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "acks",
                        "all",
                        "enable.idempotence",
                        "false",
                        "linger.ms",
                        "0",
                        "compression.type",
                        compression,
                        "max.in.flight.requests.per.connection",
                        "1",
                        "max.request.size",
                        String.valueOf(64 << 20)),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Reads these partitions from their beginning; a topic may come later. */
    Consumer<byte[], byte[]> consumer(Collection<TopicPartition> partitions) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "auto.offset.reset", "earliest",
                        "enable.auto.commit", "false",
                        "allow.auto.create.topics", "false",
                        "metadata.max.age.ms", "500",
                        "max.poll.records", "5000"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(partitions);
        return consumer;
    }

    void createTopics(List<String> names) throws InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(names.stream()
                            .map(name -> new NewTopic(name, Optional.of(1), Optional.empty()))
                            .toList())
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker would not create " + names, e);
        }
    }
}

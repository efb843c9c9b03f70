package dev.taskdirector.coordinator.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Opens clients of the broker, each with the settings that its purpose asks for. */
final class BrokerClients {
    private static final long DAY_MILLIS = 86_400_000;
    private static final int LARGEST_REQUEST = 64 << 20;
    private final Map<String, Object> connection;

    /** Takes the settings that all clients need: addresses and security. */
    BrokerClients(Map<String, Object> connection) {
        this.connection = new HashMap<>(connection);
        this.connection.remove(ConsumerConfig.GROUP_ID_CONFIG);
    }

    String addresses() {
        return String.valueOf(connection.get(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG));
    }

    Admin admin() {
        return admin(Duration.ofSeconds(10));
    }

    /** One that gives each call up after a time. */
    Admin admin(Duration patience) {
        Map<String, Object> settings = new HashMap<>(connection);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) patience.toMillis() / 2);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) patience.toMillis());
        return Admin.create(settings);
    }

    /** For small records that somebody waits for: sent at once, and forgotten when the broker does not take them soon. */
    Producer<byte[], byte[]> prompt() {
        Map<String, Object> settings = producing();
        // the default of 5 ms would be added to every answer
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        // memory is taken by batches: at most as many as there may be records under way
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 4_096);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 96L << 20);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 1_000);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** For small records that nobody waits for: gathered for a moment, since there are many. */
    Producer<byte[], byte[]> gathering() {
        Map<String, Object> settings = producing();
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 100);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 << 10);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 64L << 20);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 1_000);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** For records of any size that nobody waits for: forwarded ones and dead letters. */
    Producer<byte[], byte[]> bulk() {
        Map<String, Object> settings = producing();
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip");
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * LARGEST_REQUEST);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 1_000);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private Map<String, Object> producing() {
        Map<String, Object> settings = new HashMap<>(connection);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        // what a repeated record says has been said: numbering batches buys nothing here
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
        // keeps the order; and under load what comes while one request is under way goes together with the next: many
        // small requests would cost the broker more than the records in them
        settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        // a peer that works on one task for long must not pay for a look-up of its topic with the next
        settings.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, DAY_MILLIS);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_REQUEST);
        return settings;
    }

    /**
     * For reading from chosen offsets, outside of any group.
     *
     * @param mostRecords of one poll, which unpacks them all, however large they are
     */
    Consumer<byte[], byte[]> reader(int mostRecords) {
        Map<String, Object> settings = new HashMap<>(connection);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, mostRecords);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}

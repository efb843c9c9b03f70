package dev.taskdirector.agent.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;

/**
 * How the two clients are set. What the user gives wins, but for what the protocol rests on.
 *
 * @param given the user's own properties: at least {@code bootstrap.servers}, and what the broker's security asks for
 */
public record ClientSettings(Map<String, Object> given) {

    /** A join of 100,000 tasks must pass; brokers take 8 MiB, but of compressed bytes. */
    private static final int MOST_BYTES = 64 * 1024 * 1024;

    /** A path may name a device that has no end. */
    private static final int LONGEST_FILE = 1024 * 1024;

    private static final int HIGHEST_PORT = 65_535;

    public ClientSettings {
        given = Collections.unmodifiableMap(new TreeMap<>(given));
    }

    public static ClientSettings of(String bootstrapServers) {
        return new ClientSettings(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    }

    /**
     * Adds what a Java properties file in UTF-8 names; the file wins.
     *
     * @throws IOException if it can't be read, is not UTF-8 or has more than 1 MiB
     */
    public ClientSettings and(Path file) throws IOException {
        Properties read = new Properties();
        read.load(new StringReader(StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(start(file)))
                .toString()));
        Map<String, Object> all = new LinkedHashMap<>(given);
        read.stringPropertyNames().forEach(name -> all.put(name, read.getProperty(name)));
        return new ClientSettings(all);
    }

    private static byte[] start(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LONGEST_FILE + 1);
            if (bytes.length > LONGEST_FILE) {
                throw new IOException("it has more than " + LONGEST_FILE + " bytes");
            }
            return bytes;
        }
    }

    /** Names only: values may be secrets. */
    @Override
    public String toString() {
        return "ClientSettings" + given.keySet();
    }

    /** Whether what names the brokers is something else than {@code HOST:PORT}, or several with commas between. */
    public boolean hasWrongBrokers() {
        List<String> all = Arrays.stream(brokers().split(",", -1))
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .toList();
        return all.isEmpty() || !all.stream().allMatch(ClientSettings::isAddress);
    }

    /** As the clients see it. */
    private static boolean isAddress(String broker) {
        String host = Utils.getHost(broker);
        try {
            Integer port = host == null || host.isEmpty() ? null : Utils.getPort(broker);
            return port != null && port > 0 && port <= HIGHEST_PORT;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Where the brokers are, for a sentence to a person. */
    public String brokers() {
        return String.valueOf(given.getOrDefault(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, "(no broker named)"));
    }

    /** For large statuses. gzip, since the JDK has it: lz4 and zstd bring native libraries. */
    Map<String, Object> packingProducer() {
        Map<String, Object> all = producer();
        all.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip");
        return all;
    }

    /**
     * No idempotence: a repeated or overtaken status changes nothing, and its handshake would cost the first status a
     * round trip.
     */
    Map<String, Object> producer() {
        Map<String, Object> all = common();
        all.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
        all.putIfAbsent(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        all.putIfAbsent(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000);
        all.putIfAbsent(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MOST_BYTES);
        all.putIfAbsent(ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * MOST_BYTES);
        all.putIfAbsent(ProducerConfig.METADATA_MAX_IDLE_CONFIG, 86_400_000);
        all.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
        all.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        all.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return all;
    }

    /**
     * A fetch waits at the broker, so that an idle peer costs nothing and an assignment comes at once. A connection that
     * broke in silence, as in a laptop's sleep, is given up before the patience is. Until the topic exists it is looked
     * for, soon at first and then each second.
     */
    Map<String, Object> consumer() {
        Map<String, Object> all = common();
        all.putIfAbsent(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 10_000);
        all.putIfAbsent(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 15_000);
        all.putIfAbsent(CommonClientConfigs.RETRY_BACKOFF_MS_CONFIG, 50L);
        all.putIfAbsent(CommonClientConfigs.RETRY_BACKOFF_MAX_MS_CONFIG, 1_000L);
        all.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        all.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        all.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return all;
    }

    private Map<String, Object> common() {
        Map<String, Object> all = new LinkedHashMap<>(given);
        all.putIfAbsent(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, "");
        all.putIfAbsent(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
        all.putIfAbsent(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 2_000L);
        return all;
    }
}

package dev.taskdirector.benchmarks.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.taskdirector.wire.Topics;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * What the topics hold in the end, read from their beginnings.
 *
 * @param ends where the next status of each partition would be
 * @param deadLetters reasons of the records that nobody could read
 */
record Log(List<Said> said, List<Answer> answers, Map<Integer, Long> ends, List<String> deadLetters) {

    private static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final ObjectMapper JSON = new ObjectMapper();

    static Log read(String bootstrapServers) {
        try (KafkaConsumer<String, String> consumer = consumer(bootstrapServers)) {
            List<Said> said = new ArrayList<>();
            readAll(
                    consumer,
                    TOPICS.peerStatus()::equals,
                    record -> Said.read(record, json(record)).ifPresent(said::add));
            List<Answer> answers = new ArrayList<>();
            Set<String> leases = new HashSet<>();
            readAll(
                    consumer,
                    topic -> topic.startsWith(TOPICS.assignments("")),
                    record -> answers.add(Answer.read(record, json(record), leases)));
            List<String> deadLetters = new ArrayList<>();
            readAll(
                    consumer,
                    TOPICS.deadLetters()::equals,
                    record -> deadLetters.add(record.partition() + "/" + record.offset() + ": " + record.value()));
            return new Log(said, answers, ends(consumer), deadLetters);
        }
    }

    /** Where the next status of each partition would be. */
    static Map<Integer, Long> ends(String bootstrapServers) {
        try (KafkaConsumer<String, String> consumer = consumer(bootstrapServers)) {
            return ends(consumer);
        }
    }

    private static Map<Integer, Long> ends(KafkaConsumer<String, String> consumer) {
        Map<Integer, Long> ends = new java.util.TreeMap<>();
        consumer.endOffsets(partitions(consumer, TOPICS.peerStatus()::equals))
                .forEach((partition, end) -> ends.put(partition.partition(), end));
        return ends;
    }

    private static KafkaConsumer<String, String> consumer(String bootstrapServers) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "enable.auto.commit", "false",
                        "allow.auto.create.topics", "false",
                        "max.poll.records", "5000"),
                new StringDeserializer(),
                new StringDeserializer());
    }

    private static List<TopicPartition> partitions(KafkaConsumer<String, String> consumer, Predicate<String> wanted) {
        return consumer.listTopics().entrySet().stream()
                .filter(topic -> wanted.test(topic.getKey()))
                .flatMap(topic -> topic.getValue().stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    /** Up to where the topics end as it begins. */
    private static void readAll(
            KafkaConsumer<String, String> consumer, Predicate<String> wanted, Consumer<TopicRecord> take) {
        List<TopicPartition> partitions = partitions(consumer, wanted);
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Set<TopicPartition> left = new HashSet<>(partitions);
        while (!left.isEmpty()) {
            consumer.poll(POLL)
                    .forEach(record -> take.accept(new TopicRecord(
                            record.topic(),
                            record.partition(),
                            record.offset(),
                            Instant.ofEpochMilli(record.timestamp()),
                            record.value() == null ? "" : record.value())));
            left.removeIf(partition -> consumer.position(partition) >= ends.getOrDefault(partition, 0L));
        }
    }

    private static JsonNode json(TopicRecord record) {
        try {
            return JSON.readTree(record.value());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(
                    "no JSON at offset " + record.offset() + " of " + record.topic() + "-" + record.partition(), e);
        }
    }
}

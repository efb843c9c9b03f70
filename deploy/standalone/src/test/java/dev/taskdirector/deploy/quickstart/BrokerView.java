package dev.taskdirector.deploy.quickstart;

import static org.awaitility.Awaitility.await;

import dev.taskdirector.deploy.standalone.Standalone;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What the broker knows of a standalone's coordinators and of what they wrote. */
final class BrokerView implements AutoCloseable {

    private static final String PREFIX = "task-director";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Map<String, Object> connection;
    private final Admin admin;

    BrokerView(Standalone standalone) {
        this.connection = Map.of("bootstrap.servers", standalone.bootstrapServers());
        this.admin = Admin.create(connection);
    }

    /** Waits for the first assignment of a peer that was written at a moment or later, and says when that was. */
    Instant firstAnswerSince(String peer, Instant moment) {
        TopicPartition topic = new TopicPartition(PREFIX + ".assignments." + peer, 0);
        try (var consumer = new KafkaConsumer<>(connection, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(topic));
            consumer.seekToBeginning(List.of(topic));
            long millis = await("an answer to " + peer)
                    .atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(10))
                    .until(
                            () -> StreamSupport.stream(
                                            consumer.poll(Duration.ofMillis(50)).spliterator(), false)
                                    .map(ConsumerRecord::timestamp)
                                    .filter(at -> at >= moment.toEpochMilli())
                                    .findFirst(),
                            Optional::isPresent)
                    .orElseThrow();
            return Instant.ofEpochMilli(millis);
        }
    }

    /** How many coordinators are in the group. */
    int members() throws Exception {
        return get(admin.describeConsumerGroups(List.of(PREFIX)).all())
                .get(PREFIX)
                .members()
                .size();
    }

    /** Where the next status of a partition will be. */
    long end(int partition) throws Exception {
        return get(admin.listOffsets(Map.of(statuses(partition), OffsetSpec.latest()))
                        .partitionResult(statuses(partition)))
                .offset();
    }

    /** Nobody can read the statuses before this one any more. */
    void forgetBefore(int partition, long offset) throws Exception {
        get(admin.deleteRecords(Map.of(statuses(partition), RecordsToDelete.beforeOffset(offset)))
                .all());
    }

    /** Gives a topic more partitions, as {@code kafka-topics.sh --alter} does. */
    void increasePartitions(String topic, int count) throws Exception {
        get(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(count)))
                .all());
    }

    @Override
    public void close() {
        admin.close();
    }

    private static TopicPartition statuses(int partition) {
        return new TopicPartition(PREFIX + ".peer-status", partition);
    }

    private static <T> T get(KafkaFuture<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }
}

package dev.taskdirector.benchmarks;

import dev.taskdirector.wire.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * How many statuses the log holds that no checkpoint has: coordinators commit what they have stored. Of a partition that was
 * written and has no commit nothing is stored.
 */
final class Lag implements AutoCloseable {

    private static final String TOPIC = new Topics(Topics.DEFAULT_PREFIX).peerStatus();
    private static final long NOTHING = 0;

    private final Admin admin;

    Lag(String bootstrapServers) {
        admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    /** How many there are at this moment. */
    long now() {
        return behind(ends());
    }

    /** Where the log ends at this moment. Live sessions make coordinators write a tick a second, so it never stands still. */
    Map<TopicPartition, Long> ends() {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        answer(admin.describeTopics(List.of(TOPIC)).allTopicNames())
                .values()
                .forEach(topic -> topic.partitions()
                        .forEach(one -> asked.put(new TopicPartition(TOPIC, one.partition()), OffsetSpec.latest())));
        Map<TopicPartition, Long> ends = new HashMap<>();
        answer(admin.listOffsets(asked).all()).forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    /** How many of the records before these ends no checkpoint has yet. */
    long behind(Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> stored = stored();
        return ends.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - stored.getOrDefault(end.getKey(), NOTHING)))
                .sum();
    }

    private Map<TopicPartition, Long> stored() {
        Map<TopicPartition, Long> stored = new HashMap<>();
        answer(admin.listConsumerGroupOffsets(Topics.DEFAULT_PREFIX).partitionsToOffsetAndMetadata())
                .forEach((partition, committed) -> stored.put(partition, committed.offset()));
        return stored;
    }

    private static <T> T answer(KafkaFuture<T> asked) {
        try {
            return asked.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker does not say how far the coordinator is", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}

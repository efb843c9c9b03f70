package dev.taskdirector.coordinator.kafka;

import dev.taskdirector.coordinator.runtime.StoredOffsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Commits how far the checkpoints have come, for lag tools, and so that the next owner's consumer starts close by. What is
 * right does not hang on it: a commit that fails is forgotten.
 */
final class GroupOffsets implements StoredOffsets {
    private static final Logger LOG = Logger.getLogger(GroupOffsets.class);
    private static final Duration ANSWER = Duration.ofSeconds(2);
    private final String topic;
    private final Map<TopicPartition, Long> uncommitted = new ConcurrentHashMap<>();

    GroupOffsets(String topic) {
        this.topic = topic;
    }

    @Override
    public void stored(int partition, long nextOffset) {
        uncommitted.put(new TopicPartition(topic, partition), nextOffset);
    }

    /** What has not been committed, taken out. */
    Map<TopicPartition, OffsetAndMetadata> take() {
        return take(uncommitted.keySet());
    }

    private Map<TopicPartition, OffsetAndMetadata> take(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> taken = new HashMap<>();
        for (TopicPartition partition : partitions) {
            Long offset = uncommitted.remove(partition);
            if (offset != null) {
                taken.put(partition, new OffsetAndMetadata(offset));
            }
        }
        return taken;
    }

    /** Commits on the polling thread, before partitions go. */
    void commitOn(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> taken = take(partitions);
        if (taken.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(taken, ANSWER);
        } catch (KafkaException e) {
            LOG.infof("offsets of %s were not committed: %s", partitions, e.getMessage());
        }
    }
}

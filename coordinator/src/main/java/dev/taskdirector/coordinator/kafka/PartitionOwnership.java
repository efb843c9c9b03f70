package dev.taskdirector.coordinator.kafka;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/** Tells the partitions whose they are. It saves work; that nothing is lost or done twice hangs on offsets alone. */
@ApplicationScoped
@Identifier(StatusChannel.NAME)
public class PartitionOwnership implements KafkaConsumerRebalanceListener {
    private static final Logger LOG = Logger.getLogger(PartitionOwnership.class);
    private final Coordinator coordinator;

    PartitionOwnership(Coordinator coordinator) {
        this.coordinator = coordinator;
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        if (!partitions.isEmpty()) {
            LOG.infof("now owner of partitions %s", names(partitions));
            coordinator.lanes().assigned(numbers(partitions));
        }
    }

    @Override
    public void onPartitionsRevoked(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        if (!partitions.isEmpty()) {
            coordinator.lanes().revoked(numbers(partitions));
            coordinator.offsets().commitOn(consumer, partitions);
            LOG.infof("no longer owner of partitions %s", names(partitions));
        }
    }

    @Override
    public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        if (!partitions.isEmpty()) {
            LOG.warnf("lost partitions %s to another owner", names(partitions));
            coordinator.lanes().lost(numbers(partitions));
        }
    }

    private static List<Integer> numbers(Collection<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::partition).sorted().toList();
    }

    private static String names(Collection<TopicPartition> partitions) {
        return numbers(partitions).stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}

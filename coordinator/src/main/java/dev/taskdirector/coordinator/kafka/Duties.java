package dev.taskdirector.coordinator.kafka;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/** What is done now and then. */
@Singleton
class Duties {
    private static final Logger LOG = Logger.getLogger(Duties.class);
    private final Coordinator coordinator;
    private final KafkaClientService channels;
    private final Unreadable unreadable = new Unreadable();
    private final ToldTroubles troubles = new ToldTroubles(LOG::warn);

    Duties(Coordinator coordinator, KafkaClientService channels) {
        this.coordinator = coordinator;
        this.channels = channels;
    }

    /** For lag tools; what fails is superseded by the next. */
    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    void commitOffsets() {
        KafkaConsumer<byte[], byte[]> consumer = channels.getConsumer(StatusChannel.NAME);
        if (consumer == null) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> offsets = coordinator.offsets().take();
        if (!offsets.isEmpty()) {
            consumer.commitAsync(offsets).subscribe().with(done -> {}, failure -> {});
        }
    }

    /** A record that can't be read must not keep the records of other partitions waiting. */
    @Scheduled(every = "2s", concurrentExecution = ConcurrentExecution.SKIP)
    void passWhatCantBeRead() {
        KafkaConsumer<byte[], byte[]> consumer = channels.getConsumer(StatusChannel.NAME);
        if (consumer != null) {
            consumer.runOnPollingThread(unreadable::pass).subscribe().with(done -> {}, failure -> {});
        }
    }

    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    void tellTroubles() {
        troubles.look(coordinator.lanes().conditions());
    }

    @Scheduled(every = "10m", delayed = "1m", concurrentExecution = ConcurrentExecution.SKIP)
    void deleteTopicsOfForgottenPeers() {
        coordinator.cleanUp(Instant.now());
    }

    @Scheduled(every = "30s", concurrentExecution = ConcurrentExecution.SKIP)
    void makePlacesForNewPeers() {
        coordinator.makePlaces(Instant.now());
    }
}

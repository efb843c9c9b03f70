package dev.taskdirector.coordinator.kafka;

import dev.taskdirector.coordinator.runtime.LogRecord;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Takes batches from the channel and hands them to their partitions. Never waits, and never fails the channel. */
@ApplicationScoped
public class StatusChannel {
    /** Name of the channel in the configuration. */
    static final String NAME = "peer-status";

    private final Coordinator coordinator;

    StatusChannel(Coordinator coordinator) {
        this.coordinator = coordinator;
    }

    @Incoming(NAME)
    void take(ConsumerRecords<byte[], byte[]> batch) {
        for (TopicPartition where : batch.partitions()) {
            List<LogRecord> records = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> record : batch.records(where)) {
                records.add(ReceivedRecords.of(record));
            }
            coordinator.lanes().process(where.partition(), records);
        }
    }
}

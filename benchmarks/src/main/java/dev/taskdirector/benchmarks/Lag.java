package dev.taskdirector.benchmarks;

import dev.taskdirector.wire.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How many statuses the log holds that no checkpoint has: coordinators commit what they have stored. */
final class Lag implements AutoCloseable {

    private final Admin admin;

    Lag(String bootstrapServers) {
        admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    /** A partition without a commit holds nothing, or nothing was stored of it. */
    long now() {
        try {
            Map<TopicPartition, OffsetAndMetadata> stored = admin.listConsumerGroupOffsets(Topics.DEFAULT_PREFIX)
                    .partitionsToOffsetAndMetadata()
                    .get();
            Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
            stored.keySet().forEach(partition -> ends.put(partition, OffsetSpec.latest()));
            Map<TopicPartition, ListOffsetsResultInfo> latest =
                    admin.listOffsets(ends).all().get();
            long lag = 0;
            for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end : latest.entrySet()) {
                OffsetAndMetadata known = stored.get(end.getKey());
                lag += known == null ? 0 : end.getValue().offset() - known.offset();
            }
            return lag;
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

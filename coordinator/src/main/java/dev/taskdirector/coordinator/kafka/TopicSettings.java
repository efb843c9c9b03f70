package dev.taskdirector.coordinator.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/** How topics are created. */
record TopicSettings(int partitions, short replicationFactor, int minInsyncReplicas) {
    static final int LARGEST_STATUS = 8 << 20;
    private static final int ROOM_FOR_HEADERS = 64 << 10;

    NewTopic peerStatus(String name) {
        return topic(
                name,
                partitions,
                Map.of(
                        TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime",
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(LARGEST_STATUS),
                        TopicConfig.RETENTION_MS_CONFIG, millis(Duration.ofDays(7))));
    }

    NewTopic runEvents(String name) {
        return topic(name, partitions, Map.of(TopicConfig.RETENTION_MS_CONFIG, millis(Duration.ofDays(7))));
    }

    NewTopic deadLetters(String name) {
        return topic(
                name,
                1,
                Map.of(
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(LARGEST_STATUS + ROOM_FOR_HEADERS),
                        TopicConfig.RETENTION_MS_CONFIG, millis(Duration.ofDays(7))));
    }

    NewTopic assignments(String name) {
        return topic(
                name,
                1,
                Map.of(
                        TopicConfig.RETENTION_MS_CONFIG, millis(Duration.ofHours(1)),
                        TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(1 << 20),
                        TopicConfig.SEGMENT_MS_CONFIG, millis(Duration.ofMinutes(30))));
    }

    private NewTopic topic(String name, int count, Map<String, String> settings) {
        Map<String, String> all = new TreeMap<>(settings);
        all.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(minInsyncReplicas));
        all.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
        return new NewTopic(name, count, replicationFactor).configs(all);
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }
}

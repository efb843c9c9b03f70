package dev.taskdirector.coordinator.kafka;

import dev.taskdirector.coordinator.runtime.Counted;
import dev.taskdirector.coordinator.runtime.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/**
 * Looks at topics that others have made, or changed. What would cost somebody a record is said once per topic, with the cure,
 * and counted: it is an operator's to change, and no reason to keep the peer of a sound topic waiting. Thread-safe.
 */
final class TopicAudit {
    private static final Duration LEAST_OF_STATUSES = Duration.ofDays(1);
    private static final Duration LEAST_OF_ASSIGNMENTS = Duration.ofHours(1);
    private static final Duration MOST_OF_ASSIGNMENTS = Duration.ofDays(1);
    private static final int MOST_REMEMBERED = 20_000;

    private final Admin admin;
    private final Tally tally;
    private final Consumer<String> say;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /**
     * An audit.
     *
     * @param say hears the sentences, each once
     */
    TopicAudit(Admin admin, Tally tally, Consumer<String> say) {
        this.admin = admin;
        this.tally = tally;
        this.say = say;
    }

    /** Looks at assignment topics later, away from whoever asks for it. */
    void lookAt(Collection<String> assignmentTopics) {
        if (assignmentTopics.isEmpty()) {
            return;
        }
        admin.describeTopics(assignmentTopics).topicNameValues().values().forEach(this::lookAtPartitions);
        List<ConfigResource> resources = assignmentTopics.stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        admin.describeConfigs(resources).values().forEach(this::lookAtSettings);
    }

    private void lookAtPartitions(KafkaFuture<TopicDescription> described) {
        var unused = described.whenComplete((topic, failure) -> {
            if (topic != null) {
                tell(ofPartitions(topic));
            }
        });
    }

    private void lookAtSettings(ConfigResource topic, KafkaFuture<Config> described) {
        var unused = described.whenComplete((config, failure) -> {
            if (config != null) {
                tell(ofAssignments(topic.name(), config));
            }
        });
    }

    /** Looks at the status topic's settings: all but those that a coordinator can't work with. */
    void lookAtStatuses(String topic, Config config) {
        List<String> flaws = new ArrayList<>(ofPolicy(topic, config, "statuses are lost whose cache has newer ones"));
        number(config, TopicConfig.MAX_MESSAGE_BYTES_CONFIG)
                .filter(bytes -> bytes < TopicSettings.LARGEST_STATUS)
                .ifPresent(bytes -> flaws.add(flaw(
                        topic,
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG + " " + bytes,
                        "the first status of a peer with many tasks does not fit",
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG + "=" + TopicSettings.LARGEST_STATUS)));
        retention(config)
                .filter(kept -> kept.compareTo(LEAST_OF_STATUSES) < 0)
                .ifPresent(kept -> flaws.add(flaw(
                        topic,
                        TopicConfig.RETENTION_MS_CONFIG + " " + kept.toMillis(),
                        "statuses are lost when the checkpoint is older, as after a long outage of PostgreSQL",
                        TopicConfig.RETENTION_MS_CONFIG + "="
                                + Duration.ofDays(7).toMillis())));
        tell(flaws);
    }

    /** Agents read partition 0: other partitions are somebody's mistake, and worth a word. */
    private static List<String> ofPartitions(TopicDescription topic) {
        int count = topic.partitions().size();
        return count == 1
                ? List.of()
                : List.of("topic " + topic.name() + " has " + count
                        + " partitions and should have 1; only partition 0 is written and read");
    }

    private static List<String> ofAssignments(String topic, Config config) {
        List<String> flaws = new ArrayList<>(ofPolicy(topic, config, "an agent may miss what a newer record replaced"));
        boolean isForEver = number(config, TopicConfig.RETENTION_MS_CONFIG).equals(Optional.of(-1L));
        String hour = TopicConfig.RETENTION_MS_CONFIG + "=" + LEAST_OF_ASSIGNMENTS.toMillis();
        if (isForEver
                || retention(config)
                        .filter(kept -> kept.compareTo(MOST_OF_ASSIGNMENTS) > 0)
                        .isPresent()) {
            flaws.add(flaw(topic, kept(config), "its agent reads all of it at each start", hour));
        }
        if (retention(config)
                .filter(kept -> kept.compareTo(LEAST_OF_ASSIGNMENTS) < 0)
                .isPresent()) {
            flaws.add(flaw(topic, kept(config), "an assignment may be gone before a slow agent has read it", hour));
        }
        return flaws;
    }

    private static List<String> ofPolicy(String topic, Config config, String harm) {
        String policy = value(config, TopicConfig.CLEANUP_POLICY_CONFIG).orElse(TopicConfig.CLEANUP_POLICY_DELETE);
        return policy.equals(TopicConfig.CLEANUP_POLICY_DELETE)
                ? List.of()
                : List.of(flaw(
                        topic,
                        TopicConfig.CLEANUP_POLICY_CONFIG + " " + policy,
                        harm,
                        TopicConfig.CLEANUP_POLICY_CONFIG + "=" + TopicConfig.CLEANUP_POLICY_DELETE));
    }

    private static String flaw(String topic, String found, String harm, String cure) {
        return "topic " + topic + " has " + found + ": " + harm
                + "; change it with kafka-configs.sh --alter --entity-type" + " topics --entity-name " + topic
                + " --add-config " + cure;
    }

    private void tell(List<String> flaws) {
        if (told.size() > MOST_REMEMBERED) {
            told.clear();
        }
        flaws.stream().filter(told::add).forEach(flaw -> {
            tally.add(Counted.TOPIC_FLAWS, 1);
            say.accept(flaw);
        });
    }

    private static String kept(Config config) {
        return TopicConfig.RETENTION_MS_CONFIG + " "
                + value(config, TopicConfig.RETENTION_MS_CONFIG).orElse("unknown");
    }

    /** Empty when nothing is deleted for its age. */
    private static Optional<Duration> retention(Config config) {
        return number(config, TopicConfig.RETENTION_MS_CONFIG)
                .filter(millis -> millis >= 0)
                .map(Duration::ofMillis);
    }

    private static Optional<Long> number(Config config, String name) {
        return value(config, name).map(Long::valueOf);
    }

    private static Optional<String> value(Config config, String name) {
        return Optional.ofNullable(config.get(name)).flatMap(entry -> Optional.ofNullable(entry.value()));
    }
}

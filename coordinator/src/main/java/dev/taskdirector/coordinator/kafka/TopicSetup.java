package dev.taskdirector.coordinator.kafka;

import dev.taskdirector.coordinator.runtime.RefusalException;
import dev.taskdirector.wire.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jboss.logging.Logger;

/** Sees to the topics at the start: creates what is missing, and refuses what would break builds or decisions. */
final class TopicSetup {
    private static final Logger LOG = Logger.getLogger(TopicSetup.class);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int MOST_PAUSES = 200;
    private final Admin admin;
    private final Topics topics;
    private final TopicSettings settings;
    private final TopicAudit audit;

    TopicSetup(Admin admin, Topics topics, TopicSettings settings, TopicAudit audit) {
        this.admin = admin;
        this.topics = topics;
        this.settings = settings;
        this.audit = audit;
    }

    /**
     * Creates and checks.
     *
     * @param checkpointed how many partitions the status topic had when a checkpoint was last written
     * @return how many partitions the status topic has
     * @throws RefusalException with a sentence, if the coordinator can't work on these topics
     */
    int run(Optional<Integer> checkpointed) {
        create(List.of(
                settings.peerStatus(topics.peerStatus()),
                settings.runEvents(topics.runEvents()),
                settings.deadLetters(topics.deadLetters())));
        String topic = topics.peerStatus();
        checkSettings(topic);
        return checkedPartitions(topic, checkpointed);
    }

    private void create(Collection<NewTopic> wanted) {
        var results = admin.createTopics(wanted).values();
        for (NewTopic topic : wanted) {
            KafkaFuture<Void> result = results.get(topic.name());
            try {
                get(() -> result == null ? KafkaFuture.completedFuture(null) : result, "create topic " + topic.name());
                LOG.infof("created topic %s with %d partitions", topic.name(), topic.numPartitions());
            } catch (RefusalException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
    }

    private void checkSettings(String topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        var configs = get(() -> admin.describeConfigs(List.of(resource)).all(), "read the settings of topic " + topic);
        Config config = Optional.ofNullable(configs.get(resource)).orElse(new Config(List.of()));
        String type = Optional.ofNullable(config.get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG))
                .map(entry -> entry.value())
                .orElse("unknown");
        if (!type.equals("LogAppendTime")) {
            throw new RefusalException("topic " + topic + " has message.timestamp.type " + type
                    + ", but the coordinator's clock is the broker's: set it to LogAppendTime, with kafka-configs.sh --alter"
                    + " --entity-type topics --entity-name " + topic
                    + " --add-config message.timestamp.type=LogAppendTime");
        }
        audit.lookAtStatuses(topic, config);
    }

    private int checkedPartitions(String topic, Optional<Integer> checkpointed) {
        var descriptions = get(() -> admin.describeTopics(List.of(topic)).allTopicNames(), "describe topic " + topic);
        int count = Optional.ofNullable(descriptions.get(topic))
                .map(description -> description.partitions().size())
                .orElse(0);
        if (checkpointed.isPresent() && checkpointed.get() != count) {
            throw new RefusalException("topic " + topic + " has " + count
                    + " partitions, but the checkpoint was written with "
                    + checkpointed.get() + ": records of one remote cache would no longer meet; "
                    + cureOf(count, checkpointed.get()));
        }
        if (count != settings.partitions()) {
            LOG.warnf(
                    "topic %s has %d partitions, task-director.partitions says %d; the topic's number holds",
                    topic, count, settings.partitions());
        }
        return count;
    }

    private static String cureOf(int count, int checkpointed) {
        return count > checkpointed
                ? "Kafka takes no partition away again, so go on as coordinator/README.md says of changing their number"
                : "give the topic its " + checkpointed
                        + " partitions back, or change their number as coordinator/README.md says";
    }

    /** Asks again for a topic that was just created: not every broker knows it at once. */
    private static <T> T get(Supplier<KafkaFuture<T>> asking, String purpose) {
        for (int pauses = 0; ; pauses++) {
            try {
                return asking.get().get(30, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                if (!(cause instanceof UnknownTopicOrPartitionException) || pauses == MOST_PAUSES) {
                    throw new RefusalException("can't " + purpose + ": " + cause.getMessage(), cause);
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            } catch (TimeoutException e) {
                throw new RefusalException("can't " + purpose + ": Kafka did not answer within 30 s", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RefusalException("can't " + purpose + ": interrupted", e);
            }
        }
    }
}

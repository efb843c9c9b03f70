package dev.taskdirector.coordinator.kafka;

import dev.taskdirector.coordinator.runtime.Pace;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What can be configured about messaging and about decisions. */
@ConfigMapping(prefix = "task-director")
public interface CoordinatorConfig {

    /** What the names of all topics begin with. */
    @WithDefault("task-director")
    String topicPrefix();

    /** Partitions of topics that are created. */
    @WithDefault("12")
    int partitions();

    /** Replicas of topics that are created. */
    @WithDefault("1")
    short replicationFactor();

    /** Replicas that must have a record before it counts, for topics that are created. */
    @WithDefault("1")
    int minInsyncReplicas();

    /** How often a peer with nothing new should speak. */
    @WithDefault("5s")
    Duration heartbeat();

    /** A session silent for longer is gone. */
    @WithDefault("30s")
    Duration sessionTimeout();

    /** How long done work stays done after the last session that needed it. */
    @WithDefault("10m")
    Duration workLinger();

    /** Attempts at a task before it is failed. */
    @WithDefault("3")
    int maxAttempts();

    /** How many times its expected time a task may take before an idle peer may take it as well; ten seconds at least. */
    @WithDefault("2")
    double speculationFactor();

    /** How much expected work a slot gets ahead, so that short tasks need not wait for the next answer; 1 ms switches it off. */
    @WithDefault("150ms")
    Duration lead();

    /** Peers with an assignment topic, and live sessions per partition. */
    @WithDefault("5000")
    int maxPeers();

    /** Works of a partition, open and lingering. */
    @WithDefault("500000")
    int maxWorks();

    /** Tasks of all plans of a partition. */
    @WithDefault("2000000")
    int maxPlannedTasks();

    /** Under which tokens are made, 16 characters or more; without one the replicas share one that they keep in PostgreSQL. */
    Optional<String> secret();

    /** A file with that secret and nothing else. */
    Optional<Path> secretFile();

    /** The secret before, accepted until the retention of the status topic has passed. */
    Optional<String> previousSecret();

    /** A file with the secret before and nothing else. */
    Optional<Path> previousSecretFile();

    KafkaClients kafka();

    /** What all of the coordinator's Kafka clients have in common. */
    interface KafkaClients {
        /** A properties file with settings of Kafka's clients, such as security; it wins over what stands under {@code kafka.}. */
        Optional<Path> propertiesFile();
    }

    /** Between two saves of what changed. */
    @WithDefault("250ms")
    Duration flushInterval();

    /** How long ended runs stay readable; the store goes by it, and a name unknown here would stop the start. */
    @WithDefault("30D")
    Duration historyRetention();

    /** How long a start waits for PostgreSQL, and then for Kafka, before it gives up. */
    @WithDefault("1D")
    Duration startTimeout();

    /** How long a clean stop, and a revocation, waits for the last save. */
    @WithDefault("5s")
    Duration stopTimeout();

    /** The secret for tokens, wherever it stands; empty when the replicas share one of their own. */
    default Optional<String> tokenSecret() {
        return SharedSecret.configured("task-director.secret", secret(), secretFile());
    }

    /** The secret for tokens before. */
    default Optional<String> previousTokenSecret() {
        return SharedSecret.configured("task-director.previous-secret", previousSecret(), previousSecretFile());
    }

    /** How often a processor does what. */
    default Pace pace() {
        Pace defaults = Pace.DEFAULTS;
        return new Pace(
                flushInterval().toMillis(),
                defaults.quietMillis(),
                defaults.retryMinMillis(),
                defaults.retryMaxMillis(),
                defaults.parkedMillis(),
                defaults.settingsMillis(),
                defaults.maxUnsavedRows());
    }
}

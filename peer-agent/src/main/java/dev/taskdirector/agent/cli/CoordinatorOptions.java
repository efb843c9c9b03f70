package dev.taskdirector.agent.cli;

import dev.taskdirector.agent.kafka.ClientSettings;
import dev.taskdirector.wire.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The way to the coordinator. */
final class CoordinatorOptions {

    private static final String SERVERS = "bootstrap.servers";
    private static final String SERVERS_VARIABLE = "TASK_DIRECTOR_BOOTSTRAP_SERVERS";

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT,…",
            description = "Kafka brokers; else from " + SERVERS_VARIABLE + ".")
    @Nullable
    String bootstrapServers;

    @Option(
            names = "--topic-prefix",
            paramLabel = "PREFIX",
            defaultValue = Topics.DEFAULT_PREFIX,
            description = "Prefix of the topics' names (${DEFAULT-VALUE}).")
    String topicPrefix = Topics.DEFAULT_PREFIX;

    @Option(
            names = "--kafka-config",
            paramLabel = "FILE",
            description = "A properties file with settings of the Kafka clients, such as security.")
    @Nullable
    Path kafkaConfig;

    ClientSettings settings(Surroundings around) throws UsageError {
        String servers = bootstrapServers != null
                ? bootstrapServers
                : around.environment().get(SERVERS_VARIABLE);
        ClientSettings settings = servers == null || servers.isBlank()
                ? new ClientSettings(Map.of())
                : ClientSettings.of(servers.strip());
        if (kafkaConfig != null) {
            try {
                settings = settings.and(around.resolve(kafkaConfig));
            } catch (IOException | IllegalArgumentException e) {
                throw new UsageError("--kafka-config " + kafkaConfig + " can't be read: " + e.getMessage());
            }
        }
        if (!settings.given().containsKey(SERVERS)) {
            throw new UsageError(
                    "no Kafka broker is named; give --bootstrap-servers HOST:PORT or set " + SERVERS_VARIABLE);
        }
        return settings;
    }

    Topics topics() {
        return new Topics(topicPrefix);
    }
}

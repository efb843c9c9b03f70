package dev.taskdirector.agent.cli;

import dev.taskdirector.agent.kafka.ClientSettings;
import dev.taskdirector.wire.Topics;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The way to the coordinator. */
final class CoordinatorOptions {

    private static final String SERVERS = "bootstrap.servers";
    private static final String SERVERS_VARIABLE = "TASK_DIRECTOR_BOOTSTRAP_SERVERS";

    private static final String CONFIG_VARIABLE = "TASK_DIRECTOR_KAFKA_CONFIG";

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
            description = "A properties file with settings of the Kafka clients, such as security; else from "
                    + CONFIG_VARIABLE + ". Secrets belong there, never on a command line.")
    @Nullable
    Path kafkaConfig;

    ClientSettings settings(Surroundings around) throws UsageError {
        ClientSettings settings = named(bootstrapServers, SERVERS_VARIABLE, around)
                .map(ClientSettings::of)
                .orElseGet(() -> new ClientSettings(Map.of()));
        String file = kafkaConfig == null ? null : kafkaConfig.toString();
        Optional<String> config = named(file, CONFIG_VARIABLE, around);
        if (config.isPresent()) {
            settings = and(settings, config.get(), around);
        }
        if (!settings.given().containsKey(SERVERS)) {
            throw new UsageError(
                    "no Kafka broker is named; give --bootstrap-servers HOST:PORT or set " + SERVERS_VARIABLE);
        }
        return settings;
    }

    private ClientSettings and(ClientSettings settings, String file, Surroundings around) throws UsageError {
        String origin = kafkaConfig == null ? CONFIG_VARIABLE : "--kafka-config";
        try {
            return settings.and(around.resolve(Path.of(file)));
        } catch (NoSuchFileException e) {
            throw new UsageError(origin + " " + file + " does not exist");
        } catch (IOException | IllegalArgumentException e) {
            throw new UsageError(origin + " " + file + " can't be read: " + e.getMessage());
        }
    }

    private static Optional<String> named(@Nullable String option, String variable, Surroundings around) {
        String given = option != null ? option : around.environment().get(variable);
        return Optional.ofNullable(given).map(String::strip).filter(text -> !text.isEmpty());
    }

    Topics topics() {
        return new Topics(topicPrefix);
    }
}

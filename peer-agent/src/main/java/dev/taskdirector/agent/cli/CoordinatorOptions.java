package dev.taskdirector.agent.cli;

import dev.taskdirector.agent.kafka.ClientSettings;
import dev.taskdirector.wire.Sentences;
import dev.taskdirector.wire.Topics;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The way to the coordinator. */
final class CoordinatorOptions {

    private static final String SERVERS = "bootstrap.servers";
    private static final String SERVERS_VARIABLE = "TASK_DIRECTOR_BOOTSTRAP_SERVERS";

    private static final String CONFIG_VARIABLE = "TASK_DIRECTOR_KAFKA_CONFIG";

    /** A topic's name has 249 characters at most, and a peer's ends in {@code .assignments.} and 128 of its id. */
    private static final int LONGEST_PREFIX = 249 - 13 - 128;

    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9._-]{1," + LONGEST_PREFIX + "}");

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

    /** Refuses what the user has to put right. Reads the file of the clients' settings; asks nobody. */
    void check(Surroundings around) throws UsageError {
        Given.match(
                "--topic-prefix",
                topicPrefix,
                PREFIX,
                "use 1 to " + LONGEST_PREFIX + " letters, digits, dots, hyphens and underscores");
        settings(around);
    }

    /** How the clients of Kafka are set. */
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
        if (settings.hasWrongBrokers()) {
            throw new UsageError("the Kafka brokers that --bootstrap-servers, " + SERVERS_VARIABLE
                    + " or --kafka-config names are " + Sentences.quoted(settings.brokers())
                    + "; write HOST:PORT, with commas between several");
        }
        return settings;
    }

    private ClientSettings and(ClientSettings settings, String file, Surroundings around) throws UsageError {
        String origin = kafkaConfig == null ? CONFIG_VARIABLE : "--kafka-config";
        try {
            return settings.and(around.resolve(Path.of(file)));
        } catch (NoSuchFileException e) {
            throw new UsageError(origin + " " + Sentences.quoted(file) + " does not exist; name a properties file");
        } catch (IOException | IllegalArgumentException e) {
            throw new UsageError(origin + " " + Sentences.quoted(file) + " can't be read ("
                    + Sentences.line(String.valueOf(e.getMessage())) + "); name a properties file");
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

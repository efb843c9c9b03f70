package dev.taskdirector.benchmarks.replay;

import dev.taskdirector.agent.kafka.ClientSettings;
import dev.taskdirector.wire.Topics;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** A real cluster's past on the command line. */
final class LogOptions {

    @Option(
            names = "--from-log",
            description =
                    "What was built in a remote cache, as its status topic tells; what really happened is shown too.")
    private boolean fromLog;

    @Option(names = "--bootstrap-servers", paramLabel = "HOST:PORT,…", description = "The log's Kafka brokers.")
    private @Nullable String bootstrapServers;

    @Option(
            names = "--kafka",
            paramLabel = "FILE",
            description = "A properties file with settings of the Kafka client, such as security.")
    private @Nullable Path kafka;

    @Option(
            names = "--topic-prefix",
            paramLabel = "PREFIX",
            description = "Of the topics. Without it: " + Topics.DEFAULT_PREFIX + ".")
    private @Nullable String topicPrefix;

    @Option(names = "--cache", paramLabel = "ID", description = "The remote cache.")
    private @Nullable String cache;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            converter = Times.class,
            description = "The first time that is read, like 2026-03-01T08:00:00Z. Without it: the log's begin.")
    private @Nullable Instant from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            converter = Times.class,
            description = "The time from which on nothing is read. Without it: the log's end.")
    private @Nullable Instant to;

    /** Times as ISO 8601 has them, in UTC. */
    static final class Times implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String value) {
            try {
                return Instant.parse(value.strip());
            } catch (DateTimeParseException e) {
                throw new TypeConversionException(
                        "\"" + value + "\" is no time; write it in UTC like 2026-03-01T08:00:00Z");
            }
        }
    }

    boolean isWanted() {
        return fromLog;
    }

    /** What to say when the log tells of no task. */
    String nothing() {
        return "nothing was built in " + cache + " in the time that was read; look at --cache, --from and --to";
    }

    /** @throws ParameterException when something is missing, or means nothing here */
    void check(CommandLine line) {
        boolean isAny =
                Stream.of(bootstrapServers, kafka, topicPrefix, cache, from, to).anyMatch(Objects::nonNull);
        if (!fromLog && isAny) {
            throw new ParameterException(
                    line,
                    "--bootstrap-servers, --kafka, --topic-prefix, --cache, --from and --to go with --from-log only");
        }
        if (fromLog && cache == null) {
            throw new ParameterException(line, "--from-log needs the id of a remote cache: --cache ID");
        }
        if (fromLog && bootstrapServers == null && kafka == null) {
            throw new ParameterException(line, "--from-log needs Kafka brokers: --bootstrap-servers HOST:PORT");
        }
        if (from != null && to != null && !from.isBefore(to)) {
            throw new ParameterException(line, "--from " + from + " is not before --to " + to);
        }
    }

    /** The past that the log tells. */
    Past read(CommandLine line) throws StatusLog.Unreadable {
        return new StatusLog(
                        clients(line).given(),
                        new Topics(Optional.ofNullable(topicPrefix).orElse(Topics.DEFAULT_PREFIX)).peerStatus(),
                        Optional.ofNullable(cache).orElseThrow(),
                        Optional.ofNullable(from),
                        Optional.ofNullable(to))
                .read();
    }

    private ClientSettings clients(CommandLine line) {
        ClientSettings named =
                bootstrapServers == null ? new ClientSettings(Map.of()) : ClientSettings.of(bootstrapServers);
        if (kafka == null) {
            return named;
        }
        try {
            ClientSettings both = named.and(kafka);
            if (!both.given().containsKey("bootstrap.servers")) {
                throw new ParameterException(line, "neither --bootstrap-servers nor " + kafka + " names a broker");
            }
            return both;
        } catch (NoSuchFileException e) {
            throw new ParameterException(line, "--kafka " + kafka + " does not exist", e);
        } catch (IOException | IllegalArgumentException e) {
            throw new ParameterException(line, "--kafka " + kafka + " can't be read: " + e.getMessage(), e);
        }
    }
}

package dev.taskdirector.deploy.standalone;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of the standalone: starts everything, says where it is, and stays until TERM or INT. */
@Command(
        name = "standalone",
        mixinStandardHelpOptions = true,
        description = "Starts Kafka, PostgreSQL and the coordinator on this machine; stops them on TERM or Ctrl-C.")
public final class StandaloneCommand implements Callable<Integer> {

    @Option(names = "--data", paramLabel = "DIR", description = "Keep all data here; without it nothing is kept.")
    private @Nullable Path data;

    @Option(names = "--kafka-port", paramLabel = "PORT", description = "Kafka's port on 127.0.0.1; any free one.")
    private int kafkaPort;

    @Option(names = "--http-port", paramLabel = "PORT", description = "The coordinator's port; any free one.")
    private int httpPort;

    @Option(names = "--coordinators", paramLabel = "N", description = "How many coordinators (1).")
    private int coordinators = 1;

    @Option(names = "--coordinator-jar", paramLabel = "FILE", description = "Another coordinator than the built one.")
    private @Nullable Path coordinatorJar;

    @Option(names = "--addresses-file", paramLabel = "FILE", description = "Write the addresses here as properties.")
    private @Nullable Path addressesFile;

    @Option(names = "-D", paramLabel = "NAME=VALUE", description = "A configuration property of the coordinators.")
    private Map<String, String> further = new TreeMap<>();

    @Option(names = "-B", paramLabel = "NAME=VALUE", description = "A property of the broker.")
    private Map<String, String> broker = new TreeMap<>();

    public static void main(String... arguments) {
        System.exit(new CommandLine(new StandaloneCommand())
                .setExecutionExceptionHandler((e, line, parsed) -> {
                    line.getErr().println("standalone: " + e.getMessage());
                    return CommandLine.ExitCode.SOFTWARE;
                })
                .execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        StandaloneSettings settings = new StandaloneSettings(
                Optional.ofNullable(data),
                kafkaPort,
                httpPort,
                coordinators,
                Optional.ofNullable(coordinatorJar),
                further,
                broker,
                false);
        try (Standalone standalone = Standalone.start(settings)) {
            Addresses addresses = Addresses.of(standalone);
            System.out.println(addresses.lines());
            Optional.ofNullable(addressesFile).ifPresent(addresses::write);
            System.out.println("ready; TERM or Ctrl-C stops everything");
            // on TERM this waits on, until the shutdown hook has stopped everything and the JVM ends
            throw new IllegalStateException(standalone.firstDeath().join().obituary());
        }
    }
}

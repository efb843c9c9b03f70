package dev.taskdirector.agent.cli;

import dev.taskdirector.agent.Transport;
import dev.taskdirector.agent.checkout.Checkout;
import dev.taskdirector.agent.kafka.ClientSettings;
import dev.taskdirector.agent.kafka.KafkaTransport;
import dev.taskdirector.wire.JsonWireCodec;
import dev.taskdirector.wire.Sentences;
import dev.taskdirector.wire.Topics;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What the commands find around them.
 *
 * @param folder where the agent was started: commands run here, relative paths begin here
 * @param environment the environment's variables
 * @param out takes the CI log, the commands' output, and what other commands print
 * @param errors takes what is wrong with the usage
 * @param clock for the times in the log, in the machine's zone
 * @param isTerminal whether a person looks on
 * @param signals takes who hears of each signal that asks the process to end
 * @param checkouts tells what is checked out in a folder
 * @param transports makes the way to the coordinator
 */
public record Surroundings(
        Path folder,
        Map<String, String> environment,
        PrintStream out,
        PrintStream errors,
        Clock clock,
        boolean isTerminal,
        Consumer<StopListener> signals,
        Function<Path, Checkout> checkouts,
        Transports transports) {

    /** Set by the launcher: a JVM says different things about its console in different versions. */
    private static final String TERMINAL = "task-director.terminal";

    public Surroundings {
        environment = Map.copyOf(environment);
    }

    /** Makes the way to the coordinator. */
    public interface Transports {
        Transport make(ClientSettings settings, Topics topics, String peer);
    }

    /** Those of this process. */
    static Surroundings ofProcess() {
        Optional<Long> parent = ParentWatch.parent();
        return new Surroundings(
                Path.of("").toAbsolutePath(),
                System.getenv(),
                System.out,
                System.err,
                Clock.system(ZoneId.systemDefault()),
                Boolean.getBoolean(TERMINAL),
                listener -> Signals.listen(listener, parent),
                Checkout::detect,
                (settings, topics, peer) -> new KafkaTransport(settings, topics, peer, new JsonWireCodec()));
    }

    /** Says what is wrong, each on one line, whatever is in it. */
    void tell(List<String> sentences) {
        sentences.forEach(sentence -> errors.println(Sentences.plain(sentence)));
    }

    /** A path as the user gave it; sentences about it name it as the user did, where that is enough to find it. */
    Path resolve(Path given) {
        return folder.equals(Path.of("").toAbsolutePath()) ? given : folder.resolve(given);
    }
}

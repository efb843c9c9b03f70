package dev.taskdirector.benchmarks;

import dev.taskdirector.deploy.standalone.Standalone;
import dev.taskdirector.deploy.standalone.StandaloneSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What the system bears: more peers, statuses and tasks than a company has, and a database that takes its time. */
@Command(
        name = "limits",
        description = "A herd of joins, a flood of statuses, a run of 100,000 tasks, a slow database.",
        mixinStandardHelpOptions = true)
final class LimitsCommand implements Callable<Integer> {

    private static final Duration READY = Duration.ofMinutes(3);
    private static final int WARM_UP_TASKS = 5_000;
    private static final FleetSize WARM_UP = new FleetSize(50, 8);
    private static final FleetSize TEN = new FleetSize(10, 1);
    private static final int SLOW_TASKS = 5_000;

    /** What can be tried apart. */
    enum Part {
        JOINS,
        STATUSES,
        TASKS,
        DATABASE
    }

    @Option(names = "--only", split = ",", description = "Parts to try, of ${COMPLETION-CANDIDATES}; all without it.")
    private Set<Part> only = EnumSet.allOf(Part.class);

    @Option(names = "--peers", description = "Peers that join within a second: ${DEFAULT-VALUE}.")
    private int peers = 1_000;

    @Option(names = "--schema", description = "Tasks in their schema: ${DEFAULT-VALUE}.")
    private int schema = 10_000;

    @Option(names = "--rate", description = "Statuses a second: ${DEFAULT-VALUE}.")
    private int rate = 10_000;

    @Option(names = "--seconds", description = "How long they flood in: ${DEFAULT-VALUE}.")
    private int seconds = 60;

    @Option(names = "--tasks", description = "Tasks of the large run: ${DEFAULT-VALUE}.")
    private int tasks = 100_000;

    @Option(names = "--statement", description = "Milliseconds that a statement is held up: ${DEFAULT-VALUE}.")
    private int statement = 100;

    @Option(names = "--report", description = "Write the figures as JSON to this file.")
    private @Nullable Path report;

    @Override
    public Integer call() throws Exception {
        LimitsReport result = new LimitsReport(System.out);
        if (only.stream().anyMatch(part -> part != Part.DATABASE)) {
            try (Standalone standalone =
                    Standalone.start(StandaloneSettings.temporary().lasting())) {
                Clients clients = new Clients(standalone.bootstrapServers());
                run(clients, "warm-up", WARM_UP, WARM_UP_TASKS);
                tryAll(clients, result);
                result.died(standalone.firstDeath().isDone());
            }
        }
        if (only.contains(Part.DATABASE)) {
            slowDatabase(result);
        }
        if (report != null) {
            result.write(report);
        }
        return 0;
    }

    private void tryAll(Clients clients, LimitsReport result) throws IOException {
        if (only.contains(Part.JOINS)) {
            try (Herd herd = new Herd(clients, peers, schema)) {
                result.joins(peers, schema, herd.run());
            }
        }
        if (only.contains(Part.STATUSES)) {
            try (Lag lag = new Lag(clients.bootstrapServers());
                    Flood flood = new Flood(clients, lag)) {
                result.statuses(flood.run(rate, Duration.ofSeconds(seconds)));
            }
        }
        if (only.contains(Part.TASKS)) {
            result.tasks(run(clients, "large", WARM_UP, tasks));
        }
    }

    private void slowDatabase(LimitsReport result) throws IOException, InterruptedException {
        try (Standalone standalone =
                Standalone.start(StandaloneSettings.temporary().lasting().withCoordinators(0))) {
            URI real = URI.create(standalone.database().jdbcUrl().substring("jdbc:".length()));
            InetSocketAddress address = new InetSocketAddress(real.getHost(), real.getPort());
            Clients clients = new Clients(standalone.bootstrapServers());
            try (SlowDatabase slow = new SlowDatabase(address, Duration.ofMillis(statement));
                    Lag lag = new Lag(standalone.bootstrapServers())) {
                standalone
                        .addCoordinator(
                                "quarkus.datasource.jdbc.url",
                                "jdbc:postgresql://127.0.0.1:" + slow.port() + real.getPath())
                        .awaitReady(READY);
                run(clients, "warm-up", WARM_UP, WARM_UP_TASKS);
                Load.Result load = run(clients, "slow", TEN, SLOW_TASKS);
                long from = System.nanoTime();
                Map<TopicPartition, Long> ends = lag.ends();
                long most = lag.behind(ends);
                while (lag.behind(ends) > 0) {
                    if (System.nanoTime() - from > READY.toNanos()) {
                        throw new IllegalStateException(
                                "after " + READY + " " + lag.behind(ends) + " statuses are not stored");
                    }
                }
                result.database(statement, load, most, (System.nanoTime() - from) / 1e9);
            }
        }
    }

    private static Load.Result run(Clients clients, String cache, FleetSize fleet, int tasks) {
        try (Load load = new Load(clients, cache, fleet, tasks)) {
            return load.run();
        }
    }
}

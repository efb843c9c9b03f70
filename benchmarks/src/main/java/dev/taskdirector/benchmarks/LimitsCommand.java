package dev.taskdirector.benchmarks;

import dev.taskdirector.deploy.standalone.CoordinatorProcess;
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
        description = "A herd of joins, a flood of statuses, a run of 100,000 tasks, a slow database."
                + " Exits with 1 when a bound is missed.",
        mixinStandardHelpOptions = true)
final class LimitsCommand implements Callable<Integer> {

    private static final Duration READY = Duration.ofMinutes(3);
    private static final Duration EACH = Duration.ofSeconds(1);
    private static final FleetSize FIFTY = new FleetSize(50, 8);
    private static final FleetSize TEN = new FleetSize(10, 1);

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

    @Option(names = "--slow-tasks", description = "Tasks of the run with that database: ${DEFAULT-VALUE}.")
    private int slowTasks = 5_000;

    @Option(names = "--warm-up", description = "Tasks of the run before each coordinator is tried: ${DEFAULT-VALUE}.")
    private int warmUp = 5_000;

    @Option(names = "--report", description = "Write the figures as JSON to this file.")
    private @Nullable Path report;

    @Override
    public Integer call() throws Exception {
        LimitsReport result = new LimitsReport(System.out);
        if (only.stream().anyMatch(part -> part != Part.DATABASE)) {
            try (Standalone standalone =
                    Standalone.start(StandaloneSettings.temporary().lasting())) {
                judge(standalone, result, () -> tryAll(standalone, result));
            }
        }
        if (only.contains(Part.DATABASE)) {
            try (Standalone standalone =
                    Standalone.start(StandaloneSettings.temporary().lasting().withCoordinators(0))) {
                judge(standalone, result, () -> trySlowDatabase(standalone, result));
            }
        }
        if (report != null) {
            result.write(report);
        }
        return result.missed().isEmpty() ? 0 : 1;
    }

    private interface Trial {
        void run() throws IOException, InterruptedException;
    }

    /** A part that breaks off ends those that share its coordinator; the figures so far are reported all the same. */
    private static void judge(Standalone standalone, LimitsReport result, Trial trial)
            throws IOException, InterruptedException {
        try {
            trial.run();
        } catch (IllegalStateException e) {
            result.brokeOff(String.valueOf(e.getMessage()));
        }
        standalone.coordinators().stream()
                .filter(coordinator -> !coordinator.isAlive())
                .forEach(coordinator -> result.died(coordinator.exitCode()));
    }

    /** Looks at the coordinator's memory all the while: what was too much may be gone in the end. */
    private static void watch(URI coordinator, Part part, LimitsReport result, Trial trial)
            throws IOException, InterruptedException {
        try (MemoryWatch watch = new MemoryWatch(coordinator, EACH)) {
            trial.run();
            result.memory(part.name(), watch.highest());
        }
    }

    private void tryAll(Standalone standalone, LimitsReport result) throws IOException, InterruptedException {
        Clients clients = new Clients(standalone.bootstrapServers());
        URI coordinator = standalone.coordinators().get(0).address();
        run(clients, "warm-up", FIFTY, warmUp);
        if (only.contains(Part.JOINS)) {
            watch(coordinator, Part.JOINS, result, () -> {
                try (Herd herd = new Herd(clients, peers, schema)) {
                    result.joins(peers, schema, herd.run());
                }
            });
        }
        if (only.contains(Part.STATUSES)) {
            watch(coordinator, Part.STATUSES, result, () -> {
                try (Lag lag = new Lag(clients.bootstrapServers());
                        Flood flood = new Flood(clients, lag)) {
                    result.statuses(flood.run(rate, Duration.ofSeconds(seconds)));
                }
            });
        }
        if (only.contains(Part.TASKS)) {
            watch(coordinator, Part.TASKS, result, () -> result.tasks(run(clients, "large", FIFTY, tasks)));
        }
    }

    private void trySlowDatabase(Standalone standalone, LimitsReport result) throws IOException, InterruptedException {
        URI real = URI.create(standalone.database().jdbcUrl().substring("jdbc:".length()));
        InetSocketAddress address = new InetSocketAddress(real.getHost(), real.getPort());
        Clients clients = new Clients(standalone.bootstrapServers());
        try (SlowDatabase slow = new SlowDatabase(address, Duration.ofMillis(statement));
                Lag lag = new Lag(standalone.bootstrapServers())) {
            CoordinatorProcess coordinator = standalone
                    .addCoordinator(
                            "quarkus.datasource.jdbc.url",
                            "jdbc:postgresql://127.0.0.1:" + slow.port() + real.getPath())
                    .awaitReady(READY);
            run(clients, "warm-up", FIFTY, warmUp);
            watch(coordinator.address(), Part.DATABASE, result, () -> buildAndAwaitStored(clients, lag, result));
        }
    }

    private void buildAndAwaitStored(Clients clients, Lag lag, LimitsReport result) {
        Load.Result load = run(clients, "slow", TEN, slowTasks);
        long from = System.nanoTime();
        Map<TopicPartition, Long> ends = lag.ends();
        long most = lag.behind(ends);
        awaitStored(lag, ends, from);
        result.database(statement, load, most, (System.nanoTime() - from) / 1e9);
    }

    private static void awaitStored(Lag lag, Map<TopicPartition, Long> ends, long from) {
        while (lag.behind(ends) > 0) {
            if (System.nanoTime() - from > READY.toNanos()) {
                throw new IllegalStateException("after " + READY + " " + lag.behind(ends) + " statuses are not stored");
            }
        }
    }

    private static Load.Result run(Clients clients, String cache, FleetSize fleet, int tasks) {
        try (Load load = new Load(clients, cache, fleet, tasks)) {
            return load.run();
        }
    }
}

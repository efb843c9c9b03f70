package dev.taskdirector.benchmarks;

import dev.taskdirector.deploy.standalone.Standalone;
import dev.taskdirector.deploy.standalone.StandaloneSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How long it takes from a finished task to the next one, against what Kafka alone takes there and back. */
@Command(
        name = "dispatch",
        description = "From a completion to the next assignment, and completions a second, against raw Kafka.",
        mixinStandardHelpOptions = true)
final class DispatchCommand implements Callable<Integer> {

    private static final int STATUS_BYTES = 400;
    private static final int RAW_ROUND_TRIPS = 2_000;

    private static final int WARM_UP_TASKS = 20_000;

    @Option(
            names = "--peers",
            split = ",",
            converter = FleetSize.Converter.class,
            description = "Numbers of peers, measured one after the other; 50x8 is 50 of 8 slots each,"
                    + " 50+ is 50 that are given tasks ahead. Without it: 1,10,50,50x8,50+.")
    private List<FleetSize> fleets = List.of(
            new FleetSize(1, 1),
            new FleetSize(10, 1),
            new FleetSize(50, 1),
            new FleetSize(50, 8),
            new FleetSize(50, 1, true));

    @Option(names = "--rounds", description = "Runs for each number of peers; the median counts: ${DEFAULT-VALUE}.")
    private int rounds = 3;

    @Option(names = "--tasks", description = "Tasks a run; 0 for 2,000 and 600 more a peer, 60,000 at most.")
    private int tasks;

    @Option(
            names = "--warm-up",
            description =
                    "Seconds of load before anything counts, since the service and the load are compiled while they"
                            + " work, on the same processors: ${DEFAULT-VALUE}.")
    private int warmUpSeconds = 60;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--report", description = "Write the figures as JSON to this file.")
    private @Nullable Path report;

    private int runs;

    @Override
    public Integer call() throws Exception {
        if (rounds < 1) {
            throw new ParameterException(spec.commandLine(), "--rounds is " + rounds + "; at least one is needed");
        }
        if (warmUpSeconds < 0) {
            throw new ParameterException(spec.commandLine(), "--warm-up is " + warmUpSeconds + "; it is 0 or more");
        }
        try (Standalone standalone =
                Standalone.start(StandaloneSettings.temporary().lasting())) {
            Clients clients = new Clients(standalone.bootstrapServers());
            Optional<Latencies> raw = Optional.empty();
            List<Load.Result> loads = new ArrayList<>();
            for (FleetSize fleet : fleets) {
                warmUp(clients, fleet);
                if (raw.isEmpty()) {
                    raw = Optional.of(new RawRoundTrip(clients, STATUS_BYTES).measure(RAW_ROUND_TRIPS));
                }
                loads.add(median(clients, fleet));
            }
            DispatchReport result = new DispatchReport(raw.orElseThrow(), loads);
            result.print(System.out);
            if (report != null) {
                result.write(report);
            }
            return 0;
        }
    }

    private void warmUp(Clients clients, FleetSize fleet) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(warmUpSeconds);
        while (System.nanoTime() < end) {
            run(clients, fleet, Math.min(WARM_UP_TASKS, tasksFor(fleet.peers())));
        }
    }

    /** Several runs; of them the one with the median rate. */
    private Load.Result median(Clients clients, FleetSize fleet) {
        List<Load.Result> results = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            results.add(run(clients, fleet, tasksFor(fleet.peers())));
        }
        results.sort(Comparator.comparingDouble(Load.Result::completionsPerSecond));
        return results.get(results.size() / 2);
    }

    private int tasksFor(int count) {
        return tasks > 0 ? tasks : Math.min(60_000, 2_000 + 600 * count);
    }

    /** A run in a remote cache of its own. */
    private Load.Result run(Clients clients, FleetSize fleet, int tasks) {
        String cache = "load-" + fleet.name() + "-" + ++runs;
        try (Load load = new Load(clients, cache, fleet, tasks)) {
            Load.Result result = load.run();
            System.err.printf(Locale.ROOT, "%s: %,.0f completions a second%n", fleet, result.completionsPerSecond());
            return result;
        }
    }
}

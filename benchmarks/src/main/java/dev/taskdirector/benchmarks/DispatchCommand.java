package dev.taskdirector.benchmarks;

import dev.taskdirector.deploy.standalone.Standalone;
import dev.taskdirector.deploy.standalone.StandaloneSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How long it takes from a finished task to the next one, against what Kafka alone takes there and back. */
@Command(
        name = "dispatch",
        description = "From a completion to the next assignment, and completions a second, against raw Kafka.",
        mixinStandardHelpOptions = true)
final class DispatchCommand implements Callable<Integer> {

    private static final int STATUS_BYTES = 400;
    private static final int RAW_ROUND_TRIPS = 2_000;

    @Option(
            names = "--peers",
            split = ",",
            description = "Numbers of peers, measured one after the other: ${DEFAULT-VALUE}.")
    private List<Integer> peers = List.of(1, 10, 50);

    @Option(names = "--tasks", description = "Tasks a run; 0 for 2,000 and 600 more a peer, 60,000 at most.")
    private int tasks;

    @Option(names = "--report", description = "Write the figures as JSON to this file.")
    private @Nullable Path report;

    @Override
    public Integer call() throws Exception {
        try (Standalone standalone = Standalone.start(StandaloneSettings.temporary())) {
            Clients clients = new Clients(standalone.bootstrapServers());
            Latencies raw = new RawRoundTrip(clients, STATUS_BYTES).measure(RAW_ROUND_TRIPS);
            run(clients, "warm-up", 10, 20_000);
            List<Load.Result> loads = new ArrayList<>();
            for (int count : peers) {
                loads.add(run(clients, "load-" + count, count, tasksFor(count)));
            }
            DispatchReport result = new DispatchReport(raw, loads);
            result.print(System.out);
            if (report != null) {
                result.write(report);
            }
            return 0;
        }
    }

    private int tasksFor(int count) {
        return tasks > 0 ? tasks : Math.min(60_000, 2_000 + 600 * count);
    }

    private static Load.Result run(Clients clients, String cache, int peers, int tasks) {
        try (Load load = new Load(clients, cache, peers, tasks)) {
            return load.run();
        }
    }
}

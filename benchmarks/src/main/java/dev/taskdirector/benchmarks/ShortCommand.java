package dev.taskdirector.benchmarks;

import dev.taskdirector.agent.TaskRunner;
import dev.taskdirector.agent.process.CommandTaskRunner;
import dev.taskdirector.agent.process.CommandTemplate;
import dev.taskdirector.agent.process.OutputSink;
import dev.taskdirector.agent.process.RunnerSettings;
import dev.taskdirector.agent.process.Verdict;
import dev.taskdirector.deploy.standalone.CoordinatorProcess;
import dev.taskdirector.deploy.standalone.Standalone;
import dev.taskdirector.deploy.standalone.StandaloneSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What it brings that short tasks are given ahead of their turn, and that they are run together. */
@Command(
        name = "short",
        description = "Short tasks: given ahead against one a round trip, and together against a command for each."
                + " Exits with 1 when a bound is missed.",
        mixinStandardHelpOptions = true)
final class ShortCommand implements Callable<Integer> {

    private static final int PEERS = 8;
    private static final int PAIRS = 3;
    private static final Duration READY_LIMIT = Duration.ofSeconds(90);
    private static final String LEAD = "task-director.lead";
    private static final String NO_LEAD = "PT0.001S";

    private static final Duration BRIEF = Duration.ofMillis(1);
    private static final Duration TARGET = Duration.ofMillis(20);

    /** Takes 200 ms to start, and 20 ms a target. */
    private static final List<String> SLOW_TO_START =
            List.of("sh", "-c", "sleep 0.2; for target; do sleep 0.02; done", "sh", "{targets}");

    /** The bounds are wide: a slow machine keeps them as well. */
    private static final double LEAST_RATIO = 3;

    /** Of few tasks the last ones are a large part. */
    private static final double QUICK_LEAST_RATIO = 2;

    /** A coordinator and peers that have just started are compiled while they work: that is not what is measured. */
    private static final int WARM_UP_TASKS = 10_000;

    @Option(names = "--quick", description = "A pair of each instead of three, and fewer tasks.")
    private boolean quick;

    @Option(names = "--report", description = "Write the figures as JSON to this file.")
    private @Nullable Path report;

    private final List<AutoCloseable> open = new ArrayList<>();
    private int caches;
    private int builds;

    @Override
    public Integer call() throws Exception {
        try (Standalone standalone =
                Standalone.start(StandaloneSettings.temporary().lasting())) {
            List<ShortReport.Comparison> together = together(standalone);
            ShortReport result = new ShortReport(
                    together.get(0), together.get(1), ahead(standalone), quick ? QUICK_LEAST_RATIO : LEAST_RATIO);
            result.print(System.out);
            if (report != null) {
                result.write(report);
            }
            return result.missed().isEmpty() ? 0 : 1;
        } finally {
            closeRunners();
        }
    }

    /** The lead is a coordinator's own, so each build has one that has just started and has warmed up. */
    private ShortReport.Comparison ahead(Standalone standalone) throws Exception {
        int tasks = quick ? 2_000 : 10_000;
        List<ShortReport.Pair> pairs = new ArrayList<>();
        for (int pair = 0; pair < (quick ? 1 : PAIRS); pair++) {
            restart(standalone, Optional.empty());
            double with = brief(standalone, tasks);
            restart(standalone, Optional.of(NO_LEAD));
            pairs.add(new ShortReport.Pair(with, brief(standalone, tasks)));
        }
        return new ShortReport.Comparison("given ahead against one a round trip, 1 ms each", tasks, PEERS, pairs);
    }

    private double brief(Standalone standalone, int tasks) throws Exception {
        build(standalone, quick ? WARM_UP_TASKS / 10 : WARM_UP_TASKS, BRIEF, peer -> new BriefTasks(BRIEF));
        return build(standalone, tasks, BRIEF, peer -> new BriefTasks(BRIEF));
    }

    private static void restart(Standalone standalone, Optional<String> lead) throws InterruptedException {
        standalone.coordinators().forEach(standalone::stop);
        CoordinatorProcess coordinator =
                lead.isPresent() ? standalone.addCoordinator(LEAD, lead.get()) : standalone.addCoordinator();
        coordinator.awaitReady(READY_LIMIT);
    }

    /** The first build of a remote cache, and the third one, which goes by what the others have learnt. */
    private List<ShortReport.Comparison> together(Standalone standalone) throws Exception {
        int tasks = quick ? 400 : 3_000;
        build(standalone, WARM_UP_TASKS / 10, BRIEF, peer -> new BriefTasks(BRIEF));
        List<ShortReport.Pair> first = new ArrayList<>();
        List<ShortReport.Pair> third = new ArrayList<>();
        for (int pair = 0; pair < (quick ? 1 : PAIRS); pair++) {
            String cache = newCache();
            double with = build(standalone, cache, tasks, TARGET, peer -> command(settings(peer)));
            build(standalone, cache, tasks, TARGET, peer -> command(settings(peer)));
            double learnt = build(standalone, cache, tasks, TARGET, peer -> command(settings(peer)));
            double without = build(
                    standalone, tasks, TARGET, peer -> command(settings(peer).withoutBatches()));
            first.add(new ShortReport.Pair(with, without));
            third.add(new ShortReport.Pair(learnt, without));
        }
        return List.of(
                new ShortReport.Comparison(
                        "together against --no-batch, 200 ms to start and 20 ms each", tasks, PEERS, first),
                new ShortReport.Comparison("the same, as the third build of a remote cache", tasks, PEERS, third));
    }

    private static RunnerSettings settings(String peer) {
        return new RunnerSettings(
                peer,
                new CommandTemplate(SLOW_TO_START),
                Optional.empty(),
                new Verdict.None(),
                1,
                Duration.ofSeconds(5),
                Path.of("."),
                Optional.empty(),
                Set.of());
    }

    private static CommandTaskRunner command(RunnerSettings settings) {
        OutputSink nowhere = new OutputSink() {
            @Override
            public void pass(byte[] bytes, int count) {}

            @Override
            public void alone(Writing writing) {}
        };
        return new CommandTaskRunner(settings, nowhere, System.err::println);
    }

    private String newCache() {
        caches++;
        return "short-" + caches;
    }

    /** In a remote cache of its own, so that it learns from no other build. */
    @SuppressWarnings("try") // whatever closing a runner throws ends the benchmark
    private <R extends TaskRunner & AutoCloseable> double build(
            Standalone standalone, int tasks, Duration expected, Function<String, R> runners) throws Exception {
        return build(standalone, newCache(), tasks, expected, runners);
    }

    @SuppressWarnings("try") // whatever closing a runner throws ends the benchmark
    private <R extends TaskRunner & AutoCloseable> double build(
            Standalone standalone, String cache, int tasks, Duration expected, Function<String, R> runners)
            throws Exception {
        builds++;
        double rate = new ShortBuild(standalone.bootstrapServers(), cache, builds, tasks, expected)
                .completionsPerSecond(PEERS, peer -> {
                    R runner = runners.apply(peer);
                    open.add(runner);
                    return runner;
                });
        closeRunners();
        return rate;
    }

    private void closeRunners() throws Exception {
        for (AutoCloseable runner : open) {
            runner.close();
        }
        open.clear();
    }
}

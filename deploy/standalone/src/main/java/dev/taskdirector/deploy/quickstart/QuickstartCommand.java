package dev.taskdirector.deploy.quickstart;

import dev.taskdirector.deploy.standalone.BuiltParts;
import dev.taskdirector.deploy.standalone.Standalone;
import dev.taskdirector.deploy.standalone.StandaloneSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of the quickstart. Its exit code is 0 only if each task was built exactly once and all peers returned 0. */
@Command(
        name = "quickstart.sh",
        mixinStandardHelpOptions = true,
        description = "Three peers share a build of six tasks on this machine.")
public final class QuickstartCommand implements Callable<Integer> {

    private static final List<String> PEERS = List.of("peer-1", "peer-2", "peer-3");
    private static final String CACHE = "quickstart";
    private static final double GRACE_SECONDS = 60;

    @Option(names = "--report", paramLabel = "FILE", description = "Write what happened here as JSON.")
    private @Nullable Path report;

    @Option(names = "--compare", description = "Really run the build alone and without direction too (minutes).")
    private boolean compare;

    @Option(names = "--task-seconds", paramLabel = "N", description = "How long a task takes (12).")
    private int taskSeconds = 12;

    public static void main(String... arguments) {
        System.exit(new CommandLine(new QuickstartCommand())
                .setExecutionExceptionHandler((e, line, parsed) -> {
                    line.getErr().println("quickstart: " + e.getMessage());
                    return CommandLine.ExitCode.SOFTWARE;
                })
                .execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (taskSeconds < 1 || taskSeconds > 600) {
            throw new IllegalArgumentException("--task-seconds " + taskSeconds + "; from 1 to 600 are possible");
        }
        BuiltParts parts = BuiltParts.ofThisCheckout();
        Path folder = Files.createTempDirectory("task-director-quickstart");
        Workload workload = new Workload(
                parts.root().resolve("deploy/quickstart/task.sh"),
                Workload.TASKS,
                taskSeconds,
                folder.resolve("results"));
        Outcome outcome = directed(parts, workload, folder);
        Summary summary = new Summary(outcome, undirected(workload, folder));
        System.out.println(summary.text());
        Optional.ofNullable(report)
                .ifPresent(file -> Report.of(outcome, summary.soloSeconds()).write(file));
        return verdict(outcome, folder);
    }

    /** A run that could not even begin leaves nothing behind. */
    private static Outcome directed(BuiltParts parts, Workload workload, Path folder)
            throws IOException, InterruptedException {
        try {
            return directedBy(parts, workload, folder);
        } catch (RuntimeException | InterruptedException e) {
            Folders.delete(folder);
            throw e;
        }
    }

    private static Outcome directedBy(BuiltParts parts, Workload workload, Path folder) throws InterruptedException {
        System.out.println("starting Kafka, PostgreSQL and the coordinator on this machine");
        try (Standalone standalone = Standalone.start(StandaloneSettings.temporary())) {
            System.out.println("three peers need the same " + workload.tasks().size() + " tasks of "
                    + workload.taskSeconds() + " s each");
            Path schema = workload.writeSchema();
            return Fleet.run(
                    workload,
                    PEERS,
                    peer -> PeerProcess.start(
                            peer,
                            new AgentCommand(parts.agentLauncher(), standalone.bootstrapServers(), CACHE, schema)
                                    .line(peer, workload),
                            workload.environment(peer),
                            folder.resolve(peer)),
                    limitSeconds(workload),
                    System.out::println);
        }
    }

    private Optional<Undirected> undirected(Workload workload, Path folder) throws InterruptedException {
        if (!compare) {
            return Optional.empty();
        }
        System.out.println(
                "now without direction, really run: alone, three in the same order, three in orders of their own");
        Baselines baselines = new Baselines(workload, PEERS, limitSeconds(workload), folder);
        return Optional.of(new Undirected(baselines.alone(), baselines.sameOrder(), baselines.ownOrders()));
    }

    /** Even a peer that hears of nobody and builds all alone is through by then. */
    private static double limitSeconds(Workload workload) {
        return workload.tasks().size() * workload.taskSeconds() + GRACE_SECONDS;
    }

    private static int verdict(Outcome outcome, Path folder) throws IOException {
        if (outcome.eachBuiltOnce() && outcome.allReturnedZero()) {
            Folders.delete(folder);
            return 0;
        }
        System.out.println("not as it should be: begun " + outcome.attempts() + ", exit codes " + outcome.exitCodes()
                + "; the peers' output is in " + folder);
        return 1;
    }
}

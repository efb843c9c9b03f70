package dev.taskdirector.benchmarks.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Faults on real processes, and an audit of what came of them. */
@Command(
        name = "chaos",
        description = "Kills, pauses and restarts real coordinators, agents, broker and database under load, and"
                + " compares the record with what was really run. Exits with 1 when anything is lost, stuck or wrong.",
        mixinStandardHelpOptions = true)
public final class ChaosCommand implements Callable<Integer> {

    private static final int FEWEST_AGENTS = 20;
    private static final int MOST_AGENTS = 200;
    private static final int FINDINGS_SHOWN = 20;

    @Option(names = "--minutes", paramLabel = "N", description = "How long faults go on: ${DEFAULT-VALUE}.")
    private double minutes = 5;

    @Option(names = "--seed", paramLabel = "S", description = "Decides which faults come when: ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Option(names = "--agents", paramLabel = "N", description = "Agents at a time, 20 to 200: ${DEFAULT-VALUE}.")
    private int agents = 24;

    @Option(names = "--report", paramLabel = "FILE", description = "Write the figures as JSON to this file.")
    private @Nullable Path report;

    @Option(names = "--plan", description = "Only print the faults that the seed decides.")
    private boolean planOnly;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        check();
        Duration length = Duration.ofMillis((long) (minutes * TimeUnit.MINUTES.toMillis(1)));
        if (planOnly) {
            FaultPlan.of(seed, length, agents).all().forEach(System.out::println);
            return 0;
        }
        Folder folder = Folder.temporary();
        Mark mark = Mark.of(folder);
        Leftovers leftovers = new Leftovers(mark);
        CallOff callOff = new CallOff(Thread.currentThread(), leftovers, folder);
        callOff.await();
        System.out.println("data and logs in " + folder.path());
        try {
            ChaosReport result = new ChaosRun(seed, length, agents, folder.path(), mark, System.out::println).run();
            return conclude(result.with(leftovers.find()), folder);
        } catch (InterruptedException e) {
            System.out.println("called off");
            return 1;
        } catch (RuntimeException | SQLException e) {
            leftovers.end();
            System.out.println("seed " + seed + ": the storm broke off: " + e + "; " + whereAndHow(folder));
            return 1;
        } finally {
            callOff.forget();
        }
    }

    private void check() {
        if (!(minutes >= 0.5 && minutes <= 240)) {
            throw new ParameterException(spec.commandLine(), "--minutes is " + minutes + "; 0.5 to 240 are possible");
        }
        if (agents < FEWEST_AGENTS || agents > MOST_AGENTS) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--agents is " + agents + "; " + FEWEST_AGENTS + " to " + MOST_AGENTS + " are possible");
        }
    }

    private int conclude(ChaosReport result, Folder folder) throws IOException {
        result.print(System.out);
        if (report != null) {
            result.write(report);
        }
        if (result.findings().isEmpty()) {
            folder.delete();
            return 0;
        }
        System.out.println();
        result.findings().stream()
                .limit(FINDINGS_SHOWN)
                .forEach(finding -> System.out.println(finding.kind() + ": " + finding.sentence()));
        System.out.println("seed " + seed + ": " + result.findings().size() + " findings; " + whereAndHow(folder));
        return 1;
    }

    private String whereAndHow(Folder folder) {
        return "logs and data are kept in " + folder.path() + "; the same faults again: --seed " + seed + " --minutes "
                + minutes + " --agents " + agents;
    }
}

package dev.taskdirector.benchmarks;

import java.util.Collection;
import java.util.Comparator;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures by JMH what a completion costs in the core, in runs of 1,000, 10,000 and 100,000 tasks. */
@Command(
        name = "scheduling",
        description = "What a completion costs in the core, by the size of the run (JMH). Exits with 1 when a bound is"
                + " missed.",
        mixinStandardHelpOptions = true)
final class SchedulingCommand implements Callable<Integer> {

    @Option(names = "--iterations", defaultValue = "10", description = "Measurements of each size (${DEFAULT-VALUE}).")
    private int iterations;

    @Option(names = "--forks", defaultValue = "2", description = "JVMs for each size (${DEFAULT-VALUE}).")
    private int forks;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws RunnerException {
        Options options = new OptionsBuilder()
                .include(SchedulingCost.class.getName())
                .warmupIterations(iterations)
                .warmupBatchSize(SchedulingCost.COMPLETIONS)
                .measurementIterations(iterations)
                .measurementBatchSize(SchedulingCost.COMPLETIONS)
                .forks(forks)
                .verbosity(VerboseMode.SILENT)
                .build();
        Collection<RunResult> results = new Runner(options).run();
        SchedulingReport report = new SchedulingReport(results.stream()
                .map(SchedulingCommand::cost)
                .sorted(Comparator.comparingInt(SchedulingReport.Cost::tasks))
                .toList());
        report.print(spec.commandLine().getOut());
        return report.missed().isEmpty() ? 0 : 1;
    }

    private static SchedulingReport.Cost cost(RunResult result) {
        return new SchedulingReport.Cost(
                Integer.parseInt(result.getParams().getParam("tasks")),
                result.getPrimaryResult().getStatistics().getPercentile(50) / SchedulingCost.COMPLETIONS);
    }
}

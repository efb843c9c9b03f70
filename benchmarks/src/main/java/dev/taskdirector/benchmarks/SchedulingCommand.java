package dev.taskdirector.benchmarks;

import java.io.PrintWriter;
import java.util.Collection;
import java.util.Locale;
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
        description = "What a completion costs in the core, by the size of the run (JMH).",
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
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%10s  %14s  %s%n", "tasks", "µs a completion", "÷ the first");
        double first = 0;
        for (RunResult result : results) {
            double micros = result.getPrimaryResult().getStatistics().getPercentile(50) / SchedulingCost.COMPLETIONS;
            first = first == 0 ? micros : first;
            out.printf(
                    Locale.ROOT, "%10s  %15.1f  %.2f%n", result.getParams().getParam("tasks"), micros, micros / first);
        }
        out.flush();
        return 0;
    }
}

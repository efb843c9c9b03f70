package dev.taskdirector.benchmarks;

import dev.taskdirector.benchmarks.chaos.ChaosCommand;
import dev.taskdirector.benchmarks.replay.ReplayCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The benchmarks on the command line. */
@Command(
        name = "benchmarks",
        description = "Measures Task Director on this machine.",
        mixinStandardHelpOptions = true,
        subcommands = {
            DispatchCommand.class,
            LimitsCommand.class,
            ChaosCommand.class,
            ReplayCommand.class,
            SchedulingCommand.class,
            ShortCommand.class
        })
public final class BenchmarksCommand {

    private BenchmarksCommand() {}

    /** Exits with 0, 1 for a measurement that failed, 2 for wrong usage. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new BenchmarksCommand()).execute(args));
    }
}

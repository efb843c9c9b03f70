package dev.taskdirector.benchmarks.replay;

import dev.taskdirector.wire.Limits;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The peers on the command line. */
final class FleetOptions {

    private static final int MOST_PEERS = 5_000;
    private static final double SLOWEST = 0.01;
    private static final double FASTEST = 100;
    private static final double MICROS_PER_SECOND = 1e6;

    @Option(names = "--peers", paramLabel = "N", description = "How many peers, 1 to 5,000: ${DEFAULT-VALUE}.")
    private int peers = 8;

    @Option(names = "--slots", paramLabel = "N", description = "Slots of each, 1 to 64: ${DEFAULT-VALUE}.")
    private int slots = 1;

    @Option(
            names = "--speeds",
            split = ",",
            paramLabel = "FACTOR",
            description = "Speeds of the peers, repeated over the fleet, 0.01 to 100: with 1,1,1,0.5 a task takes twice"
                    + " as long on each fourth peer. Without it: 1.")
    private List<Double> speeds = List.of(1.0);

    @Option(
            names = "--join-spread",
            paramLabel = "SECONDS",
            description = "The peers join at random times within so many seconds: ${DEFAULT-VALUE}.")
    private double joinSpread;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Decides when who joins, and the random order: ${DEFAULT-VALUE}.")
    private long seed = 1;

    /** @throws ParameterException with a sentence when a value is out of its range */
    Fleet check(CommandLine line) {
        check(
                line,
                peers >= 1 && peers <= MOST_PEERS,
                "--peers is " + peers + "; 1 to " + MOST_PEERS + " are possible");
        check(
                line,
                slots >= 1 && slots <= Limits.SLOTS,
                "--slots is " + slots + "; 1 to " + Limits.SLOTS + " are possible");
        for (double speed : speeds) {
            check(
                    line,
                    speed >= SLOWEST && speed <= FASTEST,
                    "--speeds has " + speed + "; " + SLOWEST + " to " + (int) FASTEST + " are possible");
        }
        check(
                line,
                joinSpread >= 0 && joinSpread <= Limits.SECONDS,
                "--join-spread is " + joinSpread + "; 0 to " + (long) Limits.SECONDS + " seconds are possible");
        return new Fleet(peers, slots, speeds, Math.round(joinSpread * MICROS_PER_SECOND), seed);
    }

    private static void check(CommandLine line, boolean isRight, String sentence) {
        if (!isRight) {
            throw new ParameterException(line, sentence);
        }
    }
}

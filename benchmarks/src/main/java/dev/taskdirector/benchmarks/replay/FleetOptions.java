package dev.taskdirector.benchmarks.replay;

import dev.taskdirector.wire.Limits;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The peers on the command line. What it doesn't say is as it was in a cluster's past, or plain. */
final class FleetOptions {

    private static final int MOST_PEERS = 5_000;
    private static final double SLOWEST = 0.01;
    private static final double FASTEST = 100;
    private static final double MICROS_PER_SECOND = 1e6;

    @Option(
            names = "--peers",
            paramLabel = "N",
            description = "How many peers, 1 to 5,000. Without it: 8, or as many as there were.")
    private @Nullable Integer peers;

    @Option(
            names = "--slots",
            paramLabel = "N",
            description = "Slots of each, 1 to 64. Without it: 1, or as many as each had.")
    private @Nullable Integer slots;

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
            description = "The peers join at random times within so many seconds. Without it: at once, or as they did.")
    private @Nullable Double joinSpread;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Decides when who joins, the random order, and that of --shuffle: ${DEFAULT-VALUE}.")
    private long seed = 1;

    long seed() {
        return seed;
    }

    /** @throws ParameterException with a sentence when a value is out of its range */
    void check(CommandLine line) {
        int count = peers == null ? 1 : peers;
        check(
                line,
                count >= 1 && count <= MOST_PEERS,
                "--peers is " + count + "; 1 to " + MOST_PEERS + " are possible");
        int each = slots == null ? 1 : slots;
        check(
                line,
                each >= 1 && each <= Limits.SLOTS,
                "--slots is " + each + "; 1 to " + Limits.SLOTS + " are possible");
        for (double speed : speeds) {
            check(
                    line,
                    speed >= SLOWEST && speed <= FASTEST,
                    "--speeds has " + speed + "; " + SLOWEST + " to " + (int) FASTEST + " are possible");
        }
        double spread = joinSpread == null ? 0 : joinSpread;
        check(
                line,
                spread >= 0 && spread <= Limits.SECONDS,
                "--join-spread is " + spread + "; 0 to " + (long) Limits.SECONDS + " seconds are possible");
    }

    private static void check(CommandLine line, boolean isRight, String sentence) {
        if (!isRight) {
            throw new ParameterException(line, sentence);
        }
    }

    /** A fleet as these options have it, and as another one where they say nothing. */
    Fleet over(Fleet other) {
        Fleet fleet = other.withSpeeds(speeds);
        fleet = peers == null ? fleet : fleet.withPeers(peers);
        fleet = slots == null ? fleet : fleet.withSlots(slots);
        return joinSpread == null ? fleet : fleet.withJoinsWithin(Math.round(joinSpread * MICROS_PER_SECOND), seed);
    }
}

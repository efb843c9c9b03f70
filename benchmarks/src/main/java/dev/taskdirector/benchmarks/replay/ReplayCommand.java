package dev.taskdirector.benchmarks.replay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How long the Director takes for tasks whose durations are known, and how long it takes otherwise. */
@Command(
        name = "replay",
        description = "Gets tasks of known durations done in virtual time, by the real Director and by other policies,"
                + " and sets what it takes against a lower bound. Exits with 2 when a file is wrong.",
        mixinStandardHelpOptions = true)
public final class ReplayCommand implements Callable<Integer> {

    private static final int WRONG_INPUT = 2;
    private static final double MICROS_PER_MILLI = 1_000;
    private static final double LONGEST_ROUND_TRIP_MILLIS = 10_000;

    @Mixin
    private final SourceOptions source = new SourceOptions();

    @Mixin
    private final FleetOptions fleet = new FleetOptions();

    @Option(
            names = "--policy",
            split = ",",
            converter = Policy.Converter.class,
            paramLabel = "POLICY",
            description = "Who hands out the tasks, several to compare them: director, random, fifo, every-nth."
                    + " Without it: director.")
    private List<Policy> policies = List.of(Policy.DIRECTOR);

    @Option(
            names = "--machines",
            converter = Machines.Converter.class,
            paramLabel = "speed|each",
            description =
                    "Which peers are one machine, of whose speed the Director learns: all of one speed, or each is"
                            + " its own. Without it: speed.")
    private Machines machines = Machines.SPEED;

    @Option(
            names = "--hang",
            converter = HangOption.Converter.class,
            paramLabel = "TASK=TIMES",
            description = "A task whose first execution takes so many times its duration. May be given several times.")
    private List<HangOption> hangs = List.of();

    @Option(
            names = "--round-trip",
            paramLabel = "MILLIS",
            description = "From a status to the assignment that follows from it, or to the next task of a queue, 0 to"
                    + " 10,000: ${DEFAULT-VALUE}.")
    private double roundTripMillis;

    @Option(
            names = "--leave-out",
            paramLabel = "N",
            description = "So many first versions of a history don't count in means, if others are left:"
                    + " ${DEFAULT-VALUE}.")
    private int leaveOut = 5;

    @Option(names = "--report", paramLabel = "FILE", description = "Write the figures as JSON to this file.")
    private @Nullable Path report;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (leaveOut < 0) {
            throw new ParameterException(spec.commandLine(), "--leave-out is " + leaveOut + "; 0 is the least");
        }
        if (!(roundTripMillis >= 0 && roundTripMillis <= LONGEST_ROUND_TRIP_MILLIS)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--round-trip is " + roundTripMillis + "; 0 to " + (int) LONGEST_ROUND_TRIP_MILLIS
                            + " ms are possible");
        }
        fleet.check(spec.commandLine());
        source.check(spec.commandLine());
        Complaints complaints = new Complaints();
        List<Case> cases = source.read(spec.commandLine(), fleet.seed(), complaints);
        if (!complaints.isEmpty()) {
            complaints.print(spec.commandLine().getErr());
            return WRONG_INPUT;
        }
        source.notes().forEach(spec.commandLine().getOut()::println);
        Map<String, Double> hanging = hanging(cases);
        List<PolicyResults> results = policies.stream()
                .distinct()
                .map(policy -> run(policy, hanging, cases))
                .toList();
        ReplayReport result = new ReplayReport(past(cases), results);
        result.print(spec.commandLine().getOut());
        if (report != null) {
            result.write(report);
        }
        return 0;
    }

    private Map<String, Double> hanging(List<Case> cases) {
        Map<String, Double> hanging = new LinkedHashMap<>();
        for (HangOption hang : hangs) {
            if (cases.stream()
                    .flatMap(one -> one.workload().tasks().stream())
                    .noneMatch(task -> task.name().equals(hang.task()))) {
                throw new ParameterException(
                        spec.commandLine(), "--hang names " + FirstLines.quoted(hang.task()) + ", which is no task");
            }
            hanging.put(hang.task(), hang.times());
        }
        return hanging;
    }

    private PolicyResults run(Policy policy, Map<String, Double> hanging, List<Case> cases) {
        long roundTrip = Math.round(roundTripMillis * MICROS_PER_MILLI);
        Dispatch dispatch = policy == Policy.DIRECTOR
                ? new DirectorDispatch(hanging, roundTrip, machines)
                : new QueueDispatch(policy, fleet.seed(), hanging, roundTrip);
        return results(
                policy.word(),
                cases.stream()
                        .map(one -> dispatch.run(one.workload(), fleet.over(one.fleet())))
                        .toList());
    }

    private Optional<PolicyResults> past(List<Case> cases) {
        List<Result> known =
                cases.stream().map(Case::past).flatMap(Optional::stream).toList();
        return known.size() == cases.size() ? Optional.of(results("it was", known)) : Optional.empty();
    }

    private PolicyResults results(String name, List<Result> all) {
        int unlearnt = source.isLearning() ? leaveOut : 0;
        return new PolicyResults(name, all, Math.min(unlearnt, all.size() - 1));
    }
}

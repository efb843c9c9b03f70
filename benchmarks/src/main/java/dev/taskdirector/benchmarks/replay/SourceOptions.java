package dev.taskdirector.benchmarks.replay;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Where the tasks come from. All files are .csv or .csv.gz with a header. */
final class SourceOptions {

    private static final String MEASURED = "measured";
    private static final String NONE = "none";
    private static final int MOST_REPEATS = 1_000;

    @Option(names = "--durations", paramLabel = "FILE", description = "Tasks without needs: task,seconds.")
    private @Nullable Path durations;

    @Option(
            names = "--history",
            paramLabel = "FILE",
            description = "Several measurements, each predicted from those before: version,date,task_id,seconds.")
    private @Nullable Path history;

    @Option(names = "--tasks", paramLabel = "FILE", description = "Names of the history's tasks: task_id,task.")
    private @Nullable Path tasks;

    @Option(names = "--nodes", paramLabel = "FILE", description = "Tasks that need each other: id,task,seconds.")
    private @Nullable Path nodes;

    @Option(names = "--edges", paramLabel = "FILE", description = "Which of them need which: id,depends_on_id.")
    private @Nullable Path edges;

    @Option(
            names = "--shuffle",
            description =
                    "Puts the tasks of --durations or --nodes in an order that --seed decides: fifo and every-nth go"
                            + " by the file's, in which tasks often stand as they once ended.")
    private boolean shuffle;

    @Mixin
    private final LogOptions log = new LogOptions();

    @Option(
            names = "--expected",
            paramLabel = "measured|none|FILE",
            description = "What the schema says beforehand: what was measured, nothing, or a file task,seconds. Without"
                    + " it: measured; for a history none; for a log what its schemas said.")
    private @Nullable String expected;

    @Option(
            names = "--repeat",
            paramLabel = "N",
            description =
                    "Replays all so many times, and lets the Director go on with what it has learnt: ${DEFAULT-VALUE}.")
    private int repeat = 1;

    /** What is not replayed, in sentences. */
    private final List<String> notes = new ArrayList<>();

    /** @throws ParameterException when the options don't go together */
    void check(CommandLine line) {
        long sources =
                Stream.of(durations, history, nodes).filter(Objects::nonNull).count() + (log.isWanted() ? 1 : 0);
        if (sources != 1) {
            throw new ParameterException(line, "one of --durations, --history, --nodes and --from-log is needed");
        }
        if (tasks != null && history == null) {
            throw new ParameterException(line, "--tasks names the tasks of a --history, and there is none");
        }
        if (edges != null && nodes == null) {
            throw new ParameterException(line, "--edges lie between --nodes, and there are none");
        }
        if (shuffle && durations == null && nodes == null) {
            throw new ParameterException(line, "--shuffle is for the tasks of --durations or --nodes");
        }
        if (repeat < 1 || repeat > MOST_REPEATS) {
            throw new ParameterException(line, "--repeat is " + repeat + "; 1 to " + MOST_REPEATS + " are possible");
        }
        log.check(line);
    }

    /** Whether there are versions that are predicted from those before. */
    boolean isLearning() {
        return history != null || repeat > 1;
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    /**
     * Reads what is to be replayed.
     *
     * @param seed decides the order of what is shuffled
     * @param complaints takes a sentence for each bad line; when there is one, the result is not to be used
     */
    List<Case> read(CommandLine line, long seed, Complaints complaints) {
        List<Case> cases = log.isWanted()
                ? past(line, complaints)
                : workloads(complaints).stream()
                        .map(one -> shuffle ? one.shuffled(seed) : one)
                        .map(Case::of)
                        .toList();
        if (complaints.isEmpty()
                && cases.stream().allMatch(one -> one.workload().size() == 0)) {
            complaints.add(log.isWanted() ? log.nothing() : file() + ": there is no task in it; add a line for each");
        }
        Function<MeasuredTask, MeasuredTask> expectation = expectation(cases, complaints);
        return repeated(cases.stream()
                .map(one -> one.with(one.workload().with(expectation)))
                .toList());
    }

    private List<Case> repeated(List<Case> cases) {
        if (repeat == 1) {
            return cases;
        }
        List<Case> all = new ArrayList<>();
        for (int time = 1; time <= repeat; time++) {
            for (Case one : cases) {
                String version = one.workload().version();
                all.add(one.with(one.workload().named((version.isEmpty() ? "" : version + ", ") + "time " + time)));
            }
        }
        return all;
    }

    private List<Case> past(CommandLine line, Complaints complaints) {
        try {
            Past past = log.read(line);
            notes.addAll(past.notes());
            return past.cases();
        } catch (StatusLog.Unreadable e) {
            complaints.add(Objects.requireNonNullElse(e.getMessage(), "the log can't be read"));
            return List.of();
        }
    }

    private Path file() {
        return Stream.of(durations, history, nodes)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }

    private List<Workload> workloads(Complaints complaints) {
        if (history != null) {
            return HistoryFile.workloads(history, Optional.ofNullable(tasks), complaints);
        }
        return List.of(
                nodes != null
                        ? GraphFiles.workload(nodes, Optional.ofNullable(edges), complaints)
                        : DurationsFile.workload(file(), complaints));
    }

    private Function<MeasuredTask, MeasuredTask> expectation(List<Case> cases, Complaints complaints) {
        if (expected == null && log.isWanted()) {
            return task -> task;
        }
        String kind = expected != null ? expected : history != null ? NONE : MEASURED;
        if (kind.equals(MEASURED)) {
            return task -> task.expecting(Optional.of(task.micros()));
        }
        if (kind.equals(NONE)) {
            return task -> task.expecting(Optional.empty());
        }
        Path file = Path.of(kind);
        Map<String, Long> known = DurationsFile.microsByTask(file, complaints);
        Set<String> names = cases.stream()
                .flatMap(one -> one.workload().tasks().stream())
                .map(MeasuredTask::name)
                .collect(Collectors.toSet());
        known.keySet().stream()
                .filter(name -> !names.contains(name))
                .forEach(name -> complaints.add(file
                        + ": expects something of " + FirstLines.quoted(name)
                        + ", which is no task here; take the line out"));
        return task -> task.expecting(Optional.ofNullable(known.get(task.name())));
    }
}

package dev.taskdirector.benchmarks.replay;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Where the tasks come from. All files are .csv or .csv.gz with a header. */
final class SourceOptions {

    private static final String MEASURED = "measured";
    private static final String NONE = "none";

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
            names = "--expected",
            paramLabel = "measured|none|FILE",
            description = "What the schema says beforehand: what was measured, nothing, or a file task,seconds. Without"
                    + " it: measured, and none for a history.")
    private @Nullable String expected;

    /**
     * Reads the files.
     *
     * @param complaints takes a sentence for each bad line; when there is one, the result is not to be used
     * @throws ParameterException when the options don't go together
     */
    List<Workload> read(CommandLine line, Complaints complaints) {
        check(line);
        List<Workload> workloads = workloads(complaints);
        if (complaints.isEmpty() && workloads.stream().allMatch(workload -> workload.size() == 0)) {
            complaints.add(file(), "there is no task in it; add a line for each");
        }
        Function<MeasuredTask, MeasuredTask> expectation = expectation(workloads, complaints);
        return workloads.stream().map(workload -> workload.with(expectation)).toList();
    }

    private void check(CommandLine line) {
        if (Stream.of(durations, history, nodes).filter(file -> file != null).count() != 1) {
            throw new ParameterException(line, "one of --durations, --history and --nodes is needed");
        }
        if (tasks != null && history == null) {
            throw new ParameterException(line, "--tasks names the tasks of a --history, and there is none");
        }
        if (edges != null && nodes == null) {
            throw new ParameterException(line, "--edges lie between --nodes, and there are none");
        }
    }

    private Path file() {
        return Stream.of(durations, history, nodes)
                .filter(file -> file != null)
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

    private Function<MeasuredTask, MeasuredTask> expectation(List<Workload> workloads, Complaints complaints) {
        String kind = expected != null ? expected : history != null ? NONE : MEASURED;
        if (kind.equals(MEASURED)) {
            return task -> task.expecting(Optional.of(task.micros()));
        }
        if (kind.equals(NONE)) {
            return task -> task.expecting(Optional.empty());
        }
        Path file = Path.of(kind);
        Map<String, Long> known = DurationsFile.microsByTask(file, complaints);
        Set<String> names = workloads.stream()
                .flatMap(workload -> workload.tasks().stream())
                .map(MeasuredTask::name)
                .collect(Collectors.toSet());
        known.keySet().stream()
                .filter(name -> !names.contains(name))
                .forEach(name -> complaints.add(
                        file,
                        "expects something of " + FirstLines.quoted(name) + ", which is no task of " + file()
                                + "; take the line out"));
        return task -> task.expecting(Optional.ofNullable(known.get(task.name())));
    }
}

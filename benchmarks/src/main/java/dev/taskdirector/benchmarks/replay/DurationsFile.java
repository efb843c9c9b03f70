package dev.taskdirector.benchmarks.replay;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A file {@code task,seconds}: tasks that need nothing, or what is expected of tasks. */
final class DurationsFile {

    private static final List<String> COLUMNS = List.of("task|name", "seconds");

    private DurationsFile() {}

    static Workload workload(Path file, Complaints complaints) {
        List<MeasuredTask> tasks = new ArrayList<>();
        microsByTask(file, complaints)
                .forEach((name, micros) -> tasks.add(new MeasuredTask(name, micros, List.of(), Optional.empty())));
        FirstLines.checkCount(tasks.size(), file, complaints);
        return new Workload("", Workload.PLAIN, tasks);
    }

    /** Microseconds by task, in the file's order. */
    static Map<String, Long> microsByTask(Path file, Complaints complaints) {
        Map<String, Long> byTask = new LinkedHashMap<>();
        FirstLines names = new FirstLines("task");
        Table.read(file, COLUMNS, complaints, row -> {
            Optional<String> task = row.text(0);
            Optional<Long> micros = row.micros(1);
            if (task.isPresent() && micros.isPresent() && names.isFirst(task.get(), row)) {
                byTask.put(task.get(), micros.get());
            }
        });
        return byTask;
    }
}

package dev.taskdirector.benchmarks.replay;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A file {@code version,date,task_id,seconds}: several measurements of tasks that need nothing, in the order in which the
 * versions come first. A file {@code task_id,task} says what the ids are called; without it they are the names.
 */
final class HistoryFile {

    private static final List<String> COLUMNS = List.of("version", "date?", "task_id", "seconds");
    private static final List<String> NAMES = List.of("task_id", "task|name");

    private HistoryFile() {}

    static List<Workload> workloads(Path history, Optional<Path> tasks, Complaints complaints) {
        Optional<Map<String, String>> names = tasks.map(file -> names(file, complaints));
        Map<String, Version> versions = new LinkedHashMap<>();
        Table.read(history, COLUMNS, complaints, row -> {
            Optional<String> version = row.text(0);
            Optional<String> id = row.text(2);
            Optional<Long> micros = row.micros(3);
            if (version.isEmpty() || id.isEmpty() || micros.isEmpty()) {
                return;
            }
            Optional<String> name =
                    names.isEmpty() ? id : Optional.ofNullable(names.get().get(id.get()));
            if (name.isEmpty()) {
                row.complain("task_id " + FirstLines.quoted(id.get()) + " is not in " + tasks.orElseThrow()
                        + "; add it there, or leave --tasks out");
                return;
            }
            versions.computeIfAbsent(version.get(), key -> new Version(version.get(), row.raw(1)))
                    .add(name.get(), micros.get(), row);
        });
        List<Workload> workloads = new ArrayList<>();
        for (Version version : versions.values()) {
            FirstLines.checkCount(version.tasks.size(), history, complaints);
            workloads.add(new Workload(version.title(), Workload.PLAIN, version.tasks));
        }
        return workloads;
    }

    private static Map<String, String> names(Path file, Complaints complaints) {
        Map<String, String> names = new LinkedHashMap<>();
        FirstLines ids = new FirstLines("task_id");
        FirstLines tasks = new FirstLines("task");
        Table.read(file, NAMES, complaints, row -> {
            Optional<String> id = row.text(0);
            Optional<String> task = row.text(1);
            if (id.isPresent() && task.isPresent() && ids.isFirst(id.get(), row) && tasks.isFirst(task.get(), row)) {
                names.put(id.get(), task.get());
            }
        });
        return names;
    }

    /** The records of one version. */
    private static final class Version {
        private final String name;
        private final String date;
        private final FirstLines names = new FirstLines("task");
        private final List<MeasuredTask> tasks = new ArrayList<>();

        Version(String name, String date) {
            this.name = name;
            this.date = date;
        }

        void add(String task, long micros, Row row) {
            if (names.isFirst(task, row)) {
                tasks.add(new MeasuredTask(task, micros, List.of(), Optional.empty()));
            }
        }

        String title() {
            return date.isBlank() ? name : name + " of " + date;
        }
    }
}

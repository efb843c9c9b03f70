package dev.taskdirector.deploy.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The tasks, how long one takes, and the folder in which the peers of one run share results and log. */
record Workload(Path script, List<String> tasks, int taskSeconds, Path folder) {

    static final List<String> TASKS = List.of("common", "planning", "maps", "perception", "mapping", "routing");

    Workload {
        tasks = List.copyOf(tasks);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + folder, e);
        }
    }

    /** The same tasks in another order and with nothing built yet. */
    Workload afresh(Path otherFolder) {
        return new Workload(script, tasks, taskSeconds, otherFolder);
    }

    Workload inOrder(List<String> order) {
        return new Workload(script, order, taskSeconds, folder);
    }

    Map<String, String> environment(String peer) {
        return Map.of(
                "QUICKSTART_RESULTS", folder.toString(),
                "QUICKSTART_PEER", peer,
                "QUICKSTART_SECONDS", String.valueOf(taskSeconds),
                "QUICKSTART_TASKS", String.join(" ", tasks));
    }

    /** Builds the whole universe without an agent. */
    List<String> universeCommand() {
        return List.of("bash", script.toString(), "all");
    }

    Path writeSchema() {
        StringBuilder yaml = new StringBuilder("id: quickstart\nuniverse: all\ntasks:\n");
        for (String task : tasks) {
            yaml.append("  - name: ").append(task).append('\n');
            yaml.append("    targets: [").append(task).append("]\n");
            yaml.append("    expectedSeconds: ").append(taskSeconds).append('\n');
        }
        try {
            return Files.writeString(folder.resolve("task-schema.yaml"), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the task schema into " + folder, e);
        }
    }

    /** What has been logged so far, in the order of writing. */
    List<LogEntry> log() {
        Path file = folder.resolve("log");
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            return Files.readAllLines(file).stream()
                    .flatMap(line -> LogEntry.parse(line).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}

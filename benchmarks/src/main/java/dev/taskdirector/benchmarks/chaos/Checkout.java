package dev.taskdirector.benchmarks.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** A peer's folder: the task schema, and a file for each task that says what the task command does. */
record Checkout(Path folder) {

    static Checkout write(Path folder, PeerPlan plan) {
        try {
            Path tasks = Files.createDirectories(folder.resolve("tasks"));
            Files.createDirectories(folder.resolve("out"));
            StringBuilder order = new StringBuilder();
            for (PeerPlan.CheckedOut one : plan.checkout()) {
                Build.Task task = one.task();
                String needs = String.join(
                        " ",
                        task.needs().stream()
                                .map(i -> plan.build().tasks().get(i).name())
                                .toList());
                String line = String.format(
                        Locale.ROOT,
                        "%s%n%.3f %d %d%n%s%n",
                        one.content(),
                        task.millis() / 1_000.0,
                        one.exitCode(),
                        task.unavailable(),
                        needs);
                Files.writeString(tasks.resolve(task.name()), line);
                order.append(task.name()).append('\n');
            }
            Files.writeString(folder.resolve("order"), order);
            Files.writeString(folder.resolve("task-schema.yaml"), plan.build().schema());
            return new Checkout(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write a checkout into " + folder, e);
        }
    }

    Path output() {
        return folder.resolve("output.log");
    }

    Path summary() {
        return folder.resolve("summary.json");
    }
}

package dev.taskdirector.benchmarks.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * A line that a task command wrote about itself.
 *
 * @param begins whether it began to build; else it came to an end
 * @param phase {@code task} or {@code verdict}
 * @param how at the begin {@code asked} or {@code needed}; at the end {@code ok}, {@code hit}, {@code local}, {@code failed},
 *     {@code unavailable} or {@code aborted}
 */
record TaskEntry(
        boolean begins,
        String task,
        String content,
        String peer,
        String life,
        long pid,
        String phase,
        Instant at,
        String how,
        int code) {

    private static final int FIELDS = 10;

    /** All of a log, in the order of writing. */
    static List<TaskEntry> read(Path log) {
        try {
            List<TaskEntry> entries = new ArrayList<>();
            for (String line : Files.readAllLines(log)) {
                entries.add(parse(line));
            }
            return entries;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + log, e);
        }
    }

    private static TaskEntry parse(String line) {
        String[] fields = line.split(" ", -1);
        if (fields.length != FIELDS) {
            throw new IllegalStateException("a line of the tasks' log has not " + FIELDS + " fields: " + line);
        }
        return new TaskEntry(
                fields[0].equals("begin"),
                fields[1],
                fields[2],
                fields[3],
                fields[4],
                Long.parseLong(fields[5]),
                fields[6],
                Instant.EPOCH.plus(Long.parseLong(fields[7]), ChronoUnit.MICROS),
                fields[8],
                Integer.parseInt(fields[9]));
    }

    /** Whether the command says that the result is there. */
    boolean isSuccess() {
        return !begins && (how.equals("ok") || how.equals("hit") || how.equals("local"));
    }
}

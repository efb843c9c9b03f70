package dev.taskdirector.agent.process;

import dev.taskdirector.wire.Relied;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a command said about the remote cache: lines {@code hit <task>} and {@code miss <task>} that it appended to the
 * file named by {@code TASK_DIRECTOR_REPORT}. A task of which one target missed has missed. Lines that say anything else,
 * or name a task that the schema doesn't have, are passed over; so is what comes after {@value #MOST_LINES} lines.
 */
final class ReportFile {

    static final int MOST_LINES = 500_000;

    private final Path path;

    private ReportFile(Path path) {
        this.path = path;
    }

    /** A fresh, empty file, or nothing where there is no room for one. */
    static Optional<ReportFile> create() {
        try {
            return Optional.of(new ReportFile(Files.createTempFile("task-director-", ".report")));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    Path path() {
        return path;
    }

    /** Reads the lines, in the order of the tasks' names, and deletes the file. */
    List<Relied> take(Set<String> tasks) {
        Map<String, Boolean> hits = new TreeMap<>();
        try (BufferedReader reader =
                new BufferedReader(new java.io.InputStreamReader(Files.newInputStream(path), StandardCharsets.UTF_8))) {
            String line = reader.readLine();
            for (int i = 0; i < MOST_LINES && line != null; i++, line = reader.readLine()) {
                note(line.strip(), tasks, hits);
            }
            Files.deleteIfExists(path);
        } catch (IOException e) {
            return List.of();
        }
        List<Relied> relied = new ArrayList<>();
        hits.forEach((task, hit) -> relied.add(new Relied(task, hit)));
        return relied;
    }

    private static void note(String line, Set<String> tasks, Map<String, Boolean> hits) {
        int blank = line.indexOf(' ');
        if (blank < 0) {
            return;
        }
        String word = line.substring(0, blank);
        String task = line.substring(blank + 1).strip();
        if ((word.equals("hit") || word.equals("miss")) && tasks.contains(task)) {
            hits.merge(task, word.equals("hit"), Boolean::logicalAnd);
        }
    }
}

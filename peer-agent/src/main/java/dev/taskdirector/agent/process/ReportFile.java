package dev.taskdirector.agent.process;

import dev.taskdirector.wire.Relied;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
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
 * or name a task that the schema doesn't have, are passed over; so is what comes after {@value #MOST_BYTES} bytes.
 */
final class ReportFile {

    static final int MOST_BYTES = 64 * 1024 * 1024;

    private static final int PART = 64 * 1024;

    /** No task has a longer name. */
    private static final int LONGEST_LINE = 8 * 1024;

    private final Path path;

    private ReportFile(Path path) {
        this.path = path;
    }

    /** A fresh, empty file, or nothing where there is no room for one. */
    static Optional<ReportFile> create(Scratch scratch) {
        try {
            return Optional.of(new ReportFile(scratch.file(".report")));
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
        if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            read(tasks, hits);
        }
        List<Relied> relied = new ArrayList<>();
        hits.forEach((task, hit) -> relied.add(new Relied(task, hit)));
        return relied;
    }

    private void read(Set<String> tasks, Map<String, Boolean> hits) {
        try (InputStream in = Files.newInputStream(path)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            byte[] part = new byte[PART];
            int left = MOST_BYTES;
            for (int count = in.read(part); count >= 0 && left > 0; count = in.read(part)) {
                for (int i = 0; i < Math.min(count, left); i++) {
                    add(part[i], line, tasks, hits);
                }
                left -= count;
            }
            note(line.toString(StandardCharsets.UTF_8).strip(), tasks, hits);
        } catch (IOException e) {
            hits.clear();
        } finally {
            delete(path);
        }
    }

    private static void add(byte one, ByteArrayOutputStream line, Set<String> tasks, Map<String, Boolean> hits) {
        if (one == '\n') {
            note(line.toString(StandardCharsets.UTF_8).strip(), tasks, hits);
            line.reset();
        } else if (line.size() <= LONGEST_LINE) {
            line.write(one);
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // it goes with the folder that it is in
        }
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

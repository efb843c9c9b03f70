package dev.taskdirector.benchmarks.replay;

import dev.taskdirector.wire.Limits;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Where each name of a kind was first, so that a second one is told from it. */
final class FirstLines {

    private final String kind;
    private final Map<String, Integer> lines = new HashMap<>();

    FirstLines(String kind) {
        this.kind = kind;
    }

    /** Whether it is the first of its name; complains of a second one. */
    boolean isFirst(String name, Row row) {
        Integer before = lines.putIfAbsent(name, row.line());
        if (before != null) {
            row.complain("has the " + kind + " " + quoted(name) + " of line " + before + " again; leave one of them");
        }
        return before == null;
    }

    boolean has(String name) {
        return lines.containsKey(name);
    }

    int size() {
        return lines.size();
    }

    /** Names may be long. */
    static String quoted(String name) {
        return "\"" + (name.length() <= 100 ? name : name.substring(0, 100) + "…") + "\"";
    }

    /** A schema has an end. */
    static void checkCount(int tasks, Path file, Complaints complaints) {
        if (tasks > Limits.TASKS) {
            complaints.add(
                    file,
                    "has " + tasks + " tasks, and a schema " + Limits.TASKS + " at most; put several tasks into one");
        }
    }
}

package dev.taskdirector.deploy.quickstart;

import java.util.Optional;

/** A line of the tasks' log: what happened to a task on a peer, and when, in seconds since 1970. */
record LogEntry(What what, String task, String peer, double epochSeconds) {

    enum What {
        START,
        BUILT,
        HIT
    }

    private static final int FIELDS = 4;

    /** Empty for a line that is not whole yet: the writer may be in the middle of it. */
    static Optional<LogEntry> parse(String line) {
        String[] fields = line.strip().split(" ", -1);
        if (fields.length != FIELDS) {
            return Optional.empty();
        }
        return what(fields[0]).map(what -> new LogEntry(what, fields[1], fields[2], Double.parseDouble(fields[3])));
    }

    private static Optional<What> what(String word) {
        return switch (word) {
            case "start" -> Optional.of(What.START);
            case "built" -> Optional.of(What.BUILT);
            case "hit" -> Optional.of(What.HIT);
            default -> Optional.empty();
        };
    }
}

package dev.taskdirector.benchmarks.chaos;

import dev.taskdirector.benchmarks.chaos.DatabaseRecord.SessionRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All that the storm left behind, looked up by what the audit asks. */
final class Evidence {

    private final List<Life> lives;
    private final List<TaskEntry> entries;
    private final DatabaseRecord record;
    private final Log log;
    private final Map<String, Said.Join> joins = new HashMap<>();
    private final Map<String, List<String>> sessionsOfLife = new HashMap<>();
    private final Map<String, List<Said>> saidByLife = new HashMap<>();
    private final Map<String, List<TaskEntry>> entriesOfLife = new HashMap<>();
    private final Map<String, Life> livesById = new LinkedHashMap<>();
    private final Map<String, SessionRow> sessions = new HashMap<>();

    Evidence(List<Life> lives, List<TaskEntry> entries, DatabaseRecord record, Log log) {
        this.lives = List.copyOf(lives);
        this.entries = List.copyOf(entries);
        this.record = record;
        this.log = log;
        lives.forEach(life -> livesById.put(life.id(), life));
        record.sessions().forEach(session -> sessions.put(session.id(), session));
        log.said()
                .forEach(said -> said.join().ifPresent(join -> {
                    if (joins.putIfAbsent(said.session(), join) == null) {
                        sessionsOfLife
                                .computeIfAbsent(join.life(), life -> new ArrayList<>())
                                .add(said.session());
                    }
                }));
        log.said()
                .forEach(said -> join(said.session())
                        .ifPresent(join -> saidByLife
                                .computeIfAbsent(join.life(), life -> new ArrayList<>())
                                .add(said)));
        entries.forEach(entry -> entriesOfLife
                .computeIfAbsent(entry.life(), life -> new ArrayList<>())
                .add(entry));
    }

    List<Life> lives() {
        return lives;
    }

    List<TaskEntry> entries() {
        return entries;
    }

    DatabaseRecord record() {
        return record;
    }

    Log log() {
        return log;
    }

    /** With what a session joined; empty if no join of it came into the log. */
    Optional<Said.Join> join(String session) {
        return Optional.ofNullable(joins.get(session));
    }

    /** The key that a session's join names for a task; empty without keys. */
    Optional<String> key(String session, String task) {
        List<String> keys = join(session).map(Said.Join::keys).orElse(List.of());
        List<String> names = lifeOfSession(session).stream()
                .flatMap(life -> life.plan().build().tasks().stream())
                .map(Build.Task::name)
                .toList();
        int index = names.indexOf(task);
        return index < 0 || index >= keys.size() ? Optional.empty() : Optional.of(keys.get(index));
    }

    /** When the last status was said. */
    Instant last() {
        return log.said().stream().map(Said::at).max(Comparator.naturalOrder()).orElse(Instant.MIN);
    }

    Optional<SessionRow> session(String id) {
        return Optional.ofNullable(sessions.get(id));
    }

    Optional<Life> lifeOfSession(String session) {
        return join(session).map(join -> livesById.get(join.life()));
    }

    Optional<Life> life(String id) {
        return Optional.ofNullable(livesById.get(id));
    }

    List<String> sessionsOf(String life) {
        return sessionsOfLife.getOrDefault(life, List.of());
    }

    /** What a life's sessions said, in order. */
    List<Said> saidBy(String life) {
        return saidByLife.getOrDefault(life, List.of());
    }

    /** What a life's task commands wrote, in order. */
    List<TaskEntry> entriesOf(String life) {
        return entriesOfLife.getOrDefault(life, List.of());
    }
}

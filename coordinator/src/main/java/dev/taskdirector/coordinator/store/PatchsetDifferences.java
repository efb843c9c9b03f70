package dev.taskdirector.coordinator.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.taskdirector.coordinator.core.Row.AttemptRow;
import dev.taskdirector.coordinator.store.Builds.Build;
import dev.taskdirector.coordinator.store.PatchsetVerdicts.Try;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Finds the tasks of a run that failed under one patchset and passed under another. It begins with the failures in the run,
 * which are few and have an index, and looks at nothing else of the run's tasks.
 */
@ApplicationScoped
class PatchsetDifferences {

    /** So many tasks are told. */
    static final int TOLD = 100;

    /** Failures that are looked at, the newest; tasks that both failed and passed; attempts at those. */
    private static final int FAILURES_READ = 10_000;

    private static final int TASKS_COMPARED = 1_000;
    private static final int ATTEMPTS_READ = 10_000;

    static final String FAILURES = """
            SELECT task, work FROM attempt
            WHERE partition = ? AND run = ? AND outcome IN ('failed', 'timed out') ORDER BY started_at DESC, id LIMIT ?
            """;
    private static final String BUILT =
            "SELECT id, built_by FROM work WHERE partition = ? AND id = ANY (?) AND built_by IS NOT NULL ORDER BY id";
    private static final String ATTEMPTS = """
            SELECT body FROM attempt
            WHERE partition = ? AND work = ANY (?) AND outcome IN ('failed', 'timed out', 'succeeded')
            ORDER BY started_at, id LIMIT ?
            """;

    private final DataSource database;

    PatchsetDifferences(DataSource database) {
        this.database = database;
    }

    /** At most 100, the one whose failing attempt began last first. */
    List<TaskDifference> of(RunEntity run) throws SQLException, JsonProcessingException {
        try (Connection connection = database.getConnection()) {
            Map<String, Set<Long>> works = failed(connection, run);
            if (works.isEmpty()) {
                return List.of();
            }
            Map<String, Set<Long>> namesakes = Namesakes.of(connection, run, namesByWork(works));
            works.forEach((name, named) -> named.addAll(namesakes.getOrDefault(name, Set.of())));
            Map<Long, String> builtBy = builtBy(connection, run, union(works.values()));
            Map<String, Set<Long>> compared = thatPassed(works, builtBy.keySet());
            return compared.isEmpty() ? List.of() : differences(connection, run, compared, builtBy);
        }
    }

    /** Works under the name that their task has in the run. */
    private static Map<String, Set<Long>> failed(Connection connection, RunEntity run) throws SQLException {
        Map<String, Set<Long>> works = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(FAILURES)) {
            new Parameters(statement).integer(run.partition).text(run.id).integer(FAILURES_READ);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    works.computeIfAbsent(result.getString(1), name -> new LinkedHashSet<>())
                            .add(result.getLong(2));
                }
            }
        }
        return works;
    }

    private static Map<Long, String> builtBy(Connection connection, RunEntity run, Set<Long> works)
            throws SQLException {
        Map<Long, String> builtBy = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(BUILT)) {
            new Parameters(statement).integer(run.partition).numbers(List.copyOf(works));
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    builtBy.put(result.getLong(1), result.getString(2));
                }
            }
        }
        return builtBy;
    }

    private static Map<String, Set<Long>> thatPassed(Map<String, Set<Long>> works, Set<Long> built) {
        Map<String, Set<Long>> passed = new LinkedHashMap<>();
        works.entrySet().stream()
                .filter(task -> task.getValue().stream().anyMatch(built::contains))
                .limit(TASKS_COMPARED)
                .forEach(task -> passed.put(task.getKey(), task.getValue()));
        return passed;
    }

    private static List<TaskDifference> differences(
            Connection connection, RunEntity run, Map<String, Set<Long>> works, Map<Long, String> builtBy)
            throws SQLException, JsonProcessingException {
        Set<Long> all = union(works.values());
        builtBy.keySet().retainAll(all);
        Builds builds = Builds.of(connection, run, attempts(connection, run, all), builtBy);
        Checkouts checkouts = Checkouts.of(connection, run.partition, builds.sessions());
        Map<String, List<Try>> tries = triesByName(works, builds.ended(checkouts));
        return works.keySet().stream()
                .flatMap(name -> PatchsetVerdicts.of(tries.getOrDefault(name, List.of()))
                        .differs(name)
                        .map(sentence -> new TaskDifference(name, sentence))
                        .stream())
                .limit(TOLD)
                .toList();
    }

    private static List<AttemptRow> attempts(Connection connection, RunEntity run, Set<Long> works)
            throws SQLException, JsonProcessingException {
        List<AttemptRow> attempts = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(ATTEMPTS)) {
            new Parameters(statement)
                    .integer(run.partition)
                    .numbers(List.copyOf(works))
                    .integer(ATTEMPTS_READ);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    attempts.add(RowJson.read(result.getString(1), AttemptRow.class));
                }
            }
        }
        return attempts;
    }

    /** Under keys, two tasks of a plan may be one work. */
    private static Map<Long, List<String>> namesByWork(Map<String, Set<Long>> works) {
        Map<Long, List<String>> names = new LinkedHashMap<>();
        works.forEach((name, named) -> named.forEach(
                work -> names.computeIfAbsent(work, first -> new ArrayList<>()).add(name)));
        return names;
    }

    private static Map<String, List<Try>> triesByName(Map<String, Set<Long>> works, List<Build> builds) {
        Map<Long, List<String>> names = namesByWork(works);
        Map<String, List<Try>> tries = new LinkedHashMap<>();
        for (Build build : builds) {
            for (String name : names.getOrDefault(build.work(), List.of())) {
                tries.computeIfAbsent(name, first -> new ArrayList<>()).add(build.how());
            }
        }
        return tries;
    }

    private static Set<Long> union(Collection<Set<Long>> works) {
        Set<Long> all = new LinkedHashSet<>();
        works.forEach(all::addAll);
        return all;
    }
}

package dev.taskdirector.coordinator.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.taskdirector.coordinator.core.JoinRequest.TaskDefinition;
import dev.taskdirector.coordinator.core.Row.SchemaRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Reads plans of a run by the schemas that say what their works are called and need. */
final class RunPlans {

    /** Plans, and schemas, that are looked into; nearly always there is one. */
    private static final int READ = 10;

    private static final String DIGESTS_WITH = """
            SELECT id FROM task_schema
            WHERE partition = ? AND id IN (SELECT body ->> 'digest' FROM plan WHERE partition = ? AND run = ?)
                AND strpos(body::text, ?) > 0
            ORDER BY id LIMIT ?
            """;
    private static final String WORKS_AT = """
            SELECT works[?] FROM plan WHERE partition = ? AND run = ? AND body ->> 'digest' = ? ORDER BY id LIMIT ?
            """;
    private static final String PLANS_WITH = """
            SELECT works, body ->> 'digest' FROM plan
            WHERE partition = ? AND run = ? AND ? = ANY (works) ORDER BY live DESC, id LIMIT ?
            """;
    private static final String SCHEMA = "SELECT body FROM task_schema WHERE partition = ? AND id = ?";

    private final Connection connection;
    private final RunEntity run;
    private final Map<String, List<TaskDefinition>> schemas = new HashMap<>();

    RunPlans(Connection connection, RunEntity run) {
        this.connection = connection;
        this.run = run;
    }

    /** A need of a task, by its name, and its work. */
    record Need(String name, long work) {}

    /**
     * Works whose tasks have this name in the schema of a plan. A work that came with another schema has the name that it
     * had there.
     */
    List<Long> worksNamed(String name) throws SQLException, JsonProcessingException {
        Set<Long> works = new LinkedHashSet<>();
        for (String digest : digestsWith(name)) {
            List<String> names =
                    tasks(digest).stream().map(TaskDefinition::name).toList();
            int index = names.indexOf(name);
            if (index >= 0) {
                works.addAll(worksAt(index, digest));
            }
        }
        return List.copyOf(works);
    }

    /** What a work needs, in each plan that has it. */
    List<List<Need>> needsOf(long work) throws SQLException, JsonProcessingException {
        List<List<Need>> needs = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(PLANS_WITH)) {
            new Parameters(statement)
                    .integer(run.partition)
                    .text(run.id)
                    .number(work)
                    .integer(READ);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    List<Long> works = List.of((Long[]) result.getArray(1).getArray());
                    needs.add(needs(works, work, result.getString(2)));
                }
            }
        }
        return needs;
    }

    private List<Need> needs(List<Long> works, long work, String digest) throws SQLException, JsonProcessingException {
        List<TaskDefinition> tasks = tasks(digest);
        int index = works.indexOf(work);
        if (index >= tasks.size()) {
            return List.of();
        }
        Set<String> names = new LinkedHashSet<>(tasks.get(index).needs());
        Map<String, Long> worksByName = IntStream.range(0, Math.min(works.size(), tasks.size()))
                .filter(i -> names.contains(tasks.get(i).name()))
                .boxed()
                .collect(Collectors.toMap(i -> tasks.get(i).name(), works::get, (first, second) -> first));
        return names.stream()
                .flatMap(name -> Optional.ofNullable(worksByName.get(name)).map(need -> new Need(name, need)).stream())
                .toList();
    }

    private List<String> digestsWith(String name) throws SQLException {
        List<String> digests = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(DIGESTS_WITH)) {
            new Parameters(statement)
                    .integer(run.partition)
                    .integer(run.partition)
                    .text(run.id)
                    .text("\"name\":" + RowJson.quoted(name))
                    .integer(READ);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    digests.add(result.getString(1));
                }
            }
        }
        return digests;
    }

    private List<Long> worksAt(int index, String digest) throws SQLException {
        List<Long> works = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(WORKS_AT)) {
            new Parameters(statement)
                    .integer(index + 1)
                    .integer(run.partition)
                    .text(run.id)
                    .text(digest)
                    .integer(READ);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    works.add(result.getLong(1));
                }
            }
        }
        return works;
    }

    /** None of a schema that is no longer known. */
    private List<TaskDefinition> tasks(String digest) throws SQLException, JsonProcessingException {
        if (!schemas.containsKey(digest)) {
            schemas.put(digest, readTasks(digest));
        }
        return schemas.getOrDefault(digest, List.of());
    }

    private List<TaskDefinition> readTasks(String digest) throws SQLException, JsonProcessingException {
        try (PreparedStatement statement = connection.prepareStatement(SCHEMA)) {
            new Parameters(statement).integer(run.partition).text(digest);
            try (ResultSet result = statement.executeQuery()) {
                return result.next()
                        ? RowJson.read(result.getString(1), SchemaRow.class).tasks()
                        : List.of();
            }
        }
    }
}

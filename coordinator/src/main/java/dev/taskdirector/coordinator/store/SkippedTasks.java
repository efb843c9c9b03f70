package dev.taskdirector.coordinator.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.taskdirector.coordinator.core.JoinRequest.TaskDefinition;
import dev.taskdirector.coordinator.core.Row.SchemaRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Finds the tasks of a run that are skipped, since something that they need has failed. Skipped is a matter of a plan and no
 * row says it: it follows from the needs in the schema and from what became of the works.
 */
@ApplicationScoped
class SkippedTasks {

    /** Tasks of all plans together; beyond, looking for them would cost the coordinator more than it is worth. */
    private static final long MOST_TASKS = 1_000_000;

    private static final String SIZE =
            "SELECT coalesce(sum(cardinality(works)), 0) FROM plan WHERE partition = ? AND run = ?";
    private static final String STATES = """
            SELECT id, CASE WHEN leases > 0 THEN 'running' ELSE state END FROM work
            WHERE partition = ? AND id IN (SELECT unnest(works) FROM plan WHERE partition = ? AND run = ?)
            """;
    private static final String SCHEMAS = """
            SELECT id, body FROM task_schema
            WHERE partition = ? AND id IN (SELECT body ->> 'digest' FROM plan WHERE partition = ? AND run = ?)
            """;
    private static final String PLANS = "SELECT works, body ->> 'digest' FROM plan WHERE partition = ? AND run = ?";

    private final DataSource database;

    SkippedTasks(DataSource database) {
        this.database = database;
    }

    /** Works that are skipped in every plan of the run that has them; none are named of a run that is too large. */
    Set<Long> of(RunEntity run) throws SQLException, JsonProcessingException {
        try (Connection connection = database.getConnection()) {
            if (size(connection, run) > MOST_TASKS) {
                return Set.of();
            }
            Map<Long, String> states = states(connection, run);
            Map<String, List<TaskDefinition>> schemas = schemas(connection, run);
            Sides sides = new Sides(new HashSet<>(), new HashSet<>());
            try (PreparedStatement statement = connection.prepareStatement(PLANS)) {
                new Parameters(statement).integer(run.partition).text(run.id);
                try (ResultSet result = statement.executeQuery()) {
                    while (result.next()) {
                        Long[] works = (Long[]) result.getArray(1).getArray();
                        List<TaskDefinition> tasks = schemas.getOrDefault(result.getString(2), List.of());
                        sort(List.of(works), tasks, states, sides);
                    }
                }
            }
            sides.skipped().removeAll(sides.wanted());
            return sides.skipped();
        }
    }

    private static long size(Connection connection, RunEntity run) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SIZE)) {
            new Parameters(statement).integer(run.partition).text(run.id);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getLong(1);
            }
        }
    }

    private static Map<Long, String> states(Connection connection, RunEntity run) throws SQLException {
        Map<Long, String> states = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(STATES)) {
            new Parameters(statement)
                    .integer(run.partition)
                    .integer(run.partition)
                    .text(run.id);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    states.put(result.getLong(1), result.getString(2));
                }
            }
        }
        return states;
    }

    private static Map<String, List<TaskDefinition>> schemas(Connection connection, RunEntity run)
            throws SQLException, JsonProcessingException {
        Map<String, List<TaskDefinition>> schemas = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(SCHEMAS)) {
            new Parameters(statement)
                    .integer(run.partition)
                    .integer(run.partition)
                    .text(run.id);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    SchemaRow schema = RowJson.read(result.getString(2), SchemaRow.class);
                    schemas.put(result.getString(1), schema.tasks());
                }
            }
        }
        return schemas;
    }

    /** Works that a plan skips, and those that it does not. */
    private record Sides(Set<Long> skipped, Set<Long> wanted) {}

    private static void sort(List<Long> works, List<TaskDefinition> tasks, Map<Long, String> states, Sides sides) {
        Set<Integer> dead = works.size() == tasks.size() ? dead(works, tasks, states) : Set.of();
        for (int place = 0; place < works.size(); place++) {
            boolean isOpen = "open".equals(states.get(works.get(place)));
            (isOpen && dead.contains(place) ? sides.skipped() : sides.wanted()).add(works.get(place));
        }
    }

    /** Places of the tasks that have failed, and of all that need them and are not done. */
    private static Set<Integer> dead(List<Long> works, List<TaskDefinition> tasks, Map<Long, String> states) {
        Map<String, List<Integer>> dependents = new HashMap<>();
        Deque<Integer> next = new ArrayDeque<>();
        for (int place = 0; place < tasks.size(); place++) {
            for (String need : tasks.get(place).needs()) {
                dependents.computeIfAbsent(need, name -> new ArrayList<>()).add(place);
            }
            if ("failed".equals(states.get(works.get(place)))) {
                next.add(place);
            }
        }
        Set<Integer> dead = new HashSet<>(next);
        while (!next.isEmpty()) {
            String name = tasks.get(next.remove()).name();
            for (int place : dependents.getOrDefault(name, List.of())) {
                if (!"done".equals(states.get(works.get(place))) && dead.add(place)) {
                    next.add(place);
                }
            }
        }
        return dead;
    }
}

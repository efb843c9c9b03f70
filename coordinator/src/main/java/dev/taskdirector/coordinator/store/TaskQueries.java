package dev.taskdirector.coordinator.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.taskdirector.coordinator.core.Row.WorkRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Answers what became of a run's tasks: the works of its plans in the order of their schema, each once. In SQL, since a
 * plan names its works in an array.
 */
@ApplicationScoped
class TaskQueries {

    private static final String NEEDED = """
            WITH needed AS (
                SELECT DISTINCT ON (place.work) place.work, plan.id AS plan, place.position
                FROM plan CROSS JOIN LATERAL unnest(plan.works) WITH ORDINALITY AS place (work, position)
                WHERE plan.partition = ? AND plan.run = ?
                ORDER BY place.work, plan.id, place.position)
            """;
    private static final String COUNTS = NEEDED + """
            SELECT count(*),
                count(*) FILTER (WHERE work.state = 'open' AND work.leases = 0),
                count(*) FILTER (WHERE work.state = 'open' AND work.leases > 0),
                count(*) FILTER (WHERE work.state = 'done'),
                count(*) FILTER (WHERE work.state = 'failed')
            FROM needed JOIN work ON work.partition = ? AND work.id = needed.work
            """;
    private static final String PAGE = NEEDED + """
            SELECT work.body, work.ended_at
            FROM needed JOIN work ON work.partition = ? AND work.id = needed.work
            ORDER BY needed.plan, needed.position LIMIT ? OFFSET ?
            """;
    private static final String NAMED = NEEDED + """
            SELECT work.body, work.ended_at
            FROM needed JOIN work ON work.partition = ? AND work.id = needed.work
            WHERE work.task = ? OR work.id = ANY (?)
            ORDER BY needed.plan, needed.position LIMIT ?
            """;

    private final DataSource database;

    TaskQueries(DataSource database) {
        this.database = database;
    }

    TaskCounts counts(RunEntity run) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(COUNTS)) {
            new Parameters(statement).integer(run.partition).text(run.id).integer(run.partition);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return new TaskCounts(
                        result.getLong(1),
                        result.getLong(2),
                        result.getLong(3),
                        result.getLong(4),
                        result.getLong(5),
                        0);
            }
        }
    }

    Page<TaskView> page(RunEntity run, Page.Wanted wanted, long total, Set<Long> skipped)
            throws SQLException, JsonProcessingException {
        List<Found> found = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(PAGE)) {
            new Parameters(statement)
                    .integer(run.partition)
                    .text(run.id)
                    .integer(run.partition)
                    .integer(wanted.size())
                    .number((long) wanted.page() * wanted.size());
            addAll(statement, found);
        }
        return new Page<>(wanted.page(), wanted.size(), total, views(run.partition, found, skipped));
    }

    /** The works of a run under this name, and those among these works, at most so many. */
    List<Found> named(RunEntity run, String name, List<Long> works, int most)
            throws SQLException, JsonProcessingException {
        List<Found> found = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(NAMED)) {
            new Parameters(statement)
                    .integer(run.partition)
                    .text(run.id)
                    .integer(run.partition)
                    .text(name)
                    .numbers(works)
                    .integer(most);
            addAll(statement, found);
        }
        return found;
    }

    private static void addAll(PreparedStatement statement, List<Found> found)
            throws SQLException, JsonProcessingException {
        try (ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                WorkRow work = RowJson.read(result.getString(1), WorkRow.class);
                found.add(new Found(work, Optional.ofNullable(result.getObject(2, OffsetDateTime.class))));
            }
        }
    }

    private static List<TaskView> views(int partition, List<Found> found, Set<Long> skipped) {
        Tries tries = Tries.of(partition, found.stream().map(Found::work).toList(), Map.of());
        return found.stream()
                .map(task -> tries.view(task.work(), task.ended(), skipped))
                .toList();
    }

    /** A work, and when it ended. */
    record Found(WorkRow work, Optional<OffsetDateTime> ended) {}
}

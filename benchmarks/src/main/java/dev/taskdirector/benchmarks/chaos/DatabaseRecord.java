package dev.taskdirector.benchmarks.chaos;

import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What PostgreSQL says in the end. */
record DatabaseRecord(
        List<RunRow> runs,
        List<PlanRow> plans,
        List<WorkRow> works,
        List<SessionRow> sessions,
        List<AttemptRow> attempts) {

    record RunRow(int partition, String id, boolean live, boolean keyed) {}

    record PlanRow(int partition, String run, List<Long> works) {
        PlanRow {
            works = List.copyOf(works);
        }
    }

    record WorkRow(
            int partition,
            long id,
            String cache,
            String task,
            Optional<String> key,
            String state,
            Optional<String> builtBy,
            Optional<Instant> ended) {
        boolean isDone() {
            return state.equals("done");
        }
    }

    record SessionRow(
            int partition,
            String id,
            boolean live,
            String peer,
            String cache,
            Optional<String> run,
            Instant joined,
            Optional<Instant> left,
            Optional<String> because) {}

    record AttemptRow(
            int partition,
            String lease,
            String run,
            long work,
            String task,
            String peer,
            String session,
            Instant started,
            Optional<Instant> ended,
            Optional<String> outcome,
            Optional<Integer> exitCode) {}

    /** How far each partition's record is: the first offset of the log that is not in it. */
    static Map<Integer, Long> positions(String jdbcUrl) throws SQLException {
        Map<Integer, Long> positions = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection(jdbcUrl);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT partition, next_offset FROM checkpoint")) {
            while (row.next()) {
                positions.put(row.getInt(1), row.getLong(2));
            }
        }
        return positions;
    }

    /** What is not closed: sessions and runs by their ids. */
    static List<String> open(String jdbcUrl) throws SQLException {
        List<String> open = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(jdbcUrl);
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT 'session ' || id || ' of ' || peer FROM session WHERE live"
                                + " UNION ALL SELECT 'run ' || id FROM run WHERE live")) {
            while (row.next()) {
                open.add(row.getString(1));
            }
        }
        return open;
    }

    static DatabaseRecord read(String jdbcUrl) throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbcUrl)) {
            return new DatabaseRecord(
                    rows(connection, "SELECT partition, id, live, keyed FROM run", DatabaseRecord::run),
                    rows(connection, "SELECT partition, run, works FROM plan", DatabaseRecord::plan),
                    rows(
                            connection,
                            "SELECT partition, id, cache, task, task_key, state, built_by, ended_at FROM work",
                            DatabaseRecord::work),
                    rows(
                            connection,
                            "SELECT partition, id, live, peer, cache, run, joined_at, left_at, left_because FROM"
                                    + " session",
                            DatabaseRecord::session),
                    rows(
                            connection,
                            "SELECT partition, id, run, work, task, peer, session, started_at, ended_at, outcome,"
                                    + " exit_code FROM attempt ORDER BY started_at, id",
                            DatabaseRecord::attempt));
        }
    }

    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private static <T> List<T> rows(Connection connection, String query, Row<T> reader) throws SQLException {
        List<T> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                rows.add(reader.read(row));
            }
        }
        return rows;
    }

    private static RunRow run(ResultSet row) throws SQLException {
        return new RunRow(row.getInt(1), row.getString(2), row.getBoolean(3), row.getBoolean(4));
    }

    private static PlanRow plan(ResultSet row) throws SQLException {
        Array works = row.getArray(3);
        return new PlanRow(row.getInt(1), row.getString(2), Arrays.asList((Long[]) works.getArray()));
    }

    private static WorkRow work(ResultSet row) throws SQLException {
        return new WorkRow(
                row.getInt(1),
                row.getLong(2),
                row.getString(3),
                row.getString(4),
                text(row, 5),
                row.getString(6),
                text(row, 7),
                time(row, 8));
    }

    private static SessionRow session(ResultSet row) throws SQLException {
        return new SessionRow(
                row.getInt(1),
                row.getString(2),
                row.getBoolean(3),
                row.getString(4),
                row.getString(5),
                text(row, 6),
                time(row, 7).orElseThrow(),
                time(row, 8),
                text(row, 9));
    }

    private static AttemptRow attempt(ResultSet row) throws SQLException {
        return new AttemptRow(
                row.getInt(1),
                row.getString(2),
                row.getString(3),
                row.getLong(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                time(row, 8).orElseThrow(),
                time(row, 9),
                text(row, 10),
                Optional.ofNullable(row.getObject(11, Integer.class)));
    }

    private static Optional<String> text(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    private static Optional<Instant> time(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}

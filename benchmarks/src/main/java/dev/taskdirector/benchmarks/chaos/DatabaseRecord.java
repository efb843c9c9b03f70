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

    /** So many misfires set a session aside: as the core has it. */
    private static final int MISFIRES_BORNE = 3;

    record RunRow(int partition, String id, boolean live, boolean keyed) {}

    /**
     * A plan.
     *
     * @param works by position in the task schema
     */
    record PlanRow(int partition, long id, boolean live, String run, List<Long> works) {
        PlanRow {
            works = List.copyOf(works);
        }
    }

    record WorkRow(
            int partition,
            long id,
            boolean live,
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

    /**
     * A session.
     *
     * @param plan the last that it had; empty if its join never took effect
     * @param reliesOnNobody whether it was moved to works of its own, or was to be
     * @param setAside whether it has failed so much that others could build that it gets work only when nobody else is there
     */
    record SessionRow(
            int partition,
            String id,
            boolean live,
            String peer,
            String cache,
            Optional<String> run,
            Optional<Long> plan,
            boolean reliesOnNobody,
            boolean setAside,
            Instant joined,
            Optional<Instant> left,
            Optional<String> because) {

        /** Whether it was known at that moment, in effect or not. */
        boolean isKnownAt(Instant moment) {
            return !moment.isBefore(joined)
                    && left.map(end -> !moment.isAfter(end)).orElse(true);
        }
    }

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

    /** Whether everything is closed: sessions, runs, plans, works and attempts. */
    static boolean isClosed(String jdbcUrl) throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbcUrl);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT EXISTS (SELECT FROM session WHERE live)"
                        + " OR EXISTS (SELECT FROM run WHERE live) OR EXISTS (SELECT FROM plan WHERE live)"
                        + " OR EXISTS (SELECT FROM work WHERE live)"
                        + " OR EXISTS (SELECT FROM attempt WHERE ended_at IS NULL)")) {
            return row.next() && !row.getBoolean(1);
        }
    }

    /** What is not closed, each as it stands in a sentence. */
    List<String> open() {
        List<String> open = new ArrayList<>();
        runs.stream().filter(RunRow::live).forEach(run -> open.add("run " + run.id()));
        sessions.stream()
                .filter(SessionRow::live)
                .forEach(session -> open.add("session " + session.id() + " of " + session.peer()));
        plans.stream().filter(PlanRow::live).forEach(plan -> open.add("plan " + plan.id() + " of run " + plan.run()));
        works.stream()
                .filter(WorkRow::live)
                .forEach(work ->
                        open.add("work " + work.id() + " (" + work.task() + ") of partition " + work.partition()));
        attempts.stream()
                .filter(attempt -> attempt.ended().isEmpty())
                .forEach(attempt -> open.add("lease " + attempt.lease() + " of " + attempt.peer() + " on "
                        + attempt.task() + " in run " + attempt.run()));
        return open;
    }

    static DatabaseRecord read(String jdbcUrl) throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbcUrl)) {
            return new DatabaseRecord(
                    rows(connection, "SELECT partition, id, live, keyed FROM run", DatabaseRecord::run),
                    rows(connection, "SELECT partition, id, live, run, works FROM plan", DatabaseRecord::plan),
                    rows(
                            connection,
                            "SELECT partition, id, live, cache, task, task_key, state, built_by, ended_at FROM work",
                            DatabaseRecord::work),
                    rows(
                            connection,
                            "SELECT partition, id, live, peer, cache, run, (body->>'plan')::bigint,"
                                    + " (body->>'alone')::boolean OR (body->>'draining')::boolean, misfires >= "
                                    + MISFIRES_BORNE + ", joined_at, left_at, left_because FROM session",
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
        Array works = row.getArray(5);
        return new PlanRow(row.getInt(1), row.getLong(2), row.getBoolean(3), row.getString(4), Arrays.asList((Long[])
                works.getArray()));
    }

    private static WorkRow work(ResultSet row) throws SQLException {
        return new WorkRow(
                row.getInt(1),
                row.getLong(2),
                row.getBoolean(3),
                row.getString(4),
                row.getString(5),
                text(row, 6),
                row.getString(7),
                text(row, 8),
                time(row, 9));
    }

    private static SessionRow session(ResultSet row) throws SQLException {
        return new SessionRow(
                row.getInt(1),
                row.getString(2),
                row.getBoolean(3),
                row.getString(4),
                row.getString(5),
                text(row, 6),
                Optional.ofNullable(row.getObject(7, Long.class)),
                row.getBoolean(8),
                row.getBoolean(9),
                time(row, 10).orElseThrow(),
                time(row, 11),
                text(row, 12));
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

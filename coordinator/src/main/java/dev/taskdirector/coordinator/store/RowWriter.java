package dev.taskdirector.coordinator.store;

import dev.taskdirector.coordinator.core.Row;
import dev.taskdirector.coordinator.core.Row.Kind;
import dev.taskdirector.coordinator.core.Row.SessionRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Writes rows of one partition in one transaction, a batch per table. */
final class RowWriter {

    /** Rows sent at a time; bounds what the driver holds in memory. */
    private static final int BATCH = 1_000;

    private final Connection connection;
    private final int partition;
    private final long revision;
    private final WrittenJoins joins;

    RowWriter(Connection connection, int partition, long revision, WrittenJoins joins) {
        this.connection = connection;
        this.partition = partition;
        this.revision = revision;
        this.joins = joins;
    }

    void write(List<Row> rows) throws SQLException {
        Map<Kind, List<Row>> byKind = new EnumMap<>(Kind.class);
        List<Row> knownSessions = new ArrayList<>();
        for (Row row : rows) {
            if (row instanceof SessionRow session && joins.contains(partition, session)) {
                knownSessions.add(row);
            } else {
                byKind.computeIfAbsent(row.key().kind(), kind -> new ArrayList<>())
                        .add(row);
            }
        }
        for (Map.Entry<Kind, List<Row>> entry : byKind.entrySet()) {
            RowTable<? extends Row> table = RowTables.of(entry.getKey());
            batch(table.upsert(), table, entry.getValue());
        }
        if (!knownSessions.isEmpty()) {
            batch(RowTables.SESSION.update(), RowTables.SESSION, knownSessions);
        }
        remember(byKind.getOrDefault(Kind.SESSION, List.of()));
    }

    void close(List<Row.Key> keys) throws SQLException {
        Map<Kind, List<String>> byKind = new EnumMap<>(Kind.class);
        for (Row.Key key : keys) {
            byKind.computeIfAbsent(key.kind(), kind -> new ArrayList<>()).add(key.id());
            if (key.kind() == Kind.SESSION) {
                joins.remove(partition, key.id());
            }
        }
        for (Map.Entry<Kind, List<String>> entry : byKind.entrySet()) {
            RowTable<? extends Row> table = RowTables.of(entry.getKey());
            try (PreparedStatement statement = connection.prepareStatement(table.close())) {
                table.bindIds(new Parameters(statement).integer(partition), entry.getValue());
                statement.executeUpdate();
            }
        }
    }

    /** Closes what this revision has not written. Attempts are history from the start: see {@link LostEnds}. */
    void closeOthers() throws SQLException {
        for (Kind kind : Kind.values()) {
            if (kind != Kind.ATTEMPT) {
                try (PreparedStatement statement =
                        connection.prepareStatement(RowTables.of(kind).closeOthers())) {
                    new Parameters(statement).integer(partition).number(revision);
                    statement.executeUpdate();
                }
            }
        }
    }

    private void batch(String sql, RowTable<? extends Row> table, List<Row> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Parameters parameters = new Parameters(statement);
            int waiting = 0;
            for (Row row : rows) {
                table.bind(parameters, partition, revision, row);
                statement.addBatch();
                waiting++;
                if (waiting == BATCH) {
                    requireWritten(statement.executeBatch(), table);
                    waiting = 0;
                }
            }
            if (waiting > 0) {
                requireWritten(statement.executeBatch(), table);
            }
        }
    }

    /** An update that finds no row would lose it silently; after this failure all of it is written anew. */
    private static void requireWritten(int[] counts, RowTable<? extends Row> table) throws SQLException {
        for (int count : counts) {
            if (count == 0) {
                throw new SQLException("a row of table " + table.name() + " that was written before is gone");
            }
        }
    }

    private void remember(List<Row> sessions) {
        for (Row row : sessions) {
            joins.add(partition, (SessionRow) row);
        }
    }
}

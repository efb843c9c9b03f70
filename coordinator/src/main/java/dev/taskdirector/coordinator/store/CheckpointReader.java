package dev.taskdirector.coordinator.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.taskdirector.coordinator.core.Row;
import dev.taskdirector.coordinator.core.Row.Kind;
import dev.taskdirector.coordinator.runtime.CheckpointStore.Loaded;
import dev.taskdirector.coordinator.runtime.CheckpointStore.LogPosition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Reads one partition's checkpoint over a connection that shows one snapshot of the database. */
final class CheckpointReader {

    private static final int FETCH = 1_000;

    private final Connection connection;
    private final int partition;

    CheckpointReader(Connection connection, int partition) {
        this.connection = connection;
        this.partition = partition;
    }

    Loaded read() throws SQLException, JsonProcessingException {
        List<Long> skipped = skippedOffsets();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT revision, topic_id, partitions, next_offset FROM checkpoint WHERE partition = ?")) {
            statement.setInt(1, partition);
            try (ResultSet result = statement.executeQuery()) {
                if (!result.next()) {
                    return new Loaded.None(skipped);
                }
                LogPosition position = new LogPosition(result.getString(2), result.getInt(3), result.getLong(4));
                return new Loaded.Found(result.getLong(1), position, rows(), skipped);
            }
        }
    }

    private List<Row> rows() throws SQLException, JsonProcessingException {
        List<Row> rows = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            if (kind == Kind.SESSION) {
                readSessions(rows);
            } else if (kind != Kind.ATTEMPT) {
                read(RowTables.of(kind), rows);
            }
        }
        rows.sort(Comparator.comparing(Row::key));
        return rows;
    }

    private void read(RowTable<? extends Row> table, List<Row> into) throws SQLException, JsonProcessingException {
        try (PreparedStatement statement = select(table.selectLive());
                ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                into.add(RowJson.read(result.getString(1), table.type()));
            }
        }
    }

    private void readSessions(List<Row> into) throws SQLException, JsonProcessingException {
        try (PreparedStatement statement =
                        select("SELECT body, join_request FROM session WHERE partition = ? AND live");
                ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                into.add(RowJson.readSession(result.getString(1), result.getString(2)));
            }
        }
    }

    List<Long> skippedOffsets() throws SQLException {
        List<Long> offsets = new ArrayList<>();
        try (PreparedStatement statement =
                        select("SELECT log_offset FROM skipped_offset WHERE partition = ? AND passed_at IS NULL"
                                + " ORDER BY log_offset");
                ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                offsets.add(result.getLong(1));
            }
        }
        return offsets;
    }

    private PreparedStatement select(String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setFetchSize(FETCH);
        statement.setInt(1, partition);
        return statement;
    }
}

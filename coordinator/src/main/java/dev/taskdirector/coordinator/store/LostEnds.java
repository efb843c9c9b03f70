package dev.taskdirector.coordinator.store;

import dev.taskdirector.coordinator.core.Row;
import dev.taskdirector.coordinator.core.Row.AttemptRow;
import dev.taskdirector.coordinator.core.Row.PartitionRow;
import dev.taskdirector.coordinator.core.Row.WorkRow;
import dev.taskdirector.coordinator.runtime.CheckpointStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Ends attempts that are under way in the store and nowhere else: how they ended was lost with changes that were too many
 * to keep. In the store these belong to works that are leased there, so it must run before works are written.
 */
final class LostEnds {

    /**
     * A body is an object and never empty: what is added comes before its last brace. It is handled as a text, since
     * PostgreSQL reads no JSON with some of the characters that peers send.
     */
    private static final String END = """
            UPDATE attempt SET revision = ?, outcome = ?, ended_at = ?, body = (left(body::text, -1) || ?)::json
            WHERE partition = ? AND ended_at IS NULL AND NOT id = ANY (?)
                AND work IN (SELECT id FROM work WHERE partition = ? AND live AND leases > 0)
            """;

    private final Connection connection;
    private final int partition;
    private final long revision;

    LostEnds(Connection connection, int partition, long revision) {
        this.connection = connection;
        this.partition = partition;
        this.revision = revision;
    }

    /** Ends those at the time of the log; {@code whole} has the whole state, and attempts whose end is known. */
    void write(List<Row> whole) throws SQLException {
        List<String> known = new ArrayList<>();
        Optional<Long> now = Optional.empty();
        for (Row row : whole) {
            if (row instanceof WorkRow work) {
                work.leases().forEach(lease -> known.add(lease.lease().value()));
            } else if (row instanceof AttemptRow attempt) {
                known.add(attempt.lease().value());
            } else if (row instanceof PartitionRow partitionRow) {
                now = partitionRow.lastTimestamp();
            }
        }
        end(now.orElse(0L), known);
    }

    private void end(long timestamp, List<String> known) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(END)) {
            new Parameters(statement)
                    .number(revision)
                    .text(CheckpointStore.END_UNKNOWN)
                    .time(timestamp)
                    .text(",\"endedTimestamp\":" + timestamp + ",\"outcome\":\"" + CheckpointStore.END_UNKNOWN + "\"}")
                    .integer(partition)
                    .texts(known)
                    .integer(partition);
            statement.executeUpdate();
        }
    }
}

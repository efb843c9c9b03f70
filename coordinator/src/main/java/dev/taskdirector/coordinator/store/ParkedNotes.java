package dev.taskdirector.coordinator.store;

import dev.taskdirector.coordinator.runtime.Condition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/** Writes which partitions stand still, where an operator looks. */
final class ParkedNotes {

    private static final Logger LOG = Logger.getLogger(ParkedNotes.class);
    private static final int MOST_SECONDS = 5;

    private final DataSource database;

    ParkedNotes(DataSource database) {
        this.database = database;
    }

    void write(int partition, Condition.Parked parked) {
        execute(
                partition,
                "INSERT INTO parked_partition (partition, log_offset, reason) VALUES (?, ?, ?) ON CONFLICT (partition)"
                        + " DO UPDATE SET since = CASE WHEN parked_partition.log_offset IS NOT DISTINCT FROM"
                        + " excluded.log_offset THEN parked_partition.since ELSE now() END,"
                        + " log_offset = excluded.log_offset, reason = excluded.reason, noted_at = now()",
                statement -> {
                    statement.setObject(2, parked.offset().orElse(null), Types.BIGINT);
                    statement.setString(3, storable(parked.reason()));
                });
    }

    void remove(int partition) {
        execute(partition, "DELETE FROM parked_partition WHERE partition = ?", statement -> {});
    }

    private void execute(int partition, String sql, Filling filling) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setQueryTimeout(MOST_SECONDS);
            statement.setInt(1, partition);
            filling.fill(statement);
            statement.executeUpdate();
        } catch (SQLException e) {
            // health says the same, and the owner comes again
            LOG.infof("that partition %d stands still, or goes on, was not noted: %s", partition, e.getMessage());
        }
    }

    /** An exception's message may hold anything; PostgreSQL stores neither NUL nor half a surrogate pair. */
    private static String storable(String reason) {
        return reason.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?");
    }

    private interface Filling {
        void fill(PreparedStatement statement) throws SQLException;
    }
}

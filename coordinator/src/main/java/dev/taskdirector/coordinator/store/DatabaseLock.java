package dev.taskdirector.coordinator.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Lets one replica at a time do a job. The lock goes with the transaction, so a replica that dies can't keep it. */
enum DatabaseLock {
    TOPIC_CLEANUP,
    HISTORY_RETENTION;

    /** Whether the connection's transaction has the lock now; it never waits for it. */
    boolean isTakenBy(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT pg_try_advisory_xact_lock(hashtextextended(?, 0))")) {
            statement.setString(1, "task-director/" + name());
            try (ResultSet result = statement.executeQuery()) {
                return result.next() && result.getBoolean(1);
            }
        }
    }
}

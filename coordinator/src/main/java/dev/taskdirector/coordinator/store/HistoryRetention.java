package dev.taskdirector.coordinator.store;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Deletes history that is older than its retention; one replica at a time, in steps that hold nobody up. */
@ApplicationScoped
public class HistoryRetention {

    private static final Logger LOG = Logger.getLogger(HistoryRetention.class);

    /** Topics of peers are kept for a day after their last session, and sessions are how they are known. */
    private static final Duration SHORTEST = Duration.ofDays(1);

    private static final int STEP = 5_000;

    /** At most a million rows of a table in one go; the rest an hour later. */
    private static final int STEPS = 200;

    /** Attempts are history from the start; they go by their age. */
    private static final List<String> OLD = List.of(
            "task_schema WHERE NOT live AND closed_at < now() - make_interval(secs => ?)",
            "run WHERE NOT live AND closed_at < now() - make_interval(secs => ?)",
            "plan WHERE NOT live AND closed_at < now() - make_interval(secs => ?)",
            "work WHERE NOT live AND closed_at < now() - make_interval(secs => ?)",
            "session WHERE NOT live AND closed_at < now() - make_interval(secs => ?)",
            "attempt WHERE started_at < now() - make_interval(secs => ?)");

    private final DataSource database;
    private final Duration retention;

    HistoryRetention(
            DataSource database, @ConfigProperty(name = "task-director.history-retention") Duration retention) {
        if (retention.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException(
                    "task-director.history-retention is " + retention + "; it must be a day (1D) or more");
        }
        this.database = database;
        this.retention = retention;
    }

    /** Deletes what is old now. */
    @Scheduled(
            identity = "history-retention",
            every = "1h",
            delayed = "5m",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void deleteOld() {
        try {
            long deleted = 0;
            for (String old : OLD) {
                deleted += deleteAll(old);
            }
            if (deleted > 0) {
                LOG.infof("deleted %d rows of history older than %s", deleted, retention);
            }
        } catch (SQLException e) {
            LOG.warnf("old history stays for another hour: %s", e.getMessage());
        }
    }

    private long deleteAll(String old) throws SQLException {
        long deleted = 0;
        for (int step = 0; step < STEPS; step++) {
            int some = deleteSome(old);
            deleted += some;
            if (some < STEP) {
                break;
            }
        }
        return deleted;
    }

    private int deleteSome(String old) throws SQLException {
        String table = old.substring(0, old.indexOf(' '));
        String sql =
                "DELETE FROM " + table + " WHERE ctid = ANY (ARRAY(SELECT ctid FROM " + old + " LIMIT " + STEP + "))";
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setDouble(1, (double) retention.toSeconds());
                int deleted = DatabaseLock.HISTORY_RETENTION.isTakenBy(connection) ? statement.executeUpdate() : 0;
                connection.commit();
                return deleted;
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            }
        }
    }
}

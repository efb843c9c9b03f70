package dev.taskdirector.coordinator.store;

import dev.taskdirector.coordinator.runtime.PeerCensus;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * Peers by the sessions that are live or ended not long ago, in all partitions. Ids of ended sessions are no measure: they
 * are forgotten by the log's time, which stands still in a partition where nobody speaks.
 */
@ApplicationScoped
public class PostgresPeerCensus implements PeerCensus {

    private static final Logger LOG = Logger.getLogger(PostgresPeerCensus.class);

    private final DataSource database;

    /** Takes connections from this pool; its limits are the caller's. */
    public PostgresPeerCensus(DataSource database) {
        this.database = database;
    }

    @Override
    public boolean whileLocked(Duration within, Consumer<SortedSet<String>> work) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                if (!DatabaseLock.TOPIC_CLEANUP.isTakenBy(connection)) {
                    return false;
                }
                work.accept(peers(connection, within));
                return true;
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            LOG.warnf("peers can't be counted while PostgreSQL is away: %s", e.getMessage());
            return false;
        }
    }

    @Override
    public Optional<Integer> partitions() {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "SELECT partitions FROM checkpoint ORDER BY saved_at DESC LIMIT 1");
                ResultSet result = statement.executeQuery()) {
            return result.next() ? Optional.of(result.getInt(1)) : Optional.empty();
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL does not tell how many partitions there were", e);
        }
    }

    private static SortedSet<String> peers(Connection connection, Duration within) throws SQLException {
        SortedSet<String> peers = new TreeSet<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT DISTINCT peer FROM session WHERE live OR closed_at > now() - make_interval(secs => ?)")) {
            statement.setDouble(1, (double) within.toSeconds());
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    peers.add(result.getString(1));
                }
            }
        }
        return peers;
    }
}

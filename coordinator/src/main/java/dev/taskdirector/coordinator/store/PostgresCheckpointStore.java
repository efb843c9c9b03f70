package dev.taskdirector.coordinator.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.taskdirector.coordinator.core.Changes;
import dev.taskdirector.coordinator.runtime.CheckpointStore;
import dev.taskdirector.coordinator.runtime.Condition;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * Checkpoints in PostgreSQL. A save is one transaction that begins with a compare-and-set of the checkpoint's revision;
 * that row is locked until the end, so two owners of a partition can't mix their rows. Every wait has a bound: the
 * pool's for a connection, {@value #STATEMENT_TIMEOUT} for a statement, the driver's socket timeout for an answer.
 *
 * <p>If the connection breaks during a commit, nobody knows whether it took effect. That is reported as unavailable; if
 * it did take effect, the next save loses the race, and the owner starts again from what it wrote itself.
 */
@ApplicationScoped
public class PostgresCheckpointStore implements CheckpointStore {

    private static final Logger LOG = Logger.getLogger(PostgresCheckpointStore.class);
    private static final String STATEMENT_TIMEOUT = "10s";
    private static final String SNAPSHOT = "REPEATABLE READ, READ ONLY";
    private static final String WRITING = "READ COMMITTED";

    /** Classes of SQL states: a value that a column can't have, and more than an index entry or a row can hold. */
    private static final String DATA_EXCEPTION = "22";

    private static final String LIMIT_EXCEEDED = "54";

    private final DataSource database;
    private final Set<Integer> refused = ConcurrentHashMap.newKeySet();
    private final WrittenJoins joins = new WrittenJoins();
    private final ParkedNotes notes;

    /** Takes connections from this pool; its limits are the caller's. */
    public PostgresCheckpointStore(DataSource database) {
        this.database = database;
        this.notes = new ParkedNotes(database);
    }

    @Override
    public Loaded load(int partition) {
        joins.forget(partition);
        try (Connection connection = begin(SNAPSHOT)) {
            try {
                return new CheckpointReader(connection, partition).read();
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            return new Loaded.Unavailable(reason(e));
        } catch (JsonProcessingException e) {
            return new Loaded.Unreadable(e.getOriginalMessage());
        }
    }

    @Override
    public Optional<List<Long>> skippedOffsets(int partition) {
        try (Connection connection = begin(SNAPSHOT)) {
            try {
                return Optional.of(new CheckpointReader(connection, partition).skippedOffsets());
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            return Optional.empty();
        }
    }

    @Override
    public Saved save(int partition, long expectedRevision, LogPosition position, Changes changes) {
        return inTransaction(partition, expectedRevision, position, (connection, revision) -> {
            RowWriter writer = new RowWriter(connection, partition, revision, joins);
            writer.write(changes.written());
            writer.close(changes.closed());
        });
    }

    @Override
    public Saved saveAll(int partition, long expectedRevision, LogPosition position, Changes whole) {
        return inTransaction(partition, expectedRevision, position, (connection, revision) -> {
            new LostEnds(connection, partition, revision).write(whole.written());
            joins.forget(partition);
            RowWriter writer = new RowWriter(connection, partition, revision, joins);
            writer.write(whole.written());
            writer.close(whole.closed());
            writer.closeOthers();
        });
    }

    @Override
    public void noteParked(int partition, Condition.Parked parked) {
        notes.write(partition, parked);
    }

    @Override
    public void noteGoing(int partition) {
        notes.remove(partition);
    }

    private Saved inTransaction(int partition, long expected, LogPosition position, Work work) {
        try (Connection connection = begin(WRITING)) {
            Optional<Long> revision = advance(connection, partition, expected, position);
            if (revision.isEmpty()) {
                connection.rollback();
                joins.forget(partition);
                return new Saved.RaceLost();
            }
            try {
                work.run(connection, revision.get());
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                joins.forget(partition);
                rollBack(connection, e);
                throw e;
            }
            refused.remove(partition);
            return new Saved.Done(revision.get());
        } catch (SQLException e) {
            return isRefusal(e) ? refused(partition, reason(e)) : new Saved.Unavailable(reason(e));
        }
    }

    /** Said once; what goes on being refused is counted and told by the health. */
    private Saved refused(int partition, String reason) {
        if (refused.add(partition)) {
            LOG.errorf(
                    "partition %d is not saved: PostgreSQL refuses a row of it, and will again: %s", partition, reason);
        }
        return new Saved.Refused("PostgreSQL refuses a row: " + reason);
    }

    /** Whether it is about the data and not about the server: trying again won't help. */
    private static boolean isRefusal(SQLException e) {
        for (SQLException next = e; next != null; next = next.getNextException()) {
            String state = next.getSQLState();
            if (state != null && (state.startsWith(DATA_EXCEPTION) || state.startsWith(LIMIT_EXCEEDED))) {
                return true;
            }
        }
        return false;
    }

    private Connection begin(String mode) throws SQLException {
        Connection connection = database.getConnection();
        try {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET TRANSACTION ISOLATION LEVEL " + mode + "; SET LOCAL statement_timeout = '"
                        + STATEMENT_TIMEOUT + "'");
            }
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * The new revision, or nothing if the checkpoint is not at the expected one. In the same statement, since each takes the
     * time of a round trip, skips that the checkpoint has passed are used up.
     */
    private static Optional<Long> advance(Connection connection, int partition, long expected, LogPosition position)
            throws SQLException {
        String skips = "WITH passed AS (UPDATE skipped_offset SET passed_at = now()"
                + " WHERE partition = ? AND log_offset < ? AND passed_at IS NULL) ";
        String checkpoint = expected == 0
                ? "INSERT INTO checkpoint (topic_id, partitions, next_offset, partition, revision)"
                        + " VALUES (?, ?, ?, ?, ? + 1) ON CONFLICT (partition) DO NOTHING"
                : "UPDATE checkpoint SET topic_id = ?, partitions = ?, next_offset = ?, saved_at = now(),"
                        + " revision = revision + 1 WHERE partition = ? AND revision = ?";
        try (var statement = connection.prepareStatement(skips + checkpoint)) {
            new Parameters(statement)
                    .integer(partition)
                    .number(position.nextOffset())
                    .text(position.topicId())
                    .integer(position.partitions())
                    .number(position.nextOffset())
                    .integer(partition)
                    .number(expected);
            return statement.executeUpdate() == 1 ? Optional.of(expected + 1) : Optional.empty();
        }
    }

    private static void rollBack(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /** A batch's own message only repeats the statement; what went wrong is the exception chained to it. */
    private static String reason(SQLException e) {
        List<String> sentences = new ArrayList<>();
        Optional<SQLException> next = Optional.of(e);
        while (next.isPresent() && sentences.size() < 3) {
            SQLException current = next.get();
            String message =
                    String.valueOf(current.getMessage()).lines().findFirst().orElse("");
            sentences.add(message + " (SQL state " + current.getSQLState() + ")");
            next = Optional.ofNullable(current.getNextException());
        }
        return sentences.get(sentences.size() - 1);
    }

    private interface Work {
        void run(Connection connection, long revision) throws SQLException;
    }
}

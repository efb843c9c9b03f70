package dev.taskdirector.coordinator.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What some sessions have checked out, by their joins. */
final class Checkouts {

    /** A session's peer, and what it has checked out, of its first 50 repositories. */
    record Checkout(String peer, List<PatchsetView> patchsets) {}

    private static final int REPOSITORIES_TOLD = 50;

    /** A join without tasks and keys is far below; of one that is larger nothing is told. */
    private static final int LARGEST_JOIN_BYTES = 262_144;

    /** Joins in memory at a time. */
    private static final int FETCHED = 50;

    /** Joins are read whole: PostgreSQL's own JSON functions refuse characters that peers may send. */
    private static final String JOINS = """
            SELECT id, peer, CASE WHEN octet_length(join_request::text) <= ? THEN join_request END
            FROM session WHERE partition = ? AND id = ANY (?)
            """;

    private static final String NEWEST = """
            SELECT id FROM session WHERE partition = ? AND run = ? AND peer = ? ORDER BY joined_at DESC LIMIT 1
            """;

    private final Map<String, Checkout> bySession = new HashMap<>();

    private Checkouts() {}

    static Checkouts of(Connection connection, int partition, Collection<String> sessions)
            throws SQLException, JsonProcessingException {
        Checkouts checkouts = new Checkouts();
        try (PreparedStatement statement = connection.prepareStatement(JOINS)) {
            statement.setFetchSize(FETCHED);
            new Parameters(statement)
                    .integer(LARGEST_JOIN_BYTES)
                    .integer(partition)
                    .texts(List.copyOf(sessions));
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    checkouts.add(result);
                }
            }
        }
        return checkouts;
    }

    /** The newest session of a peer in a run, if it is known. */
    static Optional<String> sessionOf(Connection connection, RunEntity run, String peer) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(NEWEST)) {
            new Parameters(statement).integer(run.partition).text(run.id).text(peer);
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? Optional.of(result.getString(1)) : Optional.empty();
            }
        }
    }

    private void add(ResultSet row) throws SQLException, JsonProcessingException {
        @Nullable String join = row.getString(3);
        List<PatchsetView> patchsets = join == null
                ? List.of()
                : RowJson.readJoin(join).repositories().stream()
                        .limit(REPOSITORIES_TOLD)
                        .map(repository -> new PatchsetView(repository.name(), repository.patchset()))
                        .toList();
        bySession.put(row.getString(1), new Checkout(row.getString(2), patchsets));
    }

    /** Nothing of a session that is no longer known. */
    Checkout of(String session) {
        return bySession.getOrDefault(session, new Checkout("", List.of()));
    }
}

package dev.taskdirector.coordinator.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** The records that operators want skipped. Lists and adds with a connection of its own, beside any coordinator. */
public final class SkipList implements AutoCloseable {

    /** An owner renews its note every 5 s; an older one than this was left behind. */
    private static final int FRESH_SECONDS = 30;

    private final Connection connection;

    private SkipList(Connection connection) {
        this.connection = connection;
    }

    /**
     * What an operator asks for.
     *
     * @param force also where no partition stands still
     */
    public record Request(int partition, long offset, String reason, boolean force) {}

    /** What came of it: a sentence, and whether it was done. */
    public record Answer(boolean done, String sentence) {}

    /** The database can't be asked. */
    public static final class UnreachableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnreachableException(String message, SQLException cause) {
            super(message, cause);
        }
    }

    /** A partition that stands still, and its owner's sentence about it. */
    private record Note(Optional<Long> offset, String reason) {}

    /** Connects, for at most a few seconds, with the driver's properties as they are given. */
    public static SkipList open(String url, Properties properties) throws UnreachableException {
        try {
            return new SkipList(DriverManager.getConnection(url, properties));
        } catch (SQLException e) {
            throw new UnreachableException(
                    "PostgreSQL at " + withoutParameters(url) + " does not answer: " + e.getMessage(), e);
        }
    }

    /** A sentence for each partition that stands still at the moment. */
    public List<String> parked() throws UnreachableException {
        return asking(
                "SELECT reason, since FROM parked_partition WHERE noted_at > now() - make_interval(secs => "
                        + FRESH_SECONDS + ") ORDER BY partition",
                statement -> {},
                result -> {
                    List<String> sentences = new ArrayList<>();
                    while (result.next()) {
                        sentences.add(result.getString(1) + " (since "
                                + result.getTimestamp(2).toInstant() + ")");
                    }
                    return sentences;
                });
    }

    /** Puts an offset on the list, if that makes sense; who stands still there sees it within seconds. */
    public Answer add(Request request) throws UnreachableException {
        Optional<Note> note = note(request.partition());
        boolean heldUp = note.flatMap(Note::offset).equals(Optional.of(request.offset()));
        // the checkpoint may be of a log before the one in which the partition stands still, so it has no say then
        Optional<String> objection = heldUp ? Optional.empty() : objection(request, note);
        if (objection.isPresent()) {
            return new Answer(false, objection.get());
        }
        String sql = "INSERT INTO skipped_offset (partition, log_offset, reason) VALUES (?, ?, ?)"
                + " ON CONFLICT (partition, log_offset) DO UPDATE SET reason = excluded.reason, created_at = now(),"
                + " passed_at = NULL WHERE skipped_offset.passed_at IS NOT NULL";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Parameters(statement)
                    .integer(request.partition())
                    .number(request.offset())
                    .text(request.reason());
            boolean added = statement.executeUpdate() == 1;
            return new Answer(true, place(request) + " is on the skip list" + (added ? outlook(heldUp) : " already"));
        } catch (SQLException e) {
            throw new UnreachableException("the skip list can't be written: " + e.getMessage(), e);
        }
    }

    /** An owner reads the list as it loads its partition: one that goes by a note does so within seconds. */
    private static String outlook(boolean heldUp) {
        return ": its record will be dead-lettered, and nothing of it applied"
                + (heldUp ? "" : ", if the partition is loaded anew before it comes to that record");
    }

    private Optional<String> objection(Request request, Optional<Note> note) throws UnreachableException {
        Optional<Long> partitions = number("SELECT max(partitions) FROM checkpoint WHERE partition >= ?", 0);
        if (note.isEmpty() && partitions.isEmpty()) {
            return Optional.of("no coordinator has written a checkpoint into this database: is it the right one?");
        }
        if (partitions.isPresent() && request.partition() >= partitions.get()) {
            return Optional.of("there is no partition " + request.partition() + ": the status topic has "
                    + partitions.get() + ", numbered from 0");
        }
        Optional<Long> next = number("SELECT next_offset FROM checkpoint WHERE partition = ?", request.partition());
        if (next.isPresent() && request.offset() < next.get()) {
            return Optional.of(place(request) + " has been applied: the checkpoint is at offset " + next.get());
        }
        return request.force() ? Optional.empty() : Optional.of(noReason(request, note));
    }

    private static String noReason(Request request, Optional<Note> note) {
        String otherwise = "; --force puts the offset on the list all the same";
        if (note.isEmpty()) {
            return "partition " + request.partition() + " does not stand still" + otherwise;
        }
        if (note.get().offset().isEmpty()) {
            return "no record holds it up: " + note.get().reason();
        }
        return "partition " + request.partition() + " stands still at offset "
                + note.get().offset().get() + ", not at " + request.offset() + otherwise;
    }

    private Optional<Note> note(int partition) throws UnreachableException {
        return asking(
                "SELECT log_offset, reason FROM parked_partition WHERE partition = ?"
                        + " AND noted_at > now() - make_interval(secs => " + FRESH_SECONDS + ")",
                statement -> statement.setInt(1, partition),
                result -> {
                    if (!result.next()) {
                        return Optional.empty();
                    }
                    long offset = result.getLong(1);
                    Optional<Long> known = result.wasNull() ? Optional.empty() : Optional.of(offset);
                    return Optional.of(new Note(known, result.getString(2)));
                });
    }

    private Optional<Long> number(String sql, int parameter) throws UnreachableException {
        return asking(sql, statement -> statement.setInt(1, parameter), result -> {
            if (!result.next()) {
                return Optional.empty();
            }
            long value = result.getLong(1);
            return result.wasNull() ? Optional.empty() : Optional.of(value);
        });
    }

    private <T> T asking(String sql, Filling filling, Telling<T> telling) throws UnreachableException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            filling.fill(statement);
            try (ResultSet result = statement.executeQuery()) {
                return telling.tell(result);
            }
        } catch (SQLException e) {
            throw new UnreachableException("the skip list can't be read: " + e.getMessage(), e);
        }
    }

    private static String place(Request request) {
        return "offset " + request.offset() + " of partition " + request.partition();
    }

    private static String withoutParameters(String url) {
        int parameters = url.indexOf('?');
        return parameters < 0 ? url : url.substring(0, parameters);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // what was asked for has been answered
            return;
        }
    }

    private interface Filling {
        void fill(PreparedStatement statement) throws SQLException;
    }

    private interface Telling<T> {
        T tell(ResultSet result) throws SQLException;
    }
}

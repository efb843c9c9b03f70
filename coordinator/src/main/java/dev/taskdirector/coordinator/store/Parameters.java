package dev.taskdirector.coordinator.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * Binds a statement's parameters one after the other. What PostgreSQL can't hold in a column is made fit, since one such
 * value would stop every later save: the exact value is in the row's JSON.
 */
final class Parameters {

    /** The last millisecond of the year 9999. */
    private static final long LATEST_MILLIS = 253_402_300_799_999L;

    private final PreparedStatement statement;
    private int last;

    Parameters(PreparedStatement statement) {
        this.statement = statement;
    }

    /** Starts over with the first parameter, for the next row of a batch. */
    Parameters restart() {
        last = 0;
        return this;
    }

    Parameters text(String value) throws SQLException {
        statement.setString(++last, storable(value));
        return this;
    }

    Parameters text(Optional<String> value) throws SQLException {
        return value.isPresent() ? text(value.get()) : absent(Types.VARCHAR);
    }

    Parameters number(long value) throws SQLException {
        statement.setLong(++last, value);
        return this;
    }

    Parameters integer(int value) throws SQLException {
        statement.setInt(++last, value);
        return this;
    }

    Parameters integer(Optional<Integer> value) throws SQLException {
        return value.isPresent() ? integer(value.get()) : absent(Types.INTEGER);
    }

    Parameters seconds(Optional<Long> millis) throws SQLException {
        if (millis.isEmpty()) {
            return absent(Types.DOUBLE);
        }
        statement.setDouble(++last, millis.get() / 1_000.0);
        return this;
    }

    Parameters flag(boolean value) throws SQLException {
        statement.setBoolean(++last, value);
        return this;
    }

    /** A broker's timestamp in milliseconds since 1970. */
    Parameters time(long millis) throws SQLException {
        Instant instant = Instant.ofEpochMilli(Math.max(0, Math.min(millis, LATEST_MILLIS)));
        statement.setObject(++last, instant.atOffset(ZoneOffset.UTC));
        return this;
    }

    Parameters time(Optional<Long> millis) throws SQLException {
        return millis.isPresent() ? time(millis.get()) : absent(Types.TIMESTAMP_WITH_TIMEZONE);
    }

    Parameters json(String value) throws SQLException {
        statement.setObject(++last, value, Types.OTHER);
        return this;
    }

    Parameters numbers(List<Long> values) throws SQLException {
        return array("bigint", values.toArray());
    }

    Parameters texts(List<String> values) throws SQLException {
        return array("text", values.stream().map(Parameters::storable).toArray());
    }

    /** PostgreSQL's texts have no zero. */
    private static String storable(String value) {
        return value.replace('\u0000', '\uFFFD');
    }

    private Parameters array(String type, Object[] values) throws SQLException {
        Connection connection = statement.getConnection();
        statement.setArray(++last, connection.createArrayOf(type, values));
        return this;
    }

    private Parameters absent(int type) throws SQLException {
        statement.setNull(++last, type);
        return this;
    }
}

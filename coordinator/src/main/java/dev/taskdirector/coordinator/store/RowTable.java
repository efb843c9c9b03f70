package dev.taskdirector.coordinator.store;

import dev.taskdirector.coordinator.core.Row;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a kind of row lies in its table: partition, id, the whole row as JSON, and columns that queries ask for.
 *
 * @param kind the kind of its rows
 * @param name the table's name
 * @param type the records that it holds
 * @param ids what its ids are
 * @param history whether rows that have left the state are kept
 * @param columns names of the columns that queries ask for
 * @param values binds those columns' values, in the same order
 */
record RowTable<R extends Row>(
        Row.Kind kind, String name, Class<R> type, Ids ids, boolean history, List<String> columns, Values<R> values) {

    /** What ids of a table are. */
    enum Ids {
        NUMBERS,
        /** Short texts. */
        WORDS,
        /** Made of names, which may be long: the table keeps a hash of what its index can't take. */
        NAMES
    }

    /** Binds what a row has for the columns that queries ask for. */
    interface Values<R extends Row> {
        void bind(Parameters to, R row) throws SQLException;
    }

    /** Parameters: revision, body, the columns' values, partition, id. */
    String upsert() {
        List<String> all = written();
        String marks = all.stream().map(column -> "?").collect(Collectors.joining(", "));
        String changes =
                all.stream().map(column -> column + " = excluded." + column).collect(Collectors.joining(", "));
        return "INSERT INTO " + name + " (live, " + String.join(", ", all) + ", partition, id) VALUES (true, " + marks
                + ", ?, ?) ON CONFLICT (partition, id) DO UPDATE SET live = true, closed_at = NULL, " + changes;
    }

    /** Parameters as for the upsert; writes only a row that is there. */
    String update() {
        String changes = written().stream().map(column -> column + " = ?").collect(Collectors.joining(", "));
        return "UPDATE " + name + " SET live = true, closed_at = NULL, " + changes + " WHERE partition = ? AND id = ?";
    }

    /** Parameters: partition, ids. */
    String close() {
        String which = ids == Ids.NAMES ? "(SELECT short_id(name) FROM unnest(?::text[]) AS name)" : "(?)";
        return leave() + " WHERE partition = ? AND live AND id = ANY " + which;
    }

    /** Parameters: partition, revision. Closes what this revision has not written. */
    String closeOthers() {
        return leave() + " WHERE partition = ? AND live AND revision < ?";
    }

    /** Parameter: partition. */
    String selectLive() {
        return "SELECT body FROM " + name + " WHERE partition = ? AND live";
    }

    void bind(Parameters to, int partition, long revision, Row row) throws SQLException {
        to.restart().number(revision).json(RowJson.body(row));
        values.bind(to, type.cast(row));
        to.integer(partition);
        if (ids == Ids.NUMBERS) {
            to.number(Long.parseLong(row.key().id()));
        } else {
            to.text(row.key().id());
        }
    }

    void bindIds(Parameters to, List<String> some) throws SQLException {
        if (ids == Ids.NUMBERS) {
            to.numbers(some.stream().map(Long::valueOf).toList());
        } else {
            to.texts(some);
        }
    }

    private List<String> written() {
        return Stream.concat(Stream.of("revision", "body"), columns.stream()).toList();
    }

    private String leave() {
        return history ? "UPDATE " + name + " SET live = false, closed_at = now()" : "DELETE FROM " + name;
    }
}

package dev.taskdirector.coordinator.runtime;

import dev.taskdirector.coordinator.core.Changes;
import dev.taskdirector.coordinator.core.Row;
import dev.taskdirector.coordinator.core.Row.AttemptRow;
import dev.taskdirector.coordinator.core.Row.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Changed rows that no checkpoint has yet, one per entity, the newest. Beyond its bound the rows of what is live are
 * dropped, since the whole state has them; what has left the state is nowhere else, and is kept up to the same bound.
 */
final class UnsavedChanges {
    private final int maxWeight;
    private final Map<Row.Key, Row> written = new LinkedHashMap<>();
    private final Set<Row.Key> closed = new LinkedHashSet<>();
    private int weight;
    private boolean tooMany;
    private long lost;

    UnsavedChanges(int maxWeight) {
        this.maxWeight = maxWeight;
    }

    /** Adds what changed after all that is here. */
    void add(Changes changes) {
        Set<Row.Key> closing = new HashSet<>(changes.closed());
        for (Row row : changes.written()) {
            put(row, closing.contains(row.key()));
        }
        changes.closed().forEach(this::close);
        if (!tooMany && weight > maxWeight) {
            dropWhatIsLive();
        }
    }

    private void put(Row row, boolean isLast) {
        remove(row.key());
        if (!tooMany) {
            write(row);
        } else if (isLast || isHistory(row)) {
            if (weight + row.weight() <= maxWeight) {
                write(row);
            } else if (isLast || hasEnded(row)) {
                lost++;
            }
        }
    }

    /** Attempts are never part of the state, and a schema leaves it without a last row. */
    private static boolean isHistory(Row row) {
        Kind kind = row.key().kind();
        return kind == Kind.ATTEMPT || kind == Kind.SCHEMA;
    }

    private static boolean hasEnded(Row row) {
        return row instanceof AttemptRow attempt && attempt.endedTimestamp().isPresent();
    }

    private void write(Row row) {
        written.put(row.key(), row);
        weight += row.weight();
    }

    /** The key weighs something only without its row. Of too many, the whole state closes what it does not have. */
    private void close(Row.Key key) {
        boolean isWritten = written.containsKey(key);
        if ((isWritten || !tooMany) && closed.add(key) && !isWritten) {
            weight++;
        }
    }

    private void remove(Row.Key key) {
        Row row = written.remove(key);
        boolean wasClosed = closed.remove(key);
        if (row != null) {
            weight -= row.weight();
        } else if (wasClosed) {
            weight--;
        }
    }

    private void dropWhatIsLive() {
        Changes all = toChanges();
        clear();
        tooMany = true;
        add(all);
    }

    boolean isEmpty() {
        return written.isEmpty() && closed.isEmpty();
    }

    /** What is here, in rows of common size. */
    int weight() {
        return weight;
    }

    /** Whether rows were dropped, so that only the whole state can be written. */
    boolean isTooMany() {
        return tooMany;
    }

    /** Last rows, and ends of attempts, that were dropped: history will never have them. */
    long lost() {
        return lost;
    }

    Changes toChanges() {
        return new Changes(new ArrayList<>(written.values()), new ArrayList<>(closed));
    }

    /** The whole state, and what has left it. */
    Changes with(List<Row> wholeState) {
        Map<Row.Key, Row> all = new LinkedHashMap<>(written);
        wholeState.forEach(row -> all.put(row.key(), row));
        return new Changes(new ArrayList<>(all.values()), new ArrayList<>(closed));
    }

    /** Takes over what another one holds, which is older. */
    void addOlder(UnsavedChanges older) {
        Changes newer = toChanges();
        clear();
        tooMany |= older.tooMany;
        lost += older.lost;
        add(older.toChanges());
        add(newer);
    }

    private void clear() {
        written.clear();
        closed.clear();
        weight = 0;
    }
}

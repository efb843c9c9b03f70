package dev.taskdirector.coordinator.runtime;

import dev.taskdirector.coordinator.core.Changes;
import dev.taskdirector.coordinator.core.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Changed rows that no checkpoint has yet, one per entity, the newest. */
final class UnsavedChanges {
    private final int maxRows;
    private final Map<Row.Key, Row> written = new LinkedHashMap<>();
    private final Set<Row.Key> closed = new LinkedHashSet<>();
    private boolean tooMany;

    UnsavedChanges(int maxRows) {
        this.maxRows = maxRows;
    }

    /** Adds what changed after all that is here. Beyond the bound all is dropped, and the whole state must be written. */
    void add(Changes changes) {
        if (tooMany) {
            return;
        }
        for (Row row : changes.written()) {
            written.put(row.key(), row);
            closed.remove(row.key());
        }
        closed.addAll(changes.closed());
        if (size() > maxRows) {
            tooMany = true;
            clear();
        }
    }

    boolean isEmpty() {
        return written.isEmpty() && closed.isEmpty();
    }

    int size() {
        return written.size() + closed.size();
    }

    /** Whether rows were dropped, so that only the whole state can be written. */
    boolean isTooMany() {
        return tooMany;
    }

    Changes toChanges() {
        return new Changes(new ArrayList<>(written.values()), new ArrayList<>(closed));
    }

    /** Takes over what another one holds, which is older. */
    void addOlder(UnsavedChanges older) {
        if (older.tooMany || tooMany) {
            tooMany = true;
            clear();
            return;
        }
        Changes newer = toChanges();
        clear();
        add(older.toChanges());
        add(newer);
    }

    private void clear() {
        written.clear();
        closed.clear();
    }
}

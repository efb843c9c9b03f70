package dev.taskdirector.coordinator.runtime;

import dev.taskdirector.coordinator.core.Changes;
import dev.taskdirector.coordinator.core.Row;
import dev.taskdirector.coordinator.core.Row.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/** What a partition's owner might write one after the other, and what must be live after each step. */
public final class RandomHistory {

    private static final int IDS = 12;

    private final Random random;
    private final RandomRows rows;
    private final TreeMap<Row.Key, Row> live = new TreeMap<>();

    public RandomHistory(long seed) {
        random = new Random(seed);
        rows = new RandomRows(random);
    }

    /** Some rows written, some closed, some both; each at most once. */
    public Changes next() {
        TreeMap<Row.Key, Row> written = new TreeMap<>();
        for (int i = random.nextInt(25); i > 0; i--) {
            Row row = rows.row(Kind.values()[random.nextInt(Kind.values().length)], random.nextInt(IDS));
            written.put(row.key(), changed(row));
        }
        live.putAll(written);
        List<Row.Key> closed = new ArrayList<>();
        for (Row.Key key : new ArrayList<>(live.keySet())) {
            if (random.nextInt(6) == 0) {
                closed.add(key);
                live.remove(key);
            }
        }
        return new Changes(new ArrayList<>(written.values()), closed);
    }

    /** The rows that a load must give: all that are live and no history, in order of kind and key. */
    public List<Row> live() {
        return live.values().stream()
                .filter(row -> row.key().kind() != Kind.ATTEMPT)
                .toList();
    }

    /** Changes rows as if these had never been written: what is missing from the whole state is closed by it. */
    public List<Row> nextWhole() {
        next();
        return live();
    }

    /** Most changes of a session leave its join as it is, the very same object. */
    private Row changed(Row row) {
        if (row instanceof Row.SessionRow session
                && live.get(row.key()) instanceof Row.SessionRow before
                && random.nextInt(4) > 0) {
            return RandomRows.with(session, "join", before.join());
        }
        return row;
    }
}

package dev.taskdirector.coordinator.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Remembers which parts of the state have changed since the checkpoint was last told, each once. */
final class Ledger {

    private final Set<SharedRun> runs = new LinkedHashSet<>();
    private final Set<Plan> plans = new LinkedHashSet<>();
    private final Set<Work> works = new LinkedHashSet<>();
    private final Set<PeerSession> sessions = new LinkedHashSet<>();
    private final Map<Row.Key, Row> finals = new LinkedHashMap<>();
    private final Set<Row.Key> closed = new LinkedHashSet<>();

    void changed(SharedRun run) {
        runs.add(run);
    }

    void changed(Plan plan) {
        plans.add(plan);
    }

    void changed(Work work) {
        works.add(work);
    }

    void changed(PeerSession session) {
        sessions.add(session);
    }

    /** A row that will not change by itself: an attempt, a schema, an ended session. */
    void write(Row row) {
        closed.remove(row.key());
        finals.put(row.key(), row);
    }

    void closed(SharedRun run, Row last) {
        runs.remove(run);
        close(last);
    }

    void closed(Plan plan, Row last) {
        plans.remove(plan);
        close(last);
    }

    void closed(Work work, Row last) {
        works.remove(work);
        close(last);
    }

    void closed(PeerSession session, Row last) {
        sessions.remove(session);
        close(last);
    }

    private void close(Row last) {
        write(last);
        closed.add(last.key());
    }

    /** The row is gone, without a last word. */
    void forget(Row.Key key) {
        finals.remove(key);
        closed.add(key);
    }

    Changes drain(State state) {
        List<Row> written = new ArrayList<>();
        written.add(Rows.partition(state));
        runs.forEach(run -> written.add(Rows.run(run, java.util.Optional.empty())));
        plans.forEach(plan -> written.add(Rows.plan(plan)));
        works.forEach(work -> written.add(Rows.work(work)));
        sessions.forEach(session -> written.add(Rows.session(session, java.util.Optional.empty())));
        written.addAll(finals.values());
        Changes changes = new Changes(written, new ArrayList<>(closed));
        runs.clear();
        plans.clear();
        works.clear();
        sessions.clear();
        finals.clear();
        closed.clear();
        return changes;
    }
}

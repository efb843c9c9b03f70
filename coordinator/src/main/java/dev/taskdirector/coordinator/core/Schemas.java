package dev.taskdirector.coordinator.core;

import java.util.Optional;

/** Which task schemas are known: those of plans, and those that a joining session may need. */
final class Schemas {

    private final State state;

    Schemas(State state) {
        this.state = state;
    }

    /** The schema of a join: one that there is, or a new one. */
    TaskGraph of(JoinRequest join) {
        return find(join).orElseGet(() -> {
            TaskGraph graph = new TaskGraph(join.schema(), join.tasks().orElseThrow());
            add(graph);
            state.ledger.write(Rows.schema(graph));
            return graph;
        });
    }

    Optional<TaskGraph> find(JoinRequest join) {
        return Optional.ofNullable(state.graphs.get(join.schema().digest()));
    }

    /** Puts a schema where it is looked for; used at loading as well. */
    void add(TaskGraph graph) {
        state.graphs.put(graph.schema().digest(), graph);
        state.needs += graph.needCount();
    }

    /** Keeps a schema for one more user, who may need it though the last plan that uses it goes. */
    void keep(String digest) {
        state.graphUses.merge(digest, 1, Integer::sum);
    }

    /** One user less; after the last one it is forgotten. */
    void release(String digest) {
        if (state.graphUses.merge(digest, -1, Integer::sum) == 0) {
            state.graphUses.remove(digest);
            Optional.ofNullable(state.graphs.remove(digest)).ifPresent(graph -> state.needs -= graph.needCount());
            state.ledger.forget(new Row.Key(Row.Kind.SCHEMA, digest));
        }
    }

    /** So many plans more or less need it, of those that live sessions have. */
    void need(TaskGraph graph, int change) {
        boolean was = graph.isNeeded();
        graph.neededBy += change;
        if (was != graph.isNeeded()) {
            state.neededNeeds += change * graph.needCount();
        }
    }
}

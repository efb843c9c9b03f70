package dev.taskdirector.coordinator.core;

import dev.taskdirector.coordinator.core.Settings.Bounds;
import java.util.List;
import java.util.Optional;

/** Keeps works and planned tasks within their bounds: what lingers longest goes first, then joins are refused. */
final class Room {

    private final State state;
    private final Plans plans;

    Room(State state, Plans plans) {
        this.state = state;
        this.plans = plans;
    }

    /**
     * Lets a join in. What is closed to make room for its plan doesn't take the schema along that it counts on.
     *
     * @return why there is no room, in a sentence; then nobody has entered
     */
    Optional<String> letIn(CacheId cache, JoinRequest join, Runnable entering) {
        String digest = join.schema().digest();
        plans.keepGraph(digest);
        Optional<String> refusal = make(cache, join);
        if (refusal.isEmpty()) {
            entering.run();
        }
        plans.releaseGraph(digest);
        return refusal;
    }

    private Optional<String> make(CacheId cache, JoinRequest join) {
        if (plans.known(cache, join).isPresent()) {
            return Optional.empty();
        }
        int tasks = join.tasks()
                .map(List::size)
                .orElseGet(() -> graph(join.schema().digest()).size());
        return make(tasks, cache, join.context(), join.keys());
    }

    /** Makes room for a plan with works of its own, of the same tasks as another. */
    Optional<String> makeForOwn(Plan plan) {
        return make(plan.works.length, plan.run.cache, plan.run.context, Optional.empty());
    }

    private Optional<String> make(int tasks, CacheId cache, String context, Optional<List<String>> keys) {
        boolean fits = fits(tasks, cache, context, keys);
        while (!fits && plans.closeEldest()) {
            fits = fits(tasks, cache, context, keys);
        }
        return fits ? Optional.empty() : Optional.of(noRoomFor(tasks));
    }

    private boolean fits(int tasks, CacheId cache, String context, Optional<List<String>> keys) {
        Bounds bounds = state.settings.bounds();
        if ((long) state.plannedTasks + tasks > bounds.plannedTasks()) {
            return false;
        }
        if ((long) state.works.size() + tasks <= bounds.works()) {
            return true;
        }
        long unknown = keys.map(list -> list.stream()
                        .distinct()
                        .filter(key -> !state.worksByKey.containsKey(new Work.Key(cache, context, key)))
                        .count())
                .orElse((long) tasks);
        return state.works.size() + unknown <= bounds.works();
    }

    private TaskGraph graph(String digest) {
        return Optional.ofNullable(state.graphs.get(digest)).orElseThrow();
    }

    private String noRoomFor(int tasks) {
        Bounds bounds = state.settings.bounds();
        return "there is no room for " + tasks + " more tasks: the peers that are here need " + state.works.size()
                + " works of " + bounds.works() + " that max-works allows, and " + state.plannedTasks
                + " planned tasks of " + bounds.plannedTasks() + " that max-planned-tasks allows: raise them, and the"
                + " coordinator's heap with them, or start fewer peers";
    }
}

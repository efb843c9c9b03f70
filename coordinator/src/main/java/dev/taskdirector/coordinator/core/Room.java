package dev.taskdirector.coordinator.core;

import dev.taskdirector.coordinator.core.Settings.Bounds;
import java.util.List;
import java.util.Optional;

/**
 * Keeps works and planned tasks within their bounds: what lingers longest goes first. A join is refused when what live
 * sessions need leaves no room for it, and then nothing goes.
 */
final class Room {

    private final State state;
    private final Plans plans;

    Room(State state, Plans plans) {
        this.state = state;
        this.plans = plans;
    }

    /**
     * Lets a join in. What lingers makes way once it has entered, so that what it needs itself stays.
     *
     * @return why there is no room, in a sentence; then nobody has entered
     */
    Optional<String> letIn(CacheId cache, JoinRequest join, Runnable entering) {
        boolean isRoom = plans.known(cache, join).isPresent() || fits(cache, join);
        return let(isRoom, tasksOf(join), entering);
    }

    /** Lets a join wait until it takes effect: joins that wait have as many tasks as plans may have, at most. */
    Optional<String> letWait(JoinRequest join, Runnable waiting) {
        int most = state.settings.bounds().plannedTasks();
        if ((long) state.pendingTasks + join.tasksOrKeys() > most) {
            return Optional.of("there is no room for " + join.tasksOrKeys() + " more tasks: "
                    + state.pendingTasks + " are those of peers that started again and have not proven themselves yet,"
                    + " and max-planned-tasks allows " + most);
        }
        waiting.run();
        return Optional.empty();
    }

    /** Lets a session of a plan move to works of its own; see {@link #letIn}. */
    Optional<String> letMove(Plan plan, Runnable moving) {
        int tasks = plan.works.length;
        return let(fits(tasks, tasks), tasks, moving);
    }

    private Optional<String> let(boolean isRoom, int tasks, Runnable entering) {
        if (!isRoom) {
            return Optional.of(noRoomFor(tasks));
        }
        entering.run();
        Bounds bounds = state.settings.bounds();
        boolean isLingering = true;
        while (isLingering && isTooMuch(bounds)) {
            isLingering = plans.closeEldest();
        }
        return Optional.empty();
    }

    private boolean isTooMuch(Bounds bounds) {
        return state.works.size() > bounds.works()
                || state.plannedTasks > bounds.plannedTasks()
                || state.plans.size() > Extent.MOST_PLANS;
    }

    private boolean fits(CacheId cache, JoinRequest join) {
        int tasks = tasksOf(join);
        return fits(tasks, tasks)
                || join.keys()
                        .filter(keys -> fits(tasks, notNeeded(cache, join.context(), keys)))
                        .isPresent();
    }

    /** Whether there is room beside what live sessions need. */
    private boolean fits(int tasks, long works) {
        Bounds bounds = state.settings.bounds();
        return (long) state.neededTasks + tasks <= bounds.plannedTasks()
                && state.neededWorks + works <= bounds.works()
                && neededPlans() < Extent.MOST_PLANS;
    }

    private int neededPlans() {
        return state.plans.size() - state.idlePlans.size();
    }

    private long notNeeded(CacheId cache, String context, List<String> keys) {
        return keys.stream()
                .distinct()
                .filter(key -> Optional.ofNullable(state.worksByKey.get(new Work.Key(cache, context, key)))
                        .filter(Work::isNeeded)
                        .isEmpty())
                .count();
    }

    private int tasksOf(JoinRequest join) {
        String digest = join.schema().digest();
        return join.tasks()
                .map(List::size)
                .orElseGet(() -> Optional.ofNullable(state.graphs.get(digest))
                        .orElseThrow()
                        .size());
    }

    private String noRoomFor(int tasks) {
        Bounds bounds = state.settings.bounds();
        return "there is no room for " + tasks + " more tasks: the peers that are here need " + state.neededWorks
                + " works of " + bounds.works() + " that max-works allows, and " + state.neededTasks
                + " planned tasks of " + bounds.plannedTasks() + " that max-planned-tasks allows"
                + (neededPlans() < Extent.MOST_PLANS ? "" : ", and " + neededPlans() + " plans, the most there may be")
                + ": raise them, and the coordinator's heap with them, or start fewer peers";
    }
}

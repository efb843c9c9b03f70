package dev.taskdirector.coordinator.core;

import dev.taskdirector.coordinator.core.Settings.Bounds;
import java.util.List;
import java.util.Optional;

/**
 * Keeps what a partition holds within its bounds: what lingers longest goes first. A join is refused when what live
 * sessions need leaves no room for it, and then nothing goes.
 */
final class Room {

    private final State state;
    private final Plans plans;
    private final Schemas schemas;

    Room(State state, Plans plans, Schemas schemas) {
        this.state = state;
        this.plans = plans;
        this.schemas = schemas;
    }

    /**
     * Lets a join in. What lingers makes way once it has entered, so that what it needs itself stays.
     *
     * @return why there is no room, in a sentence; then nobody has entered
     */
    Optional<String> letIn(CacheId cache, JoinRequest join, Runnable entering) {
        return let(plans.known(cache, join).isPresent() ? Optional.empty() : noRoomFor(cache, join), entering);
    }

    /** Lets a join wait until it takes effect: joins that wait have as much as plans may have, at most. */
    Optional<String> letWait(JoinRequest join, Runnable waiting) {
        int most = state.settings.bounds().plannedTasks();
        if ((long) state.pendingTasks + join.tasksOrKeys() > most) {
            return Optional.of(noRoomToWait("tasks", join.tasksOrKeys(), state.pendingTasks)
                    + " and max-planned-tasks allows " + most);
        }
        if (state.pendingNeeds + join.needs() > Extent.MOST_NEEDS) {
            return Optional.of(
                    noRoomToWait("needs", join.needs(), state.pendingNeeds) + " and there may be " + Extent.MOST_NEEDS);
        }
        return let(Optional.empty(), waiting);
    }

    /** Lets a session of a plan move to works of its own; see {@link #letIn}. */
    Optional<String> letMove(Plan plan, Runnable moving) {
        int tasks = plan.works.length;
        return let(fits(tasks, tasks) ? Optional.empty() : Optional.of(noRoomFor(tasks)), moving);
    }

    /** Why the texts of one more session are too much; those of sessions that are there already have their room. */
    Optional<String> noRoomForTexts(JoinRequest join) {
        boolean fits = state.sessionTextBytes + join.textBytes() <= Extent.MOST_TEXT_BYTES;
        return fits
                ? Optional.empty()
                : Optional.of("there is no room for " + join.textBytes()
                        + " more bytes of labels and repositories: the peers that are here have "
                        + state.sessionTextBytes + " of " + Extent.MOST_TEXT_BYTES
                        + ": start fewer peers, or name fewer patchsets and labels");
    }

    private Optional<String> let(Optional<String> refusal, Runnable entering) {
        if (refusal.isEmpty()) {
            entering.run();
            makeRoom();
        }
        return refusal;
    }

    private void makeRoom() {
        if (areTextsTooLong()) {
            forgetFormerPeers();
        }
        Bounds bounds = state.settings.bounds();
        boolean isLingering = true;
        while (isLingering && isTooMuch(bounds)) {
            isLingering = plans.closeEldest();
        }
    }

    /** A run that has peers does without those it had before: it kept them for the case that all leave at one time. */
    private void forgetFormerPeers() {
        for (SharedRun run : state.runs.values()) {
            if (run.peers > 0 && !run.lastPeers().isEmpty()) {
                state.lastPeersBytes -= run.lastPeersBytes();
                run.setLastPeers(List.of());
                state.ledger.changed(run);
            }
        }
    }

    private boolean areTextsTooLong() {
        return state.sessionTextBytes + state.lastPeersBytes > Extent.MOST_TEXT_BYTES;
    }

    private boolean isTooMuch(Bounds bounds) {
        return state.works.size() > bounds.works()
                || state.plannedTasks > bounds.plannedTasks()
                || state.plans.size() > Extent.MOST_PLANS
                || state.needs > Extent.MOST_NEEDS
                || areTextsTooLong();
    }

    private Optional<String> noRoomFor(CacheId cache, JoinRequest join) {
        if (!fits(cache, join)) {
            return Optional.of(noRoomFor(tasksOf(join)));
        }
        int needs = schemas.find(join)
                .map(graph -> graph.isNeeded() ? 0 : graph.needCount())
                .orElseGet(join::needs);
        boolean needsFit = state.neededNeeds + needs <= Extent.MOST_NEEDS;
        return needsFit
                ? Optional.empty()
                : Optional.of("there is no room for tasks with " + needs
                        + " more needs: those of the peers that are here have "
                        + state.neededNeeds + " of " + Extent.MOST_NEEDS
                        + ": start fewer peers with task schemas of their own, or let tasks need less");
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
        return join.tasks()
                .map(List::size)
                .orElseGet(() -> schemas.find(join).orElseThrow().size());
    }

    private static String noRoomToWait(String what, int more, int there) {
        return "there is no room for " + more + " more " + what + ": " + there
                + " are those of peers that started again and have not proven themselves yet,";
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

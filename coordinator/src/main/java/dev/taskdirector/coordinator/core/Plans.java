package dev.taskdirector.coordinator.core;

import dev.taskdirector.coordinator.core.Happening.Type;
import dev.taskdirector.coordinator.core.Row.WorkState;
import dev.taskdirector.coordinator.core.State.Neighbourhood;
import dev.taskdirector.coordinator.core.State.PlanKey;
import dev.taskdirector.coordinator.core.State.Timer;
import dev.taskdirector.coordinator.core.Work.Use;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Which run and plan a peer gets, and how long they are kept. */
final class Plans {

    private final State state;
    private final Works works;
    private final Estimates estimates;
    private final Schemas schemas;

    Plans(State state, Works works, Estimates estimates, Schemas schemas) {
        this.state = state;
        this.schemas = schemas;
        this.works = works;
        this.estimates = estimates;
    }

    /** The plan of a joining session: one that there is, or a new one in the run that fits best, or in a new run. */
    Plan planFor(PeerSession session) {
        JoinRequest join = session.join;
        Plan plan = known(session.cache, join).orElseGet(() -> newPlan(session));
        join.tasks()
                .filter(tasks -> plan.graph.lengthenTimeouts(tasks, state.settings.defaultTimeoutMillis()))
                .ifPresent(tasks -> state.ledger.write(Rows.schema(plan.graph)));
        estimates.renew(plan);
        return plan;
    }

    /** The plan that there is for a join. */
    Optional<Plan> known(CacheId cache, JoinRequest join) {
        return join.keys().isEmpty()
                ? planOfClosestRun(cache, join)
                : Optional.ofNullable(state.plansByKey.get(new PlanKey(
                        cache,
                        join.schema().digest(),
                        join.context(),
                        join.keys().get())));
    }

    private Plan newPlan(PeerSession session) {
        return session.join
                .keys()
                .map(keys -> keyedPlan(session, keys))
                .orElseGet(() -> open(session, openRun(session, false), Optional.empty()));
    }

    // ---- with keys: equal keys are one work

    private Plan keyedPlan(PeerSession session, List<String> keys) {
        SharedRun run = runWithMostInCommon(session, keys).orElseGet(() -> openRun(session, true));
        Plan plan = open(session, run, Optional.of(keys));
        // The works' own strings: those of the join can go.
        state.plansByKey.put(
                new PlanKey(
                        session.cache,
                        session.join.schema().digest(),
                        run.context,
                        keysOf(plan).orElse(keys)),
                plan);
        return plan;
    }

    private Optional<SharedRun> runWithMostInCommon(PeerSession session, List<String> keys) {
        Map<RunId, Integer> inCommon = new LinkedHashMap<>();
        for (String key : keys) {
            Work work = state.worksByKey.get(new Work.Key(session.cache, session.join.context(), key));
            if (work != null) {
                Set<RunId> runs = new LinkedHashSet<>();
                work.uses.forEach(use -> runs.add(use.plan().run.id));
                runs.forEach(run -> inCommon.merge(run, 1, Integer::sum));
            }
        }
        return best(inCommon.keySet().stream().map(state.runs::get).toList(), run -> inCommon.get(run.id));
    }

    /** The run with the highest score, the oldest among equals. */
    private static Optional<SharedRun> best(
            Collection<SharedRun> runs, java.util.function.ToIntFunction<SharedRun> score) {
        SharedRun best = null;
        int bestScore = 0;
        for (SharedRun run : runs) {
            int itsScore = score.applyAsInt(run);
            if (best == null || itsScore > bestScore || (itsScore == bestScore && run.order < best.order)) {
                best = run;
                bestScore = itsScore;
            }
        }
        return Optional.ofNullable(best);
    }

    // ---- without keys: close enough checkouts

    private Optional<Plan> planOfClosestRun(CacheId cache, JoinRequest join) {
        if (join.complexPatchset()) {
            return Optional.empty();
        }
        Closeness closeness = new Closeness(join.repositories());
        Neighbourhood here = new Neighbourhood(cache, join.schema().digest(), join.context());
        TreeMap<Long, SharedRun> neighbours = state.neighbourhoods.getOrDefault(here, new TreeMap<>());
        List<SharedRun> fitting = neighbours.values().stream()
                .filter(run -> !run.shut && closeness.fits(run.checkouts()))
                .toList();
        return best(fitting, run -> closeness.overlap(run.checkouts()))
                .map(run -> run.plans.firstEntry().getValue());
    }

    // ---- opening

    private SharedRun openRun(PeerSession session, boolean keyed) {
        String place = state.generation == 0
                ? Long.toString(state.at.offset())
                : "g" + state.generation + "-" + state.at.offset();
        RunId id = new RunId(session.cache + "." + state.partition + "." + place);
        while (state.runs.containsKey(id)) {
            id = new RunId(id + "-2");
        }
        SharedRun run = new SharedRun(
                id,
                session.cache,
                session.join.schema(),
                session.join.context(),
                keyed,
                state.nextOrder++,
                state.at.timestampMillis());
        add(run);
        state.ledger.changed(run);
        state.happened(run, Type.RUN_OPENED, Optional.of(session.peer), Optional.empty());
        return run;
    }

    /** Puts a run where it is looked for; used at loading as well. */
    void add(SharedRun run) {
        state.runs.put(run.id, run);
        state.lastPeersBytes += run.lastPeersBytes();
        if (!run.keyed) {
            state.neighbourhoods
                    .computeIfAbsent(neighbourhood(run), here -> new TreeMap<>())
                    .put(run.order, run);
        }
    }

    private static Neighbourhood neighbourhood(SharedRun run) {
        return new Neighbourhood(run.cache, run.schema.digest(), run.context);
    }

    /** A run with works of its own for a session that relies on nobody any more. */
    Plan openOwn(PeerSession session, Plan old) {
        SharedRun run = openRun(session, false);
        run.shut = true;
        return open(session, run, old.graph, old.expectedMillis, Optional.empty());
    }

    private Plan open(PeerSession session, SharedRun run, Optional<List<String>> keys) {
        TaskGraph graph = schemas.of(session.join);
        long[] expected = estimates.of(
                session.cache, graph.schema().id(), session.join.tasks().orElse(graph.tasks()));
        return open(session, run, graph, expected, keys);
    }

    private Plan open(
            PeerSession session, SharedRun run, TaskGraph graph, long[] expected, Optional<List<String>> keys) {
        Work[] ofPlan = new Work[graph.size()];
        for (int i = 0; i < ofPlan.length; i++) {
            int index = i;
            ofPlan[i] = work(session, graph.name(i), keys.map(list -> list.get(index)));
        }
        Plan plan = new Plan(state.nextPlan++, run, graph, ofPlan, expected, state.now, state.at.timestampMillis());
        plan.estimatedBy = estimates.measurements(plan);
        add(plan);
        state.ledger.changed(plan);
        return plan;
    }

    private Work work(PeerSession session, String task, Optional<String> key) {
        Optional<Work> known =
                key.map(value -> state.worksByKey.get(new Work.Key(session.cache, session.join.context(), value)));
        return known.orElseGet(() -> {
            Work work = new Work(state.nextWork++, session.cache, session.join.context(), key, task);
            add(work);
            state.ledger.changed(work);
            return work;
        });
    }

    /** Puts a work where it is looked for; used at loading as well. */
    void add(Work work) {
        state.works.put(work.id, work);
        work.sharedKey().ifPresent(key -> state.worksByKey.put(key, work));
    }

    /** Puts a plan where it is looked for and lets it see its works; used at loading as well. */
    void add(Plan plan) {
        state.plans.put(plan.id, plan);
        state.plannedTasks += plan.works.length;
        plan.run.plans.put(plan.id, plan);
        schemas.keep(plan.graph.schema().digest());
        for (int index = 0; index < plan.works.length; index++) {
            Work work = plan.works[index];
            for (Use use : work.uses) {
                if (use.plan() != plan) {
                    plan.shared.add(index);
                    use.plan().shared.add(use.index());
                    plan.addDemand(index, use.plan().sessions.size());
                }
            }
            work.uses.add(new Use(plan, index));
        }
        for (int index = 0; index < plan.works.length; index++) {
            plan.observe(index, state.now);
        }
        plan.takeDeaths();
        if (plan.isNeeded()) {
            need(plan, 1);
        }
    }

    // ---- lingering and closing

    /** A live session has the plan again. */
    void occupy(Plan plan) {
        if (plan.idleSince >= 0) {
            state.idlePlans.remove(new Timer(plan.idleSince, plan.id));
            plan.idleSince = -1;
            need(plan, 1);
            state.ledger.changed(plan);
        }
    }

    private void need(Plan plan, int change) {
        state.neededTasks += change * plan.works.length;
        schemas.need(plan.graph, change);
        for (Work work : plan.works) {
            boolean was = work.isNeeded();
            work.neededBy += change;
            if (was != work.isNeeded()) {
                state.neededWorks += change;
            }
        }
    }

    /** The last live session has gone: what is done stays done for a while, for whoever comes. */
    void vacate(Plan plan) {
        boolean unfit = !plan.run.keyed && (plan.run.shut || !plan.failures.isEmpty());
        if (unfit) {
            close(plan);
            return;
        }
        need(plan, -1);
        plan.idleSince = state.now;
        state.idlePlans.put(new Timer(plan.idleSince, plan.id), plan);
        state.ledger.changed(plan);
        for (int index : new ArrayList<>(plan.failures)) {
            Work work = plan.works[index];
            if (work.failedAsUnavailable(state.settings) && !work.isNeeded()) {
                works.reopen(work);
            }
        }
    }

    /**
     * What failed is ready again for a peer that joins and may build: without keys if it has not failed it, or if it could
     * not be tried.
     */
    void revive(PeerSession session) {
        if (!session.mayBuild()) {
            return;
        }
        Plan plan = session.plan();
        for (int index : new ArrayList<>(plan.failures)) {
            Work work = plan.works[index];
            boolean another = !plan.run.keyed && !work.failedBy.contains(session.peer);
            if (work.state == WorkState.FAILED && (another || work.failedAsUnavailable(state.settings))) {
                works.reopen(work);
            }
        }
    }

    /** Closes plans that nobody has needed for the linger time. */
    void closeForgotten() {
        while (!state.idlePlans.isEmpty()
                && state.idlePlans.firstKey().at() + state.settings.workLingerMillis() < state.now) {
            close(state.idlePlans.firstEntry().getValue());
        }
    }

    /** Closes the plan that nobody has needed for longest; whether there was one. */
    boolean closeEldest() {
        boolean hasEldest = !state.idlePlans.isEmpty();
        if (hasEldest) {
            close(state.idlePlans.firstEntry().getValue());
        }
        return hasEldest;
    }

    private void close(Plan plan) {
        if (plan.isNeeded()) {
            need(plan, -1);
        }
        state.idlePlans.remove(new Timer(plan.idleSince, plan.id));
        state.awake.remove(plan);
        state.plans.remove(plan.id);
        state.plannedTasks -= plan.works.length;
        plan.run.plans.remove(plan.id);
        state.ledger.closed(plan, Rows.plan(plan));
        keysOf(plan)
                .ifPresent(keys -> state.plansByKey.remove(
                        new PlanKey(plan.run.cache, plan.graph.schema().digest(), plan.run.context, keys)));
        for (Work work : plan.works) {
            work.uses.removeIf(use -> use.plan() == plan);
            releaseUses(work);
        }
        schemas.release(plan.graph.schema().digest());
        if (plan.run.plans.isEmpty()) {
            closeRun(plan.run);
        }
    }

    private void releaseUses(Work work) {
        if (work.uses.isEmpty()) {
            if (state.works.remove(work.id) != null) {
                works.setHold(work, 0);
                work.sharedKey().ifPresent(state.worksByKey::remove);
                state.ledger.closed(work, Rows.work(work));
            }
            return;
        }
        Plan first = work.uses.get(0).plan();
        if (work.uses.stream().allMatch(use -> use.plan() == first)) {
            work.uses.forEach(use -> first.shared.remove(use.index()));
        }
    }

    /** The keys of a plan's works, when they are shared by key. */
    static Optional<List<String>> keysOf(Plan plan) {
        if (plan.works.length == 0 || plan.works[0].key.isEmpty()) {
            return Optional.empty();
        }
        List<String> keys = new ArrayList<>(plan.works.length);
        for (Work work : plan.works) {
            keys.add(work.key.orElseThrow());
        }
        return Optional.of(keys);
    }

    private void closeRun(SharedRun run) {
        state.runs.remove(run.id);
        state.lastPeersBytes -= run.lastPeersBytes();
        if (!run.keyed) {
            state.neighbourhoods.computeIfPresent(neighbourhood(run), (here, neighbours) -> {
                neighbours.remove(run.order);
                return neighbours.isEmpty() ? null : neighbours;
            });
        }
        state.ledger.closed(run, Rows.run(run, Optional.of(state.at.timestampMillis())));
        state.happened(run, Type.RUN_CLOSED, Optional.empty(), Optional.empty());
    }
}

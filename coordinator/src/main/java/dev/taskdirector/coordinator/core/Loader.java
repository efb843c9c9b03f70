package dev.taskdirector.coordinator.core;

import dev.taskdirector.coordinator.core.Row.DurationRow;
import dev.taskdirector.coordinator.core.Row.EndedSessionRow;
import dev.taskdirector.coordinator.core.Row.LeaseRow;
import dev.taskdirector.coordinator.core.Row.MachineRow;
import dev.taskdirector.coordinator.core.Row.PartitionRow;
import dev.taskdirector.coordinator.core.Row.PlanRow;
import dev.taskdirector.coordinator.core.Row.RunRow;
import dev.taskdirector.coordinator.core.Row.SchemaRow;
import dev.taskdirector.coordinator.core.Row.SessionRow;
import dev.taskdirector.coordinator.core.Row.WorkRow;
import dev.taskdirector.coordinator.core.State.EndedSession;
import dev.taskdirector.coordinator.core.State.PlanKey;
import dev.taskdirector.coordinator.core.State.Timer;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds the state again from the rows that it was turned into, in any order of theirs. */
final class Loader {

    private final State state;
    private final Works works;
    private final Plans plans;
    private final Sessions sessions;
    private final Schemas schemas;
    private final Map<LeaseId, Lease> leases = new LinkedHashMap<>();

    Loader(State state, Works works, Plans plans, Sessions sessions, Schemas schemas) {
        this.state = state;
        this.schemas = schemas;
        this.works = works;
        this.plans = plans;
        this.sessions = sessions;
    }

    void load(List<Row> rows) {
        rows(rows, PartitionRow.class).forEach(this::partition);
        rows(rows, SchemaRow.class).forEach(this::schema);
        rows(rows, RunRow.class).stream()
                .sorted(Comparator.comparingLong(RunRow::order))
                .forEach(this::run);
        List<WorkRow> ofWorks = rows(rows, WorkRow.class);
        ofWorks.forEach(this::work);
        rows(rows, PlanRow.class).stream()
                .sorted(Comparator.comparingLong(PlanRow::plan))
                .forEach(this::plan);
        List<SessionRow> ofSessions = rows(rows, SessionRow.class).stream()
                .sorted(Comparator.comparingLong(SessionRow::order))
                .toList();
        ofSessions.forEach(this::session);
        ofWorks.forEach(this::leases);
        ofSessions.forEach(this::attachLeases);
        rows(rows, EndedSessionRow.class).forEach(this::ended);
        rows(rows, DurationRow.class).forEach(this::duration);
        rows(rows, MachineRow.class).forEach(this::machine);
        settleDown();
    }

    private static <R extends Row> List<R> rows(List<Row> rows, Class<R> kind) {
        return rows.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static <K, V> V found(Map<K, V> map, K key) {
        return Optional.ofNullable(map.get(key))
                .orElseThrow(() -> new IllegalStateException("the checkpoint names " + key + " and has no row of it"));
    }

    private void partition(PartitionRow row) {
        state.now = row.nowMillis();
        state.lastTimestamp = row.lastTimestamp();
        state.at = new Moment(0, row.lastTimestamp().orElse(0L));
        state.generation = row.generation();
        state.nextWork = row.nextWork();
        state.nextPlan = row.nextPlan();
        state.nextLease = row.nextLease();
        state.nextOrder = row.nextOrder();
        state.settings = row.settings();
        row.schemasAsked().ifPresent(asks -> asks.forEach(state.asks::add));
    }

    private void schema(SchemaRow row) {
        schemas.add(new TaskGraph(row.schema(), row.tasks()));
    }

    private void run(RunRow row) {
        SharedRun run = new SharedRun(
                row.run(), row.cache(), row.schema(), row.context(), row.keyed(), row.order(), row.openedTimestamp());
        run.shut = row.shut();
        run.relied = row.relied();
        run.ghosts = row.ghosts();
        run.setLastPeers(row.lastPeers());
        run.lastPeersAt = row.lastPeersAt();
        plans.add(run);
    }

    private void work(WorkRow row) {
        Work work = new Work(row.work(), row.cache(), row.context(), row.taskKey(), row.task());
        work.state = row.state();
        work.builtBy = row.builtBy();
        work.builtMillis = row.builtMillis();
        work.endedTimestamp = row.endedTimestamp();
        work.attempts = row.attempts();
        work.failures.addAll(row.failures());
        work.failedBy.addAll(row.failedBy());
        work.unavailable = row.unavailable();
        work.unavailableAt.addAll(row.unavailableAt());
        works.setHold(work, row.heldUntil());
        plans.add(work);
    }

    private void plan(PlanRow row) {
        TaskGraph graph = found(state.graphs, row.digest());
        Work[] ofPlan = row.works().stream().map(id -> found(state.works, id)).toArray(Work[]::new);
        long[] expected =
                row.expectedMillis().stream().mapToLong(Long::longValue).toArray();
        Plan plan = new Plan(
                row.plan(),
                found(state.runs, row.run()),
                graph,
                ofPlan,
                expected,
                row.estimatedAt().orElse(0L),
                row.openedTimestamp().orElse(0L));
        plan.estimatedBy = row.estimatedBy().orElse(0L);
        plan.idleSince = row.idleSince().orElse(-1L);
        plans.add(plan);
        if (plan.idleSince >= 0) {
            state.idlePlans.put(new Timer(plan.idleSince, plan.id), plan);
        }
        Plans.keysOf(plan)
                .ifPresent(keys ->
                        state.plansByKey.put(new PlanKey(plan.run.cache, row.digest(), plan.run.context, keys), plan));
    }

    private void session(SessionRow row) {
        PeerSession session =
                new PeerSession(row.session(), row.peer(), row.cache(), row.order(), row.join(), row.joinedTimestamp());
        session.slots = row.slots();
        session.pending = row.pending();
        session.told = row.told();
        session.draining = row.draining();
        session.alone = row.alone();
        session.seq = row.seq();
        session.heardAt = row.heardAt();
        session.holding = row.holding();
        session.epoch = row.epoch();
        session.content = row.state().map(told -> new PeerSession.Content(told, row.contentRun(), row.content()));
        session.epochAt = row.epochAt();
        session.sentAt = row.sentAt();
        session.askedAt = row.askedAt();
        session.misfires = row.misfires().orElse(0);
        session.slowness = row.slowness().orElse(MachineSpeeds.COMMON);
        session.deaf = row.deaf().orElse(false);
        row.built().forEach(session.built::set);
        row.relied().forEach(session.relied::set);
        row.ghosts().forEach(session.ghosts::set);
        sessions.add(session);
        row.plan().ifPresent(plan -> sessions.attach(session, found(state.plans, plan)));
    }

    private void leases(WorkRow row) {
        for (LeaseRow lease : row.leases()) {
            Lease loaded = new Lease(
                    lease.lease(),
                    found(state.sessions, lease.session()),
                    found(state.works, row.work()),
                    lease.index(),
                    new Lease.Times(
                            lease.since(),
                            lease.sinceTimestamp(),
                            lease.lateAt().orElse(Long.MAX_VALUE),
                            lease.deadline()),
                    lease.why().orElse(Why.UNKNOWN));
            loaded.issuedEpoch = lease.issuedEpoch().orElse(0L);
            loaded.recalledAfter = lease.recalledAfter();
            loaded.work.leases.add(loaded);
            leases.put(loaded.id, loaded);
        }
    }

    private void attachLeases(SessionRow row) {
        for (LeaseId id : row.leases()) {
            Lease lease = found(leases, id);
            works.register(lease);
            works.changed(lease.work);
        }
        PeerSession session = found(state.sessions, row.session());
        session.planIfAny().ifPresent(plan -> works.refreshIdle(session));
    }

    private void ended(EndedSessionRow row) {
        sessions.add(new EndedSession(row.session(), row.peer(), row.replacedBy(), row.endedAt()));
    }

    private void duration(DurationRow row) {
        state.history.put(
                new DurationHistory.Key(row.cache(), row.schema(), row.task()),
                new DurationHistory.Mean(
                        row.meanMicros(),
                        row.measurements(),
                        row.measuredAt(),
                        row.measuredTimestamp(),
                        row.far().orElse(0)));
    }

    private void machine(MachineRow row) {
        state.speeds.put(
                new MachineSpeeds.Machine(row.cache(), row.name()),
                new MachineSpeeds.Sums(
                        row.measuredMillis(), row.expectedMillis(), row.measurements(), row.measuredAt()));
    }

    /** Loading is no change: nobody is to hear of it, and nothing is to be written. */
    private void settleDown() {
        state.plans.values().forEach(Plan::takeDeaths);
        state.doubtful.clear();
        state.touched.clear();
        state.awake.clear();
        state.happenings.clear();
        state.ledger.drain(state);
    }
}

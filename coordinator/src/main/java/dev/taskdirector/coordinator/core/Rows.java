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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Turns parts of the state into rows. */
final class Rows {

    /** When and why a session ended. */
    record Left(long timestamp, String because) {}

    private Rows() {}

    /** All rows of a state, by kind and key. */
    static List<Row> all(State state) {
        List<Row> rows = new ArrayList<>();
        rows.add(partition(state));
        state.graphs.values().forEach(graph -> rows.add(schema(graph)));
        state.runs.values().forEach(run -> rows.add(run(run, Optional.empty())));
        state.plans.values().forEach(plan -> rows.add(plan(plan)));
        state.works.values().forEach(work -> rows.add(work(work)));
        state.sessions.values().forEach(session -> rows.add(session(session, Optional.empty())));
        state.ended.values().forEach(ended -> rows.add(ended(ended)));
        state.history.all().forEach((key, mean) -> rows.add(duration(key, mean)));
        state.speeds.all().forEach((machine, sums) -> rows.add(machine(machine, sums)));
        rows.sort(Comparator.comparing(Row::key));
        return rows;
    }

    static PartitionRow partition(State state) {
        return new PartitionRow(
                state.now,
                state.lastTimestamp,
                state.generation,
                state.nextWork,
                state.nextPlan,
                state.nextLease,
                state.nextOrder,
                state.settings,
                Optional.of(state.asks.all()).filter(asks -> !asks.isEmpty()));
    }

    static SchemaRow schema(TaskGraph graph) {
        return new SchemaRow(graph.schema(), graph.tasks());
    }

    static RunRow run(SharedRun run, Optional<Long> closedTimestamp) {
        return new RunRow(
                run.id,
                run.cache,
                run.schema,
                run.context,
                run.keyed,
                run.shut,
                run.order,
                run.relied,
                run.ghosts,
                run.openedTimestamp,
                closedTimestamp,
                run.lastPeers(),
                run.lastPeersAt);
    }

    static PlanRow plan(Plan plan) {
        return new PlanRow(
                plan.id,
                plan.run.id,
                plan.graph.schema().digest(),
                Arrays.stream(plan.works).map(work -> work.id).toList(),
                Arrays.stream(plan.expectedMillis).boxed().toList(),
                plan.idleSince < 0 ? Optional.empty() : Optional.of(plan.idleSince),
                Optional.of(plan.estimatedAt),
                Optional.of(plan.estimatedBy),
                Optional.of(plan.openedTimestamp));
    }

    static WorkRow work(Work work) {
        return new WorkRow(
                work.id,
                work.cache,
                work.context,
                work.key,
                work.task,
                work.state,
                work.builtBy,
                work.builtMillis,
                work.endedTimestamp,
                work.attempts,
                List.copyOf(work.failures),
                List.copyOf(work.failedBy),
                work.unavailable,
                List.copyOf(work.unavailableAt),
                work.heldUntil,
                work.leases.stream().map(Rows::lease).toList());
    }

    private static LeaseRow lease(Lease lease) {
        return new LeaseRow(
                lease.id,
                lease.session.id,
                lease.index,
                lease.since,
                lease.sinceTimestamp,
                lease.deadline,
                lease.issuedEpoch == 0 ? Optional.empty() : Optional.of(lease.issuedEpoch),
                Optional.of(lease.lateAt),
                lease.recalledAfter,
                Optional.of(lease.why));
    }

    static SessionRow session(PeerSession session, Optional<Left> left) {
        Optional<PeerSession.Content> content = session.content;
        return new SessionRow(
                session.id,
                session.peer,
                session.cache,
                session.order,
                session.slots,
                session.pending ? session.join : withoutTasks(session.join),
                session.pending,
                session.planIfAny().map(plan -> plan.run.id),
                session.planIfAny().map(plan -> plan.id),
                session.epoch,
                content.map(PeerSession.Content::state),
                content.map(PeerSession.Content::leases).orElse(List.of()),
                content.flatMap(PeerSession.Content::run),
                session.epochAt,
                session.sentAt,
                session.seq,
                session.heardAt,
                session.holding,
                session.told,
                session.draining,
                session.alone,
                session.askedAt,
                bits(session.built),
                bits(session.relied),
                bits(session.ghosts),
                new ArrayList<>(session.leases.keySet()),
                session.misfires == 0 ? Optional.empty() : Optional.of(session.misfires),
                session.slowness == MachineSpeeds.COMMON ? Optional.empty() : Optional.of(session.slowness),
                session.deaf ? Optional.of(true) : Optional.empty(),
                session.joinedTimestamp,
                left.map(Left::timestamp),
                left.map(Left::because));
    }

    /** Once a session has its plan, the tasks stand in the schema's row and the keys in the works'. */
    static JoinRequest withoutTasks(JoinRequest join) {
        return new JoinRequest(
                join.schema(),
                Optional.empty(),
                join.context(),
                Optional.empty(),
                join.cacheWrite(),
                join.repositories(),
                join.complexPatchset(),
                join.change(),
                join.pipeline(),
                join.dependentPipeline(),
                join.labels());
    }

    private static List<Integer> bits(BitSet set) {
        return set.stream().boxed().toList();
    }

    static DurationRow duration(DurationHistory.Key key, DurationHistory.Mean mean) {
        return new DurationRow(
                key.cache(),
                key.schema(),
                key.task(),
                mean.micros(),
                mean.measurements(),
                mean.at(),
                mean.timestamp(),
                mean.far() == 0 ? Optional.empty() : Optional.of(mean.far()));
    }

    static Row.Key keyOf(DurationHistory.Key key) {
        return duration(key, new DurationHistory.Mean(0, 0, 0, 0, 0)).key();
    }

    static MachineRow machine(MachineSpeeds.Machine machine, MachineSpeeds.Sums sums) {
        return new MachineRow(
                machine.cache(),
                machine.name(),
                sums.measuredMillis(),
                sums.expectedMillis(),
                sums.measurements(),
                sums.at());
    }

    static Row.Key keyOf(MachineSpeeds.Machine machine) {
        return machine(machine, new MachineSpeeds.Sums(0, 0, 0, 0)).key();
    }

    static EndedSessionRow ended(EndedSession ended) {
        return new EndedSessionRow(ended.session(), ended.peer(), ended.replacedBy(), ended.endedAt());
    }
}

package dev.taskdirector.coordinator.simulation;

import dev.taskdirector.coordinator.core.JoinRequest.TaskDefinition;
import dev.taskdirector.coordinator.core.Row;
import dev.taskdirector.coordinator.core.Row.PlanRow;
import dev.taskdirector.coordinator.core.Row.SchemaRow;
import dev.taskdirector.coordinator.core.Row.SessionRow;
import dev.taskdirector.coordinator.core.Row.WorkRow;
import dev.taskdirector.coordinator.core.Row.WorkState;
import dev.taskdirector.coordinator.simulation.Violation.Rule;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Whether an owner knows what its peers have built: both sides keep saying the whole truth, and the difference is repaired. */
final class Knowledge {
    private static final long KNOWN_WITHIN_MILLIS = 20_000;

    private final Surroundings world;
    private final Map<String, List<String>> schemas = new TreeMap<>();
    private final Map<Long, PlanRow> plans = new TreeMap<>();
    private final Map<Long, WorkRow> works = new TreeMap<>();
    private final Map<String, SessionRow> sessions = new TreeMap<>();

    Knowledge(Surroundings world, List<Row> rows) {
        this.world = world;
        for (Row row : rows) {
            if (row instanceof SchemaRow schema) {
                schemas.put(
                        schema.schema().digest(),
                        schema.tasks().stream().map(TaskDefinition::name).toList());
            } else if (row instanceof PlanRow plan) {
                plans.put(plan.plan(), plan);
            } else if (row instanceof WorkRow work) {
                works.put(work.work(), work);
            } else if (row instanceof SessionRow session) {
                sessions.put(session.session().value(), session);
            }
        }
    }

    void check(List<PeerProcess> peers, long settledAt) {
        peers.stream()
                .filter(peer -> peer.isBuilding() && !peer.isPaused() && !peer.isOutside() && peer.peer.cacheWrite())
                .filter(peer -> peer.pausedUntil() + KNOWN_WITHIN_MILLIS <= world.now)
                .forEach(peer -> check(peer, settledAt));
    }

    private void check(PeerProcess peer, long settledAt) {
        SessionRow session = sessions.get(peer.sessionName());
        if (session == null || session.pending()) {
            return;
        }
        PlanRow plan = plans.get(session.plan().orElseThrow());
        List<String> names = schemas.get(plan.digest());
        world.auditor.builtAt(peer).forEach((task, at) -> {
            WorkRow work = works.get(plan.works().get(names.indexOf("t" + task)));
            Violation.unless(
                    work.state() == WorkState.DONE || Math.max(at, settledAt) + KNOWN_WITHIN_MILLIS > world.now,
                    Rule.BUILT_IS_KNOWN,
                    () -> peer.name() + " has built t" + task + " at " + at / 1000 + " s, and the record has " + work);
        });
    }
}

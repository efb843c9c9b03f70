package dev.taskdirector.benchmarks.chaos;

import dev.taskdirector.benchmarks.chaos.DatabaseRecord.PlanRow;
import dev.taskdirector.benchmarks.chaos.DatabaseRecord.SessionRow;
import dev.taskdirector.benchmarks.chaos.DatabaseRecord.WorkRow;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Which works a session needed: those of its own plan, and no others of the same name. */
final class NeededWorks {

    private final Evidence evidence;
    private final Map<List<Long>, WorkRow> works = new HashMap<>();
    private final Map<List<Long>, PlanRow> plans = new HashMap<>();

    NeededWorks(Evidence evidence) {
        this.evidence = evidence;
        evidence.record().works().forEach(work -> works.put(List.of((long) work.partition(), work.id()), work));
        evidence.record().plans().forEach(plan -> plans.put(List.of((long) plan.partition(), plan.id()), plan));
    }

    Optional<PlanRow> plan(SessionRow session) {
        return session.plan().map(id -> plans.get(List.of((long) session.partition(), id)));
    }

    /** All works of a plan that are in the record, by position in the task schema. */
    List<WorkRow> of(PlanRow plan) {
        return plan.works().stream()
                .map(id -> works.get(List.of((long) plan.partition(), id)))
                .filter(Objects::nonNull)
                .toList();
    }

    Optional<WorkRow> of(SessionRow session, String task) {
        return plan(session).stream()
                .flatMap(plan -> of(plan).stream())
                .filter(work -> work.task().equals(task))
                .findFirst();
    }

    /**
     * Whether a session's task is recorded as done by some time. A join that names a key for the task means the work under that
     * key, as long as the session relies on others.
     */
    boolean isDone(SessionRow session, String task, Instant by) {
        Optional<String> key = evidence.key(session.id(), task);
        return of(session, task)
                .filter(work -> session.reliesOnNobody() || work.key().equals(key))
                .filter(work -> isDone(work, by))
                .isPresent();
    }

    static boolean isDone(WorkRow work, Instant by) {
        return work.isDone() && work.ended().filter(end -> !end.isAfter(by)).isPresent();
    }
}

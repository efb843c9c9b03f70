package dev.taskdirector.coordinator.simulation;

import dev.taskdirector.coordinator.core.Row;
import dev.taskdirector.coordinator.core.Row.LeaseRow;
import dev.taskdirector.coordinator.core.Row.SessionRow;
import dev.taskdirector.coordinator.core.Row.WorkRow;
import dev.taskdirector.coordinator.core.Row.WorkState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** States that no core should ever be in. */
final class AlteredRows {

    private AlteredRows() {}

    static boolean isDone(Row row) {
        return row instanceof WorkRow work && work.state() == WorkState.DONE;
    }

    /** What was done first is open again. */
    static List<Row> undone(List<Row> rows) {
        List<Row> changed = new ArrayList<>(rows);
        for (int i = 0; i < changed.size(); i++) {
            if (isDone(changed.get(i))) {
                WorkRow work = (WorkRow) changed.get(i);
                changed.set(i, with(work, WorkState.OPEN, work.leases()));
                return changed;
            }
        }
        return changed;
    }

    static List<Row> leasedTwice(List<Row> rows) {
        return works(rows, work -> {
            List<LeaseRow> leases = new ArrayList<>(work.leases());
            leases.addAll(work.leases());
            return with(work, work.state(), leases);
        });
    }

    static List<Row> withoutLeases(List<Row> rows) {
        return works(rows, work -> with(work, work.state(), List.of())).stream()
                .map(row -> row instanceof SessionRow session ? withoutLeases(session) : row)
                .toList();
    }

    private static List<Row> works(List<Row> rows, UnaryOperator<WorkRow> change) {
        return rows.stream()
                .map(row -> row instanceof WorkRow work ? change.apply(work) : row)
                .toList();
    }

    private static WorkRow with(WorkRow w, WorkState state, List<LeaseRow> leases) {
        return new WorkRow(
                w.work(),
                w.cache(),
                w.context(),
                w.taskKey(),
                w.task(),
                state,
                w.builtBy(),
                w.builtMillis(),
                w.endedTimestamp(),
                w.attempts(),
                w.failures(),
                w.failedBy(),
                w.unavailable(),
                w.unavailableAt(),
                w.heldUntil(),
                leases);
    }

    private static SessionRow withoutLeases(SessionRow s) {
        return new SessionRow(
                s.session(),
                s.peer(),
                s.cache(),
                s.order(),
                s.slots(),
                s.join(),
                s.pending(),
                s.run(),
                s.plan(),
                s.epoch(),
                s.state(),
                s.content(),
                s.contentRun(),
                s.epochAt(),
                s.sentAt(),
                s.seq(),
                s.heardAt(),
                s.holding(),
                s.told(),
                s.draining(),
                s.alone(),
                s.askedAt(),
                s.built(),
                s.relied(),
                s.ghosts(),
                List.of(),
                s.misfires(),
                s.slowness(),
                s.deaf(),
                s.joinedTimestamp(),
                s.leftTimestamp(),
                s.leftBecause());
    }
}

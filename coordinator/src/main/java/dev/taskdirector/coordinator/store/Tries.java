package dev.taskdirector.coordinator.store;

import dev.taskdirector.coordinator.core.PeerId;
import dev.taskdirector.coordinator.core.Row.LeaseRow;
import dev.taskdirector.coordinator.core.Row.WorkRow;
import dev.taskdirector.coordinator.core.Row.WorkState;
import io.quarkus.panache.common.Sort;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who tried some works and who is at them: attempts are rows from when they begin. One whose row was lost with changes that
 * were too many to keep is a lease of its work still.
 */
final class Tries {

    private static final int SHOWN_PER_TASK = 100;
    private static final int READ = 20_000;

    private final Map<Long, List<AttemptView>> written = new HashMap<>();
    private final Set<String> writtenLeases = new HashSet<>();
    private final Map<String, String> peerOfSession = new HashMap<>();
    private final Map<String, ReasonView> reasons;

    private Tries(Map<String, ReasonView> reasons) {
        this.reasons = reasons;
    }

    /** Reads them within the present transaction; reasons, where they are known, go by the lease. */
    static Tries of(int partition, List<WorkRow> rows, Map<String, ReasonView> reasons) {
        Tries tries = new Tries(reasons);
        List<Long> works = rows.stream().map(WorkRow::work).toList();
        List<LeaseRow> leases =
                rows.stream().flatMap(row -> row.leases().stream()).toList();
        if (!works.isEmpty()) {
            AttemptEntity.<AttemptEntity>find(
                            "partition = ?1 and work in ?2",
                            Sort.by("startedAt").and("id"),
                            partition,
                            works)
                    .page(0, READ)
                    .stream()
                    .forEach(tries::add);
        }
        if (!leases.isEmpty()) {
            List<String> sessions =
                    leases.stream().map(lease -> lease.session().value()).toList();
            SessionEntity.<SessionEntity>stream("partition = ?1 and id in ?2", partition, sessions)
                    .forEach(row -> tries.peerOfSession.put(row.id, row.peer));
        }
        return tries;
    }

    private void add(AttemptEntity row) {
        writtenLeases.add(row.id);
        written.computeIfAbsent(row.work, work -> new ArrayList<>()).add(row.view(reason(row.id)));
    }

    private Optional<ReasonView> reason(String lease) {
        return Optional.ofNullable(reasons.get(lease));
    }

    TaskView view(WorkRow work, Optional<OffsetDateTime> ended, Set<Long> skipped) {
        List<AttemptView> history = new ArrayList<>(written.getOrDefault(work.work(), List.of()));
        work.leases().stream()
                .filter(lease -> !writtenLeases.contains(lease.lease().value()))
                .forEach(lease -> history.add(running(lease)));
        history.sort(Comparator.comparing(AttemptView::started));
        return new TaskView(
                work.task(),
                work.taskKey(),
                skipped.contains(work.work()) ? "skipped" : state(work),
                work.builtBy().map(PeerId::value),
                started(work, history),
                ended.map(OffsetDateTime::toInstant),
                work.builtMillis().map(millis -> millis / 1_000.0),
                work.attempts(),
                history.size() > SHOWN_PER_TASK ? history.subList(0, SHOWN_PER_TASK) : history);
    }

    private static String state(WorkRow work) {
        return work.state() == WorkState.OPEN && !work.leases().isEmpty() ? "running" : RowTables.lower(work.state());
    }

    /** Built without a lease, it began as long before its end as its peer says. */
    private static Optional<Instant> started(WorkRow work, List<AttemptView> history) {
        if (work.state() == WorkState.OPEN) {
            return history.stream()
                    .filter(attempt -> attempt.ended().isEmpty())
                    .findFirst()
                    .map(AttemptView::started);
        }
        Optional<Instant> underLease = history.stream()
                .filter(attempt ->
                        work.state() == WorkState.FAILED || attempt.outcome().equals(Optional.of("succeeded")))
                .reduce((first, second) -> second)
                .map(AttemptView::started);
        return underLease.or(() -> work.endedTimestamp()
                .flatMap(end -> work.builtMillis().map(millis -> Instant.ofEpochMilli(end - millis))));
    }

    private AttemptView running(LeaseRow lease) {
        return new AttemptView(
                peerOfSession.getOrDefault(lease.session().value(), ""),
                Instant.ofEpochMilli(lease.sinceTimestamp()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                reason(lease.lease().value()));
    }
}

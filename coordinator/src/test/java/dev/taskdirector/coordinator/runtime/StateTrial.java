package dev.taskdirector.coordinator.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.coordinator.core.Assignment;
import dev.taskdirector.coordinator.core.JoinRequest.TaskDefinition;
import dev.taskdirector.coordinator.core.Row;
import dev.taskdirector.coordinator.core.Row.LeaseRow;
import dev.taskdirector.coordinator.core.Row.PlanRow;
import dev.taskdirector.coordinator.core.Row.SchemaRow;
import dev.taskdirector.coordinator.core.Row.SessionRow;
import dev.taskdirector.coordinator.core.Row.WorkRow;
import dev.taskdirector.coordinator.core.Row.WorkState;
import dev.taskdirector.coordinator.core.Settings;
import dev.taskdirector.wire.AssignedTask;
import dev.taskdirector.wire.AssignmentState;
import dev.taskdirector.wire.PeerAssignment;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What holds of a partition's state between any two records, whoever said what, read from its rows alone; and of what it
 * tells a session.
 */
final class StateTrial {
    private static final Set<AssignmentState> OF_AN_EPOCH =
            Set.of(AssignmentState.WORKING, AssignmentState.WAITING, AssignmentState.COMPLETE, AssignmentState.FAILED);

    private final Set<Long> done = new HashSet<>();
    private final Map<String, Integer> mostHeld = new HashMap<>();
    private final Map<List<String>, Said> newest = new HashMap<>();
    private final Map<Long, WorkRow> works = new HashMap<>();
    private final Map<Long, PlanRow> plans = new HashMap<>();
    private final Map<String, List<TaskDefinition>> schemas = new HashMap<>();
    private final Map<String, SessionRow> sessions = new HashMap<>();

    /** What belongs to an epoch. */
    private record Said(long epoch, AssignmentState state, Optional<String> run, List<List<String>> tasks) {
        static Said of(PeerAssignment assignment) {
            return new Said(
                    assignment.epoch(),
                    assignment.state(),
                    assignment.run(),
                    assignment.tasks().stream().map(Said::of).toList());
        }

        private static List<String> of(AssignedTask task) {
            return List.of(task.name(), task.lease());
        }
    }

    /**
     * Looks at all rows.
     *
     * @param settings by which the state has gone from its beginning; empty if they have changed
     */
    void look(List<Row> rows, Optional<Settings> settings) {
        sort(rows);
        works.values().forEach(this::check);
        sessions.values().forEach(this::check);
        settings.ifPresent(this::isWithin);
    }

    private void isWithin(Settings settings) {
        works.values().forEach(work -> isTriedAgain(work, settings));
        for (SessionRow session : sessions.values()) {
            if (session.leases().size() > mostHeld.get(session.session().value())) {
                assertThat(expectedMillis(session))
                        .as("what is ahead in %s", session)
                        .isLessThanOrEqualTo(settings.leadMillis()
                                * mostHeld.get(session.session().value()));
            }
        }
    }

    private long expectedMillis(SessionRow session) {
        return works.values().stream()
                .flatMap(work -> work.leases().stream())
                .filter(lease -> session.leases().contains(lease.lease()))
                .mapToLong(lease -> lease.why().orElseThrow().expectedMillis())
                .sum();
    }

    private void sort(List<Row> rows) {
        works.clear();
        plans.clear();
        schemas.clear();
        sessions.clear();
        for (Row row : rows) {
            if (row instanceof WorkRow work) {
                works.put(work.work(), work);
            } else if (row instanceof PlanRow plan) {
                plans.put(plan.plan(), plan);
            } else if (row instanceof SchemaRow schema) {
                schemas.put(schema.schema().digest(), schema.tasks());
            } else if (row instanceof SessionRow session) {
                sessions.put(session.session().value(), session);
            }
        }
    }

    private void check(WorkRow work) {
        if (work.state() == WorkState.DONE) {
            done.add(work.work());
        }
        assertThat(work.state() == WorkState.DONE || !done.contains(work.work()))
                .as("what is done stays done: %s", work)
                .isTrue();
        assertThat(work.leases()).hasSizeLessThanOrEqualTo(work.state() == WorkState.OPEN ? 2 : 0);
        if (work.leases().size() == 2) {
            assertThat(work.leases()).extracting(LeaseRow::session).doesNotHaveDuplicates();
            assertThat(slowAt(work.leases().get(0)))
                    .as("the second lease of %s", work)
                    .isLessThanOrEqualTo(work.leases().get(1).since());
        }
        work.leases().forEach(lease -> check(work, lease));
    }

    /** A peer may take what is slow rather than a shorter path: after three quarters of the time until it is late. */
    private static long slowAt(LeaseRow lease) {
        return lease.since() + (lease.lateAt().orElseThrow() - lease.since()) * 3 / 4;
    }

    private void check(WorkRow work, LeaseRow lease) {
        SessionRow session = sessions.get(lease.session().value());
        assertThat(session).as("who has %s", work).isNotNull();
        assertThat(session.leases()).contains(lease.lease());
        assertThat(session.pending()).isFalse();
        assertThat(session.join().cacheWrite()).isTrue();
        assertThat(work.failedBy()).doesNotContain(session.peer());
        PlanRow plan = plans.get(session.plan().orElseThrow());
        assertThat(plan.works().get(lease.index())).isEqualTo(work.work());
        List<TaskDefinition> tasks = schemas.get(plan.digest());
        List<String> names = tasks.stream().map(TaskDefinition::name).toList();
        for (String need : tasks.get(lease.index()).needs()) {
            WorkRow needed = works.get(plan.works().get(names.indexOf(need)));
            assertThat(needed.state()).as("%s needs %s", work, needed).isEqualTo(WorkState.DONE);
        }
    }

    private static void isTriedAgain(WorkRow work, Settings settings) {
        if (work.state() == WorkState.OPEN) {
            assertThat(work.attempts()).isLessThan(settings.maxAttempts());
            assertThat(work.unavailable()).isLessThan(settings.maxUnavailable());
        }
    }

    /**
     * A session may say that it has fewer slots than before; what it has it keeps, and it may have begun more than that by
     * itself. An assignment names 64 tasks at most.
     */
    private void check(SessionRow session) {
        mostHeld.merge(session.session().value(), Math.max(session.slots(), session.holding()), Math::max);
        assertThat(session.leases()).hasSizeLessThanOrEqualTo(64).doesNotHaveDuplicates();
        assertThat(session.slots()).isBetween(1, 64);
        if (session.state().equals(Optional.of(Assignment.State.COMPLETE))) {
            PlanRow plan = plans.get(session.plan().orElseThrow());
            assertThat(plan.works())
                    .as("what is complete in %s", session)
                    .allMatch(work -> works.get(work).state() == WorkState.DONE);
        }
    }

    /** The same epoch says the same, and none comes after a newer one. */
    void hear(PeerAssignment assignment) {
        if (!OF_AN_EPOCH.contains(assignment.state())) {
            return;
        }
        Said said = Said.of(assignment);
        Said before = newest.put(List.of(assignment.cache(), assignment.peer(), assignment.session()), said);
        if (before != null && before.epoch() >= said.epoch()) {
            assertThat(said).isEqualTo(before);
        }
    }
}

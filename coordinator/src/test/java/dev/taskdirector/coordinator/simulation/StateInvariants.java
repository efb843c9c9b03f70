package dev.taskdirector.coordinator.simulation;

import dev.taskdirector.coordinator.core.JoinRequest.TaskDefinition;
import dev.taskdirector.coordinator.core.PeerId;
import dev.taskdirector.coordinator.core.Row;
import dev.taskdirector.coordinator.core.Row.LeaseRow;
import dev.taskdirector.coordinator.core.Row.PartitionRow;
import dev.taskdirector.coordinator.core.Row.PlanRow;
import dev.taskdirector.coordinator.core.Row.SchemaRow;
import dev.taskdirector.coordinator.core.Row.SessionRow;
import dev.taskdirector.coordinator.core.Row.WorkRow;
import dev.taskdirector.coordinator.core.Row.WorkState;
import dev.taskdirector.coordinator.core.Settings;
import dev.taskdirector.coordinator.core.Why;
import dev.taskdirector.coordinator.simulation.Violation.Rule;
import dev.taskdirector.wire.PeerStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What must hold of one owner's state, read from its rows alone, at rest between two records. */
final class StateInvariants {
    /** So many tasks fit into an assignment, by the contract. */
    private static final int MOST_LEASES = 64;

    private final Surroundings world;
    private final Set<Long> done;
    private final String owner;
    private final Map<Long, WorkRow> works = new LinkedHashMap<>();
    private final Map<String, SchemaRow> schemas = new LinkedHashMap<>();
    private final Map<Long, PlanRow> plans = new LinkedHashMap<>();
    private final Map<String, SessionRow> sessions = new LinkedHashMap<>();
    private long now;

    /**
     * @param done works that were done in this state before; added to
     */
    StateInvariants(Surroundings world, String owner, List<Row> rows, Set<Long> done) {
        this.world = world;
        this.owner = owner;
        this.done = done;
        for (Row row : rows) {
            if (row instanceof WorkRow work) {
                works.put(work.work(), work);
            } else if (row instanceof PlanRow plan) {
                plans.put(plan.plan(), plan);
            } else if (row instanceof SchemaRow schema) {
                schemas.put(schema.schema().digest(), schema);
            } else if (row instanceof SessionRow session) {
                sessions.put(session.session().value(), session);
            } else if (row instanceof PartitionRow partition) {
                now = partition.nowMillis();
            }
        }
    }

    void check() {
        works.values().forEach(this::check);
        plans.values().forEach(this::check);
        sessions.values().forEach(this::checkIdle);
        sessions.values().forEach(this::checkLimits);
        sessions.values().forEach(this::checkHeld);
    }

    private void check(WorkRow work) {
        Violation.unless(
                work.state() == WorkState.DONE || !done.contains(work.work()),
                Rule.DONE_STAYS_DONE,
                () -> owner + " has undone " + work);
        Violation.unless(
                work.state() == WorkState.OPEN || work.leases().isEmpty(),
                Rule.DONE_STAYS_DONE,
                () -> owner + " leases " + work);
        Violation.unless(
                work.leases().size() < 2 || isSecondOfAStraggler(work),
                Rule.ONE_LEASE_A_WORK,
                () -> owner + " leases more than once " + work);
        String cache = work.cache().value();
        String name = work.taskKey().orElse(work.task());
        if (work.state() == WorkState.DONE) {
            done.add(work.work());
            String builder = work.builtBy().map(PeerId::value).orElse("nobody");
            Violation.unless(
                    world.auditor.hasSucceeded(cache, name, builder),
                    Rule.DONE_IS_TRUE,
                    () -> owner + " says that " + builder + " has built " + work);
        } else if (work.state() == WorkState.FAILED) {
            Violation.unless(
                    world.auditor.wentWrong(cache, name) || (world.stormy && work.attempts() > 1),
                    Rule.FAILED_IS_TRUE,
                    () -> owner + " gives up what failed nowhere: " + work);
        }
        for (PeerId peer : work.failedBy()) {
            Violation.unless(
                    world.auditor.hasFailed(cache, name, peer.value()),
                    Rule.FAILED_IS_TRUE,
                    () -> owner + " says that " + peer + " has failed " + work);
        }
        work.leases().forEach(lease -> check(work, lease));
    }

    private boolean isSecondOfAStraggler(WorkRow work) {
        LeaseRow first = work.leases().get(0);
        LeaseRow second = work.leases().get(1);
        long slowAt = first.lateAt()
                .map(late -> first.since() + (late - first.since()) * 3 / 4)
                .orElse(Long.MAX_VALUE);
        boolean late = second.since() >= slowAt
                && second.since() - first.since() >= world.shortest(Settings::stragglerMinMillis);
        return work.leases().size() == 2 && !first.session().equals(second.session()) && late;
    }

    private void check(PlanRow plan) {
        long twice = plan.works().stream()
                .map(works::get)
                .filter(work -> work.leases().size() > 1)
                .filter(work -> isOf(plan, work.leases().get(1)))
                .distinct()
                .count();
        Violation.unless(
                twice <= Math.max(1, plan.works().size() / 10),
                Rule.ONE_LEASE_A_WORK,
                () -> owner + " leases too much of a plan twice: " + plan);
    }

    private boolean isOf(PlanRow plan, LeaseRow lease) {
        return sessions.get(lease.session().value()).plan().equals(java.util.Optional.of(plan.plan()));
    }

    private void check(WorkRow work, LeaseRow lease) {
        lease.recalledAfter().ifPresent(epoch -> world.saw(Sighting.ASKED_BACK));
        SessionRow session = sessions.get(lease.session().value());
        boolean has = session != null
                && session.leases().contains(lease.lease())
                && session.join().cacheWrite()
                && !session.pending();
        Violation.unless(has, Rule.ONE_LEASE_A_WORK, () -> owner + " leases to who can't have it: " + work);
        PlanRow plan = plans.get(session.plan().orElseThrow());
        Violation.unless(
                !work.failedBy().contains(session.peer()) || isBrought(lease, session),
                Rule.NOT_TO_WHO_FAILED,
                () -> owner + " leases to who has failed it: " + work);
        Violation.unless(
                hasAllItNeeds(plan, lease.index()),
                Rule.NEEDS_COME_FIRST,
                () -> owner + " leases what needs something that is not done: " + work);
    }

    /** A peer keeps what it has begun alone, or under a lease that nobody knows any more. */
    private boolean isBrought(LeaseRow lease, SessionRow session) {
        PlanRow plan = plans.get(session.plan().orElseThrow());
        return world.auditor.hasBrought(session.session().value(), names(plan).get(lease.index()));
    }

    /** The peer has spoken last, knowing all it was told: what it doesn't hold then is not its any more. */
    private void checkHeld(SessionRow session) {
        Optional<PeerStatus> said = world.said(session.session().value(), session.seq())
                .filter(status -> status.seenEpoch() == session.epoch());
        if (said.isEmpty()) {
            return;
        }
        Set<String> held = new TreeSet<>();
        said.get().holding().forEach(one -> one.lease().ifPresent(held::add));
        for (WorkRow work : works.values()) {
            for (LeaseRow lease : work.leases()) {
                boolean isTold = lease.session().equals(session.session())
                        && lease.issuedEpoch().filter(epoch -> epoch > 0).isPresent();
                Violation.unless(
                        !isTold || held.contains(lease.lease().value()),
                        Rule.WHAT_IS_LEASED_IS_HELD,
                        () -> owner + " still leases to " + session.session() + " what it doesn't hold: " + work);
            }
        }
    }

    // ---- how much one session has

    private void checkLimits(SessionRow session) {
        Violation.unless(
                session.leases().size() <= MOST_LEASES && (session.leases().isEmpty() || !session.told()),
                Rule.LEASES_ARE_FEW,
                () -> owner + " leases too much, or after the end, to " + session);
        List<LeaseRow> leases = works.values().stream()
                .flatMap(work -> work.leases().stream())
                .filter(lease -> lease.session().equals(session.session()))
                .toList();
        long expected = leases.stream()
                .mapToLong(lease -> lease.why().map(Why::expectedMillis).orElse(0L))
                .sum();
        Violation.unless(
                leases.size() <= session.slots()
                        || expected <= world.longest(Settings::leadMillis) * session.slots()
                        || leases.stream().anyMatch(lease -> isBrought(lease, session)),
                Rule.LEASES_ARE_FEW,
                () -> owner + " leases " + expected + " ms ahead to " + session);
    }

    private boolean hasAllItNeeds(PlanRow plan, int index) {
        List<String> names = names(plan);
        return world.scenario.tasks().get(world.scenario.index(names.get(index))).needs().stream()
                .allMatch(need -> workAt(plan, names.indexOf("t" + need)).state() == WorkState.DONE);
    }

    private List<String> names(PlanRow plan) {
        return schemas.get(plan.digest()).tasks().stream()
                .map(TaskDefinition::name)
                .toList();
    }

    private WorkRow workAt(PlanRow plan, int index) {
        return works.get(plan.works().get(index));
    }

    // ---- idle slots

    private void checkIdle(SessionRow session) {
        if (freeSlots(session) <= 0) {
            return;
        }
        Violation.unless(
                world.stormy || !isDeaf(session),
                Rule.WHAT_IS_LEASED_IS_HELD,
                () -> owner + " thinks that a peer hears nothing in calm: " + session);
        if (builds(session) && !session.draining() && !isDeaf(session) && isSetAside(session)) {
            checkSetAside(session);
        }
        if (!takesWork(session)) {
            return;
        }
        PlanRow plan = plans.get(session.plan().orElseThrow());
        for (int i = 0; i < plan.works().size(); i++) {
            int index = i;
            WorkRow work = workAt(plan, index);
            boolean elsewhereFirst = work.unavailableAt().contains(session.peer()) && somebodyElseTakes(work);
            Violation.unless(
                    !takes(session, plan, index) || elsewhereFirst,
                    Rule.NO_IDLE_SLOT,
                    () -> owner + " leaves " + session.session() + " idle, though it could take " + work);
        }
    }

    /** Who is set aside takes what nobody else would: otherwise the run would wait for ever. */
    private void checkSetAside(SessionRow session) {
        PlanRow plan = plans.get(session.plan().orElseThrow());
        for (int i = 0; i < plan.works().size(); i++) {
            WorkRow work = workAt(plan, i);
            boolean waitsForNobody = isReadyFor(session, plan, i)
                    && sessions.values().stream()
                            .noneMatch(other -> builds(other) && !isSetAside(other) && mayTake(other, work));
            Violation.unless(
                    !waitsForNobody,
                    Rule.NO_IDLE_SLOT,
                    () -> owner + " leaves to nobody what " + session.session() + " could take: " + work);
        }
    }

    private boolean mayTake(SessionRow session, WorkRow work) {
        return plans.get(session.plan().orElseThrow()).works().contains(work.work())
                && !work.failedBy().contains(session.peer());
    }

    private boolean takesWork(SessionRow session) {
        return builds(session) && !session.draining() && !isDeaf(session) && !isSetAside(session);
    }

    private static boolean isDeaf(SessionRow session) {
        return session.deaf().orElse(false);
    }

    private static boolean builds(SessionRow session) {
        return !session.pending() && !session.told() && session.join().cacheWrite();
    }

    /** Whether it has failed so much that others could build that those go first. */
    private boolean isSetAside(SessionRow session) {
        return misfires(session) >= 3
                && sessions.values().stream()
                        .anyMatch(other -> builds(other) && other.plan().equals(session.plan()) && misfires(other) < 3);
    }

    private static int misfires(SessionRow session) {
        return session.misfires().orElse(0);
    }

    private static int freeSlots(SessionRow session) {
        return session.slots() - session.leases().size();
    }

    private boolean takes(SessionRow session, PlanRow plan, int index) {
        return takesWork(session) && isReadyFor(session, plan, index);
    }

    private boolean isReadyFor(SessionRow session, PlanRow plan, int index) {
        WorkRow work = workAt(plan, index);
        return work.state() == WorkState.OPEN
                && work.leases().isEmpty()
                && work.heldUntil() <= now
                && !work.failedBy().contains(session.peer())
                && hasAllItNeeds(plan, index);
    }

    private boolean somebodyElseTakes(WorkRow work) {
        List<SessionRow> others = new ArrayList<>(sessions.values());
        others.removeIf(session -> !takesWork(session)
                || freeSlots(session) <= 0
                || work.unavailableAt().contains(session.peer()));
        for (SessionRow session : others) {
            PlanRow plan = plans.get(session.plan().orElseThrow());
            int index = plan.works().indexOf(work.work());
            if (index >= 0 && takes(session, plan, index)) {
                return true;
            }
        }
        return false;
    }

    static Set<Long> doneIn(List<Row> rows) {
        Set<Long> done = new TreeSet<>();
        for (Row row : rows) {
            if (row instanceof WorkRow work && work.state() == WorkState.DONE) {
                done.add(work.work());
            }
        }
        return done;
    }
}

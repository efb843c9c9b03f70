package dev.taskdirector.coordinator.core;

import dev.taskdirector.coordinator.core.Assignment.Failure;
import dev.taskdirector.coordinator.core.Assignment.Progress;
import dev.taskdirector.coordinator.core.Assignment.Task;
import dev.taskdirector.coordinator.core.Assignment.Wait;
import dev.taskdirector.coordinator.core.PeerSession.Content;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who is to hear what: collects the answers to one record, at most one per session. */
final class Answers {

    private static final int WAITS_TOLD = 10;
    private static final int FAILURES_TOLD = 100;

    private final State state;
    private final Map<SessionId, Assignment> answers = new LinkedHashMap<>();
    private Optional<PeerSession> owed = Optional.empty();
    private long owedSeenEpoch;

    Answers(State state) {
        this.state = state;
    }

    List<Assignment> take() {
        owed.filter(session -> state.sessions.get(session.id) == session && !answers.containsKey(session.id))
                .filter(this::isDue)
                .ifPresent(this::repeat);
        owed = Optional.empty();
        List<Assignment> taken = new ArrayList<>(answers.values());
        answers.clear();
        return taken;
    }

    /** The session has spoken: it hears something if it seems to have missed the newest, or has long heard nothing. */
    void owe(PeerSession session, long seenEpoch) {
        owed = Optional.of(session);
        owedSeenEpoch = seenEpoch;
    }

    private boolean isDue(PeerSession session) {
        long patience = 2 * state.settings.heartbeatMillis();
        boolean unseen = session.epoch > owedSeenEpoch && state.now - session.epochAt > patience;
        return session.content.isPresent() && (unseen || state.now - session.sentAt >= patience);
    }

    private void repeat(PeerSession session) {
        session.sentAt = state.now;
        state.ledger.changed(session);
        answers.put(session.id, current(session));
    }

    /** Answers a session that is not in effect here; holds at any epoch. */
    void say(Report report, Assignment.State what) {
        answers.put(report.session(), outside(report, what, Optional.empty()));
    }

    void say(Report report, Assignment.State what, String reason) {
        answers.put(report.session(), outside(report, what, Optional.of(reason)));
    }

    private static Assignment outside(Report report, Assignment.State what, Optional<String> reason) {
        return new Assignment(
                report.peer(),
                report.session(),
                report.cache(),
                what == Assignment.State.SCHEMA_WANTED ? 0 : report.seenEpoch(),
                report.seq(),
                what,
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                List.of(),
                0,
                reason,
                0);
    }

    /** Brings the token to a session whose join takes effect once it has come back with it. */
    void handshake(PeerSession session) {
        session.sentAt = state.now;
        state.ledger.changed(session);
        answers.put(session.id, handshakeOf(session));
    }

    private static Assignment handshakeOf(PeerSession session) {
        return new Assignment(
                session.peer,
                session.id,
                session.cache,
                0,
                session.seq,
                Assignment.State.WAITING,
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                List.of(),
                0,
                Optional.empty(),
                0);
    }

    /** Tells a session its new content under a new epoch. */
    void tell(PeerSession session, Content content) {
        session.content = Optional.of(content);
        session.bump = false;
        session.epoch++;
        session.epochAt = state.now;
        session.sentAt = state.now;
        for (LeaseId id : content.leases()) {
            Lease lease = session.leases.get(id);
            if (lease != null && lease.issuedEpoch == 0) {
                lease.issuedEpoch = session.epoch;
                state.ledger.changed(lease.work);
            }
        }
        state.ledger.changed(session);
        answers.put(session.id, current(session));
    }

    /** The newest assignment of a session, as it is said now. */
    Assignment current(PeerSession session) {
        if (session.pending) {
            return handshakeOf(session);
        }
        Content content = session.content.orElseThrow();
        Plan plan = session.plan();
        boolean failed = content.state() == Assignment.State.FAILED;
        return new Assignment(
                session.peer,
                session.id,
                session.cache,
                session.epoch,
                session.seq,
                content.state(),
                content.run(),
                tasks(session, content),
                content.state() == Assignment.State.WAITING ? waits(plan) : List.of(),
                Optional.of(progress(plan)),
                failed ? failures(plan) : List.of(),
                failed ? plan.failures.size() : 0,
                Optional.empty(),
                soloMillis(session));
    }

    private static List<Task> tasks(PeerSession session, Content content) {
        List<Task> tasks = new ArrayList<>();
        for (LeaseId id : content.leases()) {
            Lease lease = session.leases.get(id);
            if (lease != null) {
                tasks.add(new Task(lease.task(), id, session.plan().expectedMillis[lease.index]));
            }
        }
        return tasks;
    }

    private List<Wait> waits(Plan plan) {
        List<Wait> waits = new ArrayList<>();
        for (int index : plan.leased) {
            if (waits.size() == WAITS_TOLD) {
                break;
            }
            if (plan.isAlive(index) && plan.hasAllItNeeds(index)) {
                Lease lease = plan.works[index].leases.get(0);
                waits.add(new Wait(
                        plan.graph.name(index),
                        lease.session.peer,
                        state.now - lease.since,
                        plan.expectedMillis[index]));
            }
        }
        return waits;
    }

    private static Progress progress(Plan plan) {
        long longest = plan.ready.isEmpty() ? 0 : plan.criticalPath[plan.ready.first()];
        long eta = Math.max(longest, plan.aliveMillis / Math.max(1, plan.slots));
        int done = plan.works.length - plan.undone;
        return new Progress(plan.works.length, done, plan.leased.size(), plan.undone - plan.alive, plan.run.peers, eta);
    }

    private static List<Failure> failures(Plan plan) {
        return plan.failures.stream()
                .limit(FAILURES_TOLD)
                .map(index -> new Failure(plan.graph.name(index), plan.works[index].failures))
                .toList();
    }

    /** All of the plan's work on the peer's slots, and its critical path at least. */
    private static long soloMillis(PeerSession session) {
        Plan plan = session.plan();
        return Math.max(plan.totalMillis / session.slots, plan.longestPath);
    }
}

package dev.taskdirector.coordinator.core;

import dev.taskdirector.coordinator.core.Happening.Type;
import dev.taskdirector.coordinator.core.Report.Ended;
import dev.taskdirector.coordinator.core.Report.Held;
import dev.taskdirector.coordinator.core.Report.Reliance;
import dev.taskdirector.coordinator.core.State.Address;
import dev.taskdirector.coordinator.core.State.EndedSession;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What follows from what a peer says. */
final class Reports {

    /** After so many ghosts a peer relies on its run no more. */
    private static final int GHOSTS_A_PEER_BEARS = 2;

    private final State state;
    private final Works works;
    private final Sessions sessions;
    private final Room room;
    private final Estimates estimates;
    private final Answers answers;

    Reports(State state, Works works, Sessions sessions, Room room, Estimates estimates, Answers answers) {
        this.state = state;
        this.works = works;
        this.sessions = sessions;
        this.room = room;
        this.estimates = estimates;
        this.answers = answers;
    }

    void hear(Report report, boolean proven) {
        PeerSession known = state.sessions.get(report.session());
        if (known != null && !known.isSpeaking(report)) {
            answers.say(
                    report,
                    Assignment.State.REJECTED,
                    "the session id is another peer's: every start takes a new random one");
            return;
        }
        if (known == null) {
            hearStranger(report, proven);
        } else if (known.pending) {
            hearPending(known, report, proven);
        } else {
            hearKnown(known, report);
        }
    }

    private void hearStranger(Report report, boolean proven) {
        boolean mayJoin =
                report.join().isPresent() && report.seenEpoch() == 0 && !state.ended.containsKey(report.session());
        if (report.leaving().isPresent()
                && !(mayJoin && isWorthEntering(report, report.join().get(), proven))) {
            state.ignored++;
            return;
        }
        if (mayJoin) {
            join(report, report.join().get(), proven);
        } else {
            answers.say(report, isSuperseded(report) ? Assignment.State.SUPERSEDED : Assignment.State.REJOIN);
        }
    }

    /** A success counts from any session that needs the work, also from one that leaves as it comes. */
    private boolean isWorthEntering(Report report, JoinRequest join, boolean proven) {
        boolean takesEffect = proven || !state.sessionsByPeer.containsKey(new Address(report.cache(), report.peer()));
        return takesEffect && isSchemaKnown(join) && !report.finished().isEmpty();
    }

    private boolean isSchemaKnown(JoinRequest join) {
        return join.tasks().isPresent()
                || state.graphs.containsKey(join.schema().digest());
    }

    private boolean isSuperseded(Report report) {
        return Optional.ofNullable(state.ended.get(report.session()))
                .flatMap(EndedSession::replacedBy)
                .map(state.sessions::get)
                .filter(by -> by.peer.equals(report.peer()))
                .isPresent();
    }

    private void join(Report report, JoinRequest join, boolean proven) {
        Optional<String> refusal = refusal(report, join).or(() -> room.noRoomForTexts(join));
        if (refusal.isPresent()) {
            answers.say(report, Assignment.State.REJECTED, refusal.get());
            return;
        }
        if (join.tasks().isEmpty() && !state.graphs.containsKey(join.schema().digest())) {
            askForSchema(report, join.schema().digest());
            return;
        }
        state.asks.answered(join.schema().digest());
        if (!proven && state.sessionsByPeer.containsKey(new Address(report.cache(), report.peer()))) {
            room.letWait(join, () -> answers.handshake(sessions.open(report, join)))
                    .ifPresent(noRoom -> answers.say(report, Assignment.State.REJECTED, noRoom));
            return;
        }
        room.letIn(report.cache(), join, () -> enter(sessions.open(report, join), report))
                .ifPresent(noRoom -> answers.say(report, Assignment.State.REJECTED, noRoom));
    }

    private void enter(PeerSession session, Report report) {
        sessions.enter(session);
        hearKnown(session, report);
    }

    private void reject(PeerSession session, Report report, String reason) {
        sessions.end(session, "rejected", Optional.empty());
        answers.say(report, Assignment.State.REJECTED, reason);
    }

    /** Whoever isn't asked hears that it is to wait, and finds the schema known when it comes again. */
    private void askForSchema(Report report, String digest) {
        boolean shouldAsk = state.asks.shouldAsk(digest, state.now, 2 * state.settings.heartbeatMillis());
        answers.say(report, shouldAsk ? Assignment.State.SCHEMA_WANTED : Assignment.State.WAITING);
    }

    private Optional<String> refusal(Report report, JoinRequest join) {
        // A peer that starts again takes its own place: it would be live and shut out until its old session is silent.
        int own = state.sessionsByPeer
                .getOrDefault(new Address(report.cache(), report.peer()), new TreeMap<>())
                .size();
        if (state.sessions.size() >= state.settings.bounds().peers() && own != 1) {
            return Optional.of("there are " + state.settings.bounds().peers()
                    + " live sessions already, as many as max-peers allows: raise it, or start fewer peers");
        }
        int tasks = join.tasks()
                .map(List::size)
                .orElseGet(
                        () -> Optional.ofNullable(state.graphs.get(join.schema().digest()))
                                .map(TaskGraph::size)
                                .orElse(-1));
        if (tasks >= 0 && join.keys().isPresent() && join.keys().get().size() != tasks) {
            return Optional.of("the join has " + join.keys().get().size() + " keys for " + tasks
                    + " tasks: send one key per task, in the schema's order, or none");
        }
        return Optional.empty();
    }

    private void hearPending(PeerSession session, Report report, boolean proven) {
        state.heard(session);
        boolean isShutOut = !proven && sessions.hasRival(session);
        boolean isLeaving = report.leaving().isPresent();
        if (isLeaving
                && (isShutOut
                        || !isSchemaKnown(session.join)
                        || report.finished().isEmpty())) {
            sessions.end(session, "left", Optional.empty());
        } else if (isShutOut) {
            answers.handshake(session);
        } else if (!isSchemaKnown(session.join)) {
            sessions.end(session, "its schema is gone", Optional.empty());
            answers.say(report, Assignment.State.REJOIN);
        } else {
            room.letIn(session.cache, session.join, () -> enter(session, report))
                    .ifPresent(noRoom -> reject(session, report, noRoom));
        }
    }

    private void hearKnown(PeerSession session, Report report) {
        state.heard(session);
        if (report.seq() <= session.seq) {
            state.ignored++;
            return;
        }
        if (report.seenEpoch() > session.epoch) {
            sessions.end(session, "has seen more than we said", Optional.empty());
            answers.say(report, Assignment.State.REJOIN);
            return;
        }
        session.seq = report.seq();
        session.holding = report.holding().size();
        state.touched.add(session);
        if (session.slots != report.slots()) {
            long before = session.buildingSlots();
            session.slots = report.slots();
            session.planIfAny().ifPresent(plan -> plan.slots += session.buildingSlots() - before);
            works.refreshIdle(session);
            session.leases.values().forEach(lease -> works.noticeLate(lease.work));
        }
        report.finished().forEach(ended -> takeOutcome(session, ended));
        if (report.leaving().isPresent()) {
            sessions.end(session, "left", Optional.empty());
            return;
        }
        report.relied().forEach(reliance -> takeReliance(session, reliance));
        relyNoMoreAfterGhosts(session, report);
        if (!state.sessions.containsKey(session.id)) {
            return;
        }
        listen(session, report);
        compare(session, report);
        report.holding().forEach(held -> adopt(session, held, report.join().isPresent()));
        answers.owe(session, report.seenEpoch());
    }

    private void takeOutcome(PeerSession session, Ended ended) {
        Optional<Integer> index = session.plan().graph.index(ended.task());
        if (index.isEmpty()) {
            state.ignored++;
            return;
        }
        Work work = session.plan().works[index.get()];
        Optional<Lease> lease = ended.lease().flatMap(id -> work.lease(id, session));
        if (lease.isEmpty() && ended.lease().filter(work::isLeasedAs).isPresent()) {
            state.ignored++;
        }
        switch (ended.outcome()) {
            case SUCCEEDED -> takeSuccess(session, work, index.get(), ended);
            case FAILED -> lease.ifPresent(held -> works.fail(held, "failed", ended.exitCode()));
            case ABORTED -> lease.ifPresent(this::takeAbortion);
            case UNAVAILABLE -> lease.ifPresent(held -> works.hold(held, ended.exitCode()));
        }
    }

    private void takeAbortion(Lease lease) {
        if (lease.isRecalled()) {
            works.release(lease, "taken back as it began");
        } else {
            works.lose(lease, "aborted");
        }
    }

    /** A success counts from any session that needs the work, with a lease or without: the result is in the cache. */
    private void takeSuccess(PeerSession session, Work work, int index, Ended ended) {
        if (!session.built.get(index) && !ended.cacheHit().orElse(false)) {
            ended.millis().ifPresent(millis -> estimates.learn(session, index, millis));
            works.refreshIdle(session);
        }
        session.built.set(index);
        if (session.mayWrite()) {
            works.succeed(work, session, index, ended.millis());
        } else if (session.plan().readers.containsKey(session.order)) {
            session.plan().ownBuilders.put(session.order, session);
        }
    }

    private void takeReliance(PeerSession session, Reliance reliance) {
        Optional<Integer> index = session.plan().graph.index(reliance.task());
        if (index.isEmpty()) {
            state.ignored++;
            return;
        }
        if (session.relied.get(index.get())) {
            return;
        }
        session.relied.set(index.get());
        SharedRun run = session.plan().run;
        if (isBuiltByAnother(session.plan().works[index.get()], session)) {
            run.addReliance(reliance.hit());
            state.ledger.changed(run);
        }
        if (!reliance.hit()) {
            session.ghosts.set(index.get());
            state.happened(run, Type.GHOST, Optional.of(session.peer), Optional.of(reliance.task()));
        }
    }

    /** What nobody else built is no ghost of the run's, whatever a peer says: else any peer could shut any run. */
    private static boolean isBuiltByAnother(Work work, PeerSession session) {
        return work.isDone() && work.builtBy.filter(session.peer::equals).isEmpty();
    }

    private void relyNoMoreAfterGhosts(PeerSession session, Report report) {
        if (session.ghosts.cardinality() < GHOSTS_A_PEER_BEARS || session.alone || session.told) {
            return;
        }
        session.draining = true;
        works.refreshIdle(session);
        boolean holdsLeases =
                report.holding().stream().anyMatch(held -> held.lease().isPresent());
        if (!holdsLeases && session.leases.isEmpty()) {
            room.letMove(session.plan(), () -> sessions.moveToOwnRun(session))
                    .ifPresent(noRoom -> reject(session, report, noRoom));
        }
    }

    /**
     * Whoever speaks and has long not heard what we say, as one that may not read its topic, gets nothing more before it has
     * heard the newest; and what it never heard of goes to others.
     */
    private void listen(PeerSession session, Report report) {
        boolean hears = report.seenEpoch() == session.epoch;
        boolean isDeaf =
                !hears && (session.deaf || state.now - session.epochAt > state.settings.sessionTimeoutMillis());
        if (isDeaf == session.deaf && !isDeaf) {
            return;
        }
        Set<String> held = new LinkedHashSet<>();
        report.holding().forEach(task -> held.add(task.task()));
        for (Lease lease : isDeaf ? new ArrayList<>(session.leases.values()) : List.<Lease>of()) {
            if (lease.issuedEpoch > report.seenEpoch() && !held.contains(lease.task())) {
                works.release(lease, "not heard of by its peer");
            }
        }
        if (isDeaf != session.deaf) {
            session.deaf = isDeaf;
            works.refreshIdle(session);
        }
    }

    /** Compares what the peer holds with what it should hold, once it has seen all that we said. */
    private void compare(PeerSession session, Report report) {
        Set<LeaseId> held = new LinkedHashSet<>();
        report.holding().forEach(task -> task.lease().ifPresent(held::add));
        takeWhatIsGivenBack(session, report, held);
        if (report.seenEpoch() != session.epoch || session.content.isEmpty()) {
            return;
        }
        for (Lease lease : new ArrayList<>(session.leases.values())) {
            boolean told = lease.issuedEpoch > 0 && lease.issuedEpoch <= report.seenEpoch();
            if (told && !held.contains(lease.id)) {
                works.release(lease, "not held by its peer");
                session.bump = true;
            }
        }
        held.removeAll(session.content.get().leases());
        report.finished().forEach(ended -> ended.lease().ifPresent(held::remove));
        if (!held.isEmpty() && state.now - session.askedAt >= 2 * state.settings.heartbeatMillis()) {
            session.bump = true;
            session.askedAt = state.now;
        }
    }

    /** No epoch after it was asked back names it, so the newest need not have been seen. */
    private void takeWhatIsGivenBack(PeerSession session, Report report, Set<LeaseId> held) {
        for (Lease lease : new ArrayList<>(session.leases.values())) {
            boolean knows = lease.recalledAfter
                    .filter(last -> last < report.seenEpoch())
                    .isPresent();
            if (knows && !held.contains(lease.id)) {
                works.release(lease, "taken back before it began");
            }
        }
    }

    /** A task begun alone, or brought by a join, is leased to the peer that has it, if it is ready and nobody else has. */
    private void adopt(PeerSession session, Held held, boolean joining) {
        Plan plan = session.plan();
        Optional<Integer> index = plan.graph.index(held.task());
        if (index.isEmpty()) {
            state.ignored++;
        }
        if (index.isEmpty() || (held.lease().isPresent() && !joining) || !session.mayBuild()) {
            return;
        }
        Work work = plan.works[index.get()];
        boolean ready = work.isOpen() && !work.isLeased() && plan.isAlive(index.get());
        if (ready && plan.hasAllItNeeds(index.get()) && !session.isFull()) {
            works.grant(session, index.get(), Why.Choice.BEGUN);
        }
    }
}

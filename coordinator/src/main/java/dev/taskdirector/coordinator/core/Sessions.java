package dev.taskdirector.coordinator.core;

import dev.taskdirector.coordinator.core.Happening.Type;
import dev.taskdirector.coordinator.core.State.Address;
import dev.taskdirector.coordinator.core.State.EndedSession;
import dev.taskdirector.coordinator.core.State.Timer;
import dev.taskdirector.coordinator.core.Work.Use;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How sessions come, enter a plan, are told the end, and go. */
final class Sessions {

    /** How long a session id is remembered as ended: longer than any agent would repeat a join. */
    private static final long ENDED_REMEMBERED_MILLIS = 24L * 3_600_000;

    private final State state;
    private final Works works;
    private final Plans plans;
    private final Estimates estimates;
    private final Schemas schemas;

    Sessions(State state, Works works, Plans plans, Estimates estimates, Schemas schemas) {
        this.state = state;
        this.schemas = schemas;
        this.works = works;
        this.plans = plans;
        this.estimates = estimates;
    }

    /** Notes a session whose join has not taken effect yet. */
    PeerSession open(Report report, JoinRequest join) {
        PeerSession session = new PeerSession(
                report.session(), report.peer(), report.cache(), state.nextOrder++, join, state.at.timestampMillis());
        session.pending = true;
        session.slots = report.slots();
        session.heardAt = state.now;
        add(session);
        state.ledger.changed(session);
        return session;
    }

    /** Puts a session where it is looked for; used at loading as well. */
    void add(PeerSession session) {
        state.sessions.put(session.id, session);
        state.ofPeer(session).put(session.order, session);
        state.silence.put(new Timer(session.heardAt, session.order), session);
        state.pendingTasks += session.pendingTasks();
        state.pendingNeeds += session.pendingNeeds();
        state.sessionTextBytes += session.textBytes;
    }

    /** Whether its peer has another session. */
    boolean hasRival(PeerSession session) {
        return state.ofPeer(session).size() > 1;
    }

    /** The join takes effect: other sessions of its peer end, and it enters the plan of its works. */
    void enter(PeerSession session) {
        String digest = session.join.schema().digest();
        schemas.keep(digest);
        for (PeerSession rival : new ArrayList<>(state.ofPeer(session).values())) {
            if (rival != session) {
                end(rival, "replaced", rival.pending ? Optional.empty() : Optional.of(session.id));
            }
        }
        state.pendingTasks -= session.pendingTasks();
        state.pendingNeeds -= session.pendingNeeds();
        session.pending = false;
        estimates.greet(session);
        Plan plan = plans.planFor(session);
        session.misfires = misfires(plan, session.peer);
        attach(session, plan);
        schemas.release(digest);
        session.join = Rows.withoutTasks(session.join);
        SharedRun run = session.plan().run;
        state.happened(run, Type.PEER_JOINED, Optional.of(session.peer), Optional.empty());
        plans.revive(session);
    }

    /** Makes a session one of a plan's. */
    void attach(PeerSession session, Plan plan) {
        session.setPlan(plan);
        plans.occupy(plan);
        plan.sessions.put(session.order, session);
        plan.slots += session.buildingSlots();
        plan.run.enter(session.join.repositories());
        state.count(session, 1);
        addDemand(plan, 1);
        if (session.mayBuild()) {
            plan.builders.put(session.order, session);
            if (session.isSetAside()) {
                plan.aside.put(session.order, session);
            }
            works.refreshIdle(session);
            works.refreshAside(plan);
            plan.troubled.forEach(index -> state.doubtful.add(plan.works[index].id));
        } else if (!session.told) {
            plan.readers.put(session.order, session);
            if (!session.built.isEmpty()) {
                plan.ownBuilders.put(session.order, session);
            }
        }
        state.touched.add(session);
        state.ledger.changed(session);
        state.ledger.changed(plan.run);
    }

    /** What a peer has failed and others have built is not forgotten when it comes again. */
    private static int misfires(Plan plan, PeerId peer) {
        return (int) Arrays.stream(plan.works)
                .filter(work -> work.isDone() && work.failedBy.contains(peer))
                .filter(work -> work.builtBy.filter(peer::equals).isEmpty())
                .count();
    }

    private static void addDemand(Plan plan, int change) {
        for (int index : plan.shared) {
            for (Use use : plan.works[index].uses) {
                if (use.plan() != plan) {
                    use.plan().addDemand(use.index(), change);
                }
            }
        }
    }

    /** The session is told that nothing more comes: it gets no work from here on. */
    void tell(PeerSession session) {
        session.told = true;
        withdraw(session);
    }

    /** It builds no more, and waits no more; whoever counted on it is looked at. */
    private void withdraw(PeerSession session) {
        Plan plan = session.plan();
        works.withdrawFromIdle(session);
        plan.readers.remove(session.order);
        plan.ownBuilders.remove(session.order);
        if (plan.builders.remove(session.order) == null) {
            return;
        }
        plan.aside.remove(session.order);
        works.refreshAside(plan);
        plan.troubled.forEach(index -> state.doubtful.add(plan.works[index].id));
        if (plan.builders.isEmpty()) {
            works.touchReaders(plan);
            works.touchReadersBeside(plan, plan.shared);
        }
    }

    private void detach(PeerSession session) {
        Plan plan = session.plan();
        withdraw(session);
        plan.sessions.remove(session.order);
        plan.slots -= session.buildingSlots();
        addDemand(plan, -1);
        leave(plan.run, session);
        state.count(session, -1);
        state.ledger.changed(plan.run);
        if (plan.sessions.isEmpty()) {
            plans.vacate(plan);
        }
    }

    private void leave(SharedRun run, PeerSession session) {
        state.lastPeersBytes -= run.lastPeersBytes();
        run.leave(session.join.repositories(), state.now);
        state.lastPeersBytes += run.lastPeersBytes();
    }

    /** The session has fallen silent: what it ran are attempts. */
    void lose(PeerSession session) {
        List<Lease> notBegun = session.leases.values().stream()
                .filter(lease -> !lease.isBegun())
                .toList();
        notBegun.forEach(lease -> works.release(lease, "lost before it began"));
        for (Lease lease : new ArrayList<>(session.leases.values())) {
            works.lose(lease, "lost");
        }
        session.planIfAny()
                .ifPresent(
                        plan -> state.happened(plan.run, Type.PEER_LOST, Optional.of(session.peer), Optional.empty()));
        end(session, "silent", Optional.empty());
    }

    /** The session is over; what it held is given back. Its id never joins again. */
    void end(PeerSession session, String why, Optional<SessionId> replacedBy) {
        for (Lease lease : new ArrayList<>(session.leases.values())) {
            works.release(lease, why);
        }
        session.planIfAny().ifPresent(plan -> {
            state.happened(
                    plan.run,
                    Type.PEER_LEFT,
                    Optional.of(session.peer),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(why));
            detach(session);
        });
        forget(session);
        remember(new EndedSession(session.id, session.peer, replacedBy, state.now));
        state.ledger.closed(
                session, Rows.session(session, Optional.of(new Rows.Left(state.at.timestampMillis(), why))));
    }

    private void forget(PeerSession session) {
        state.sessions.remove(session.id);
        state.pendingTasks -= session.pendingTasks();
        state.pendingNeeds -= session.pendingNeeds();
        state.sessionTextBytes -= session.textBytes;
        state.silence.remove(new Timer(session.heardAt, session.order));
        state.touched.remove(session);
        Map<Long, PeerSession> ofPeer = state.ofPeer(session);
        ofPeer.remove(session.order);
        if (ofPeer.isEmpty()) {
            state.sessionsByPeer.remove(new Address(session.cache, session.peer));
        }
    }

    private void remember(EndedSession ended) {
        add(ended);
        state.ledger.write(Rows.ended(ended));
        while (state.ended.size() > Extent.MOST_ENDED_SESSIONS) {
            forgetEldest();
        }
    }

    /** Puts an ended session where it is looked for; used at loading as well. */
    void add(EndedSession ended) {
        state.ended.put(ended.session(), ended);
        state.endedByAge.add(ended);
    }

    /** Forgets ended sessions that nobody will ask for any more. */
    void forgetEnded() {
        while (!state.endedByAge.isEmpty()
                && state.endedByAge.first().endedAt() + ENDED_REMEMBERED_MILLIS < state.now) {
            forgetEldest();
        }
    }

    private void forgetEldest() {
        EndedSession eldest = state.endedByAge.first();
        state.endedByAge.remove(eldest);
        state.ended.remove(eldest.session());
        state.ledger.forget(Rows.ended(eldest).key());
    }

    /** After two ghosts: works of its own, of which only what it built itself is done. */
    void moveToOwnRun(PeerSession session) {
        for (Lease lease : new ArrayList<>(session.leases.values())) {
            works.release(lease, "relies on nobody any more");
        }
        Plan own = plans.openOwn(session, session.plan());
        detach(session);
        session.draining = false;
        session.alone = true;
        attach(session, own);
        session.built.stream().forEach(index -> works.succeed(own.works[index], session, index, Optional.empty()));
    }
}

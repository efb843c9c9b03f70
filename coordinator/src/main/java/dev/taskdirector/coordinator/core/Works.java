package dev.taskdirector.coordinator.core;

import dev.taskdirector.coordinator.core.Happening.Type;
import dev.taskdirector.coordinator.core.Row.AttemptRow;
import dev.taskdirector.coordinator.core.Row.WorkState;
import dev.taskdirector.coordinator.core.State.Timer;
import dev.taskdirector.coordinator.core.Work.Use;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/** What can become of a work and of its leases, and who is to hear of it. */
final class Works {

    private final State state;
    private final Estimates estimates;

    Works(State state, Estimates estimates) {
        this.state = state;
        this.estimates = estimates;
    }

    /** Gives a session the right to run a task of its plan once. */
    void grant(PeerSession session, int index, Why.Choice choice) {
        Work work = session.plan().works[index];
        LeaseId id = new LeaseId(work.id + "." + state.nextLease++);
        Lease.Times times = new Lease.Times(
                state.now, state.at.timestampMillis(), lateAt(session.plan(), index), deadline(session.plan(), index));
        Lease lease = new Lease(id, session, work, index, times, why(session, index, choice));
        attach(lease);
        state.ledger.write(attempt(lease, Optional.empty(), Optional.empty()));
        state.ledger.changed(session);
        state.touched.add(session);
        state.happened(session.plan().run, Type.TASK_ASSIGNED, Optional.of(session.peer), Optional.of(lease.task()));
        changed(work);
        refreshIdle(session);
    }

    private void attach(Lease lease) {
        lease.work.leases.add(lease);
        register(lease);
    }

    /** Puts a lease of a work where it is looked for beside; used at loading as well. */
    void register(Lease lease) {
        lease.session.leases.put(lease.id, lease);
        lease.session.committedMillis += lease.why.expectedMillis();
        state.deadlines.put(timer(lease.deadline, lease), lease);
        watch(lease);
    }

    /** Looks at a lease again when it may be stuck, when it is slow, and when it is late. */
    void watch(Lease lease) {
        LongStream.of(lease.overdueAt(), lease.slowAt(), lease.lateAt)
                .filter(next -> next > state.now)
                .min()
                .ifPresent(next -> state.lateness.put(timer(next, lease), lease));
    }

    private static Timer timer(long at, Lease lease) {
        String text = lease.id.value();
        return new Timer(at, Long.parseLong(text.substring(text.indexOf('.') + 1)));
    }

    private long deadline(Plan plan, int index) {
        long timeout = plan.graph.tasks().get(index).timeoutMillis().orElse(state.settings.defaultTimeoutMillis());
        return state.now + timeout + state.settings.timeoutGraceMillis();
    }

    private long lateAt(Plan plan, int index) {
        long longEnough = plan.expectedMillis[index] * state.settings.stragglerPercent() / 100;
        return state.now + Math.max(longEnough, state.settings.stragglerMinMillis());
    }

    private Why why(PeerSession session, int index, Why.Choice choice) {
        Plan plan = session.plan();
        long ready = plan.openedTimestamp;
        Optional<String> last = Optional.empty();
        for (int need : plan.graph.needs(index)) {
            if (plan.works[need].endedMillis() >= ready || last.isEmpty()) {
                ready = Math.max(ready, plan.works[need].endedMillis());
                last = Optional.of(plan.graph.name(need));
            }
        }
        Work work = plan.works[index];
        return new Why(
                ready,
                last,
                estimates.on(session, plan.expectedMillis[index]),
                plan.criticalPath[index],
                plan.ready.size(),
                session.join.dependentPipeline(),
                work.leases.stream().findFirst().map(lease -> lease.session.peer),
                Optional.of(choice),
                choice == Why.Choice.AGAIN
                        ? Optional.empty()
                        : Optional.of(1 + plan.ready.placeOf(index, Why.PLACES_COUNTED)));
    }

    /** It takes long: whoever has nothing to do may take it as well. */
    void noticeLate(Work work) {
        for (Use use : work.uses) {
            use.plan().observe(use.index(), state.now);
            state.wake(use.plan());
        }
    }

    /** The work's result is in the cache. The first success wins; other leases end. */
    void succeed(Work work, PeerSession session, int index, Optional<Long> millis) {
        if (work.isDone()) {
            return;
        }
        work.state = WorkState.DONE;
        work.builtBy = Optional.of(session.peer);
        work.builtMillis = millis;
        work.endedTimestamp = Optional.of(state.at.timestampMillis());
        work.unavailable = 0;
        work.unavailableAt.clear();
        work.failedBy.stream().filter(peer -> !peer.equals(session.peer)).forEach(peer -> blame(work, peer));
        for (Lease lease : new ArrayList<>(work.leases)) {
            if (lease.session != session && lease.isBegun()) {
                estimates.lag(lease);
            }
            detach(lease, lease.session == session ? "succeeded" : "overtaken", Optional.empty());
        }
        state.happened(
                session.plan().run,
                Type.TASK_SUCCEEDED,
                Optional.of(session.peer),
                Optional.of(session.plan().graph.name(index)),
                millis,
                Optional.empty());
        changed(work);
    }

    /** It has failed what somebody else could build. */
    private void blame(Work work, PeerId peer) {
        for (PeerSession session : state.sessionsOf(work.cache, peer)) {
            session.misfires++;
            state.ledger.changed(session);
            session.planIfAny().filter(plan -> session.isSetAside()).ifPresent(plan -> setAside(plan, session));
        }
    }

    private void setAside(Plan plan, PeerSession session) {
        if (plan.builders.containsKey(session.order) && plan.aside.put(session.order, session) == null) {
            state.happened(plan.run, Type.PEER_SET_ASIDE, Optional.of(session.peer), Optional.empty());
        }
        refreshIdle(session);
        if (plan.othersThanAside() == 0) {
            refreshAside(plan);
        }
    }

    /** The command failed, or ran out of time: an attempt, and its peer has failed the work. */
    void fail(Lease lease, String how, Optional<Integer> exitCode) {
        Work work = lease.work;
        work.attempts++;
        work.addFailedBy(lease.session.peer);
        work.addFailure(lease.session.peer, exitCode);
        end(lease, how, exitCode);
    }

    /** The lease was aborted by its peer, or lost with it: an attempt only. */
    void lose(Lease lease, String how) {
        lease.work.attempts++;
        lease.work.addFailure(lease.session.peer, Optional.empty());
        end(lease, how, Optional.empty());
    }

    /** It has not begun, so its time is not up either. */
    void postpone(Lease lease) {
        state.deadlines.remove(timer(lease.deadline, lease));
        lease.deadline = deadline(lease.session.plan(), lease.index);
        state.deadlines.put(timer(lease.deadline, lease), lease);
        state.ledger.changed(lease.work);
    }

    /** It is to be another's, if its peer has not begun it: no assignment names it any more. */
    void recall(Lease lease) {
        lease.recalledAfter = Optional.of(lease.session.epoch);
        state.touched.add(lease.session);
        changed(lease.work);
    }

    /** The lease was given back or taken away: no attempt. */
    void release(Lease lease, String how) {
        end(lease, how, Optional.empty());
    }

    /** It could not be tried: again after a pause, by another peer first; too often in a row, and it has failed. */
    void hold(Lease lease, Optional<Integer> exitCode) {
        Work work = lease.work;
        work.unavailable++;
        work.addUnavailableAt(lease.session.peer);
        int doublings = Math.min(work.unavailable - 1, 30);
        long pause = Math.min(
                state.settings.unavailablePauseMillis() << doublings, state.settings.unavailablePauseMaxMillis());
        setHold(work, state.now + pause);
        end(lease, "unavailable", exitCode);
        if (work.unavailable >= state.settings.maxUnavailable()) {
            giveUp(work);
        }
    }

    /** Holds a work back until a time; used at loading as well. */
    void setHold(Work work, long until) {
        state.holds.remove(new Timer(work.heldUntil, work.id));
        work.heldUntil = until;
        if (until > state.now) {
            state.holds.put(new Timer(until, work.id), work);
        }
    }

    /** Nothing more will be tried. */
    void giveUp(Work work) {
        work.state = WorkState.FAILED;
        work.endedTimestamp = Optional.of(state.at.timestampMillis());
        for (Lease lease : new ArrayList<>(work.leases)) {
            detach(lease, "given up", Optional.empty());
        }
        for (Use use : work.uses) {
            state.happened(
                    use.plan().run,
                    Type.TASK_FAILED,
                    Optional.empty(),
                    Optional.of(use.plan().graph.name(use.index())));
        }
        changed(work);
    }

    /** It may be tried again by those who come. */
    void reopen(Work work) {
        setHold(work, 0);
        work.reopen();
        work.endedTimestamp = Optional.empty();
        if (work.isTroubled()) {
            state.doubtful.add(work.id); // those who are there may all have failed it
        }
        changed(work);
    }

    private void end(Lease lease, String how, Optional<Integer> exitCode) {
        detach(lease, how, exitCode);
        if (lease.work.isTroubled()) {
            state.doubtful.add(lease.work.id);
        }
        changed(lease.work);
    }

    private void detach(Lease lease, String how, Optional<Integer> exitCode) {
        lease.work.leases.remove(lease);
        lease.session.leases.remove(lease.id);
        lease.session.committedMillis -= lease.why.expectedMillis();
        state.deadlines.remove(timer(lease.deadline, lease));
        state.lateness.remove(timer(lease.lateAt, lease));
        state.lateness.remove(timer(lease.slowAt(), lease));
        state.lateness.remove(timer(lease.overdueAt(), lease));
        state.ledger.write(attempt(lease, Optional.of(how), exitCode));
        state.ledger.changed(lease.session);
        state.touched.add(lease.session);
        if (!how.equals("succeeded")) {
            state.happened(
                    lease.session.plan().run,
                    Type.TASK_ATTEMPT_ENDED,
                    Optional.of(lease.session.peer),
                    Optional.of(lease.task()),
                    Optional.of(state.now - lease.since),
                    Optional.of(how));
        }
        refreshIdle(lease.session);
    }

    private AttemptRow attempt(Lease lease, Optional<String> outcome, Optional<Integer> exitCode) {
        return new AttemptRow(
                lease.id,
                lease.session.plan().run.id,
                lease.work.id,
                lease.task(),
                lease.session.peer,
                lease.session.id,
                lease.sinceTimestamp,
                outcome.map(how -> state.at.timestampMillis()),
                outcome,
                exitCode,
                Optional.of(lease.why));
    }

    /** Tells all plans of a work what it has become, and wakes whom it concerns. */
    void changed(Work work) {
        state.ledger.changed(work);
        for (Use use : work.uses) {
            use.plan().observe(use.index(), state.now);
            follow(use.plan());
        }
    }

    /** Wakes those of a plan whom a change in it concerns. */
    void follow(Plan plan) {
        if (plan.undone == 0 || plan.alive == 0) {
            state.touched.addAll(plan.builders.values());
            state.touched.addAll(plan.readers.values());
        } else {
            touchReaders(plan);
        }
        mourn(plan, plan.takeDeaths());
        state.wake(plan);
    }

    /** A plan's peers will not build these tasks any more: who else counted on them? */
    private void mourn(Plan plan, List<Integer> deaths) {
        for (int index : deaths) {
            if (plan.works[index].isTroubled()) {
                state.doubtful.add(plan.works[index].id);
            }
        }
        touchReadersBeside(plan, deaths);
    }

    /** Readers of other plans may have counted on a plan's peers for these tasks. */
    void touchReadersBeside(Plan plan, Collection<Integer> indexes) {
        Set<Plan> others = new LinkedHashSet<>();
        for (int index : indexes) {
            for (Use use : plan.works[index].uses) {
                if (!use.plan().readers.isEmpty()) {
                    others.add(use.plan());
                }
            }
        }
        others.forEach(this::touchReaders);
    }

    /** Peers that only read need a look when nobody is left to wait for; each that has results of its own, always. */
    void touchReaders(Plan plan) {
        state.touched.addAll(plan.ownBuilders.values());
        if (!plan.readers.isEmpty() && !Hope.isThereFor(plan)) {
            state.touched.addAll(plan.readers.values());
        }
    }

    /** Puts a session among those of its plan that take new work, or takes it away. */
    void refreshIdle(PeerSession session) {
        Plan plan = session.plan();
        withdrawFromIdle(session);
        if (plan.takesWork(session)) {
            plan.crew.put(session);
            if (session.freeSlots() > 0) {
                session.queuedAs = Precedence.of(session);
                plan.idle.put(session.queuedAs, session);
            }
        }
        state.wake(plan);
    }

    /** It takes no new work. */
    void withdrawFromIdle(PeerSession session) {
        session.plan().crew.remove(session);
        if (session.queuedAs != null) {
            session.plan().idle.remove(session.queuedAs);
            session.queuedAs = null;
        }
    }

    /** Builders have come or gone: those that were set aside may be needed, or no longer. */
    void refreshAside(Plan plan) {
        plan.aside.values().forEach(this::refreshIdle);
    }
}

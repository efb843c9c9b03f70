package dev.taskdirector.coordinator.core;

import dev.taskdirector.coordinator.core.State.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What time alone brings about. Each call looks at what is due and at nothing else. */
final class Expiry {

    private final State state;
    private final Works works;
    private final Sessions sessions;
    private final Plans plans;

    Expiry(State state, Works works, Sessions sessions, Plans plans) {
        this.state = state;
        this.works = works;
        this.sessions = sessions;
        this.plans = plans;
    }

    void run() {
        loseTheSilent();
        failTheOverdue();
        freeTheHeld();
        noticeTheLate();
        plans.closeForgotten();
        sessions.forgetEnded();
    }

    private void loseTheSilent() {
        while (!state.silence.isEmpty()
                && state.silence.firstKey().at() + state.settings.sessionTimeoutMillis() < state.now) {
            sessions.lose(state.silence.firstEntry().getValue());
        }
    }

    private void failTheOverdue() {
        List<Lease> due = new ArrayList<>(
                state.deadlines.headMap(new Timer(state.now, Long.MIN_VALUE)).values());
        // Who stands behind one whose time is up is looked at first: it would seem to have begun.
        due.stream().filter(Lease::isAhead).toList().forEach(works::postpone);
        for (Lease lease : due) {
            if (lease.deadline < state.now) {
                works.fail(lease, "timed out", Optional.empty());
            }
        }
    }

    private void noticeTheLate() {
        while (!state.lateness.isEmpty() && state.lateness.firstKey().at() <= state.now) {
            Lease lease = state.lateness.pollFirstEntry().getValue();
            works.watch(lease);
            works.noticeLate(lease.work);
        }
    }

    private void freeTheHeld() {
        while (!state.holds.isEmpty() && state.holds.firstKey().at() <= state.now) {
            Timer due = state.holds.firstKey();
            works.changed(state.holds.remove(due));
        }
    }
}

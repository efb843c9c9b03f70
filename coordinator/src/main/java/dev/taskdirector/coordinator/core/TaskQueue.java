package dev.taskdirector.coordinator.core;

import dev.taskdirector.coordinator.core.Work.Use;
import java.util.ArrayList;
import java.util.Optional;

/**
 * Which work a peer gets: of what is ready in its plan, the longest remaining critical path first, then the longest
 * expected, then what most peers wait for, then schema order. See {@link Plan#ready}.
 */
final class TaskQueue {

    private final State state;
    private final Works works;

    TaskQueue(State state, Works works) {
        this.state = state;
        this.works = works;
    }

    /** Gives away what can be given, until nothing more can. */
    void assignFreeSlots() {
        boolean given = true;
        while (given) {
            given = false;
            state.contested.values().forEach(work -> work.uses.forEach(use -> state.wake(use.plan())));
            while (!state.awake.isEmpty()) {
                Plan plan = state.awake.iterator().next();
                state.awake.remove(plan);
                given |= serve(plan);
            }
        }
    }

    private boolean serve(Plan plan) {
        boolean given = false;
        for (PeerSession session : new ArrayList<>(plan.idle.values())) {
            if (plan.ready.isEmpty()) {
                break;
            }
            given |= serve(plan, session);
        }
        return given;
    }

    private boolean serve(Plan plan, PeerSession session) {
        boolean given = false;
        while (session.freeSlots() > 0) {
            Optional<Integer> best = best(plan, session);
            if (best.isEmpty()) {
                // Here an idle peer will get a second lease on a straggler.
                return given;
            }
            works.grant(session, best.get());
            given = true;
        }
        return given;
    }

    private Optional<Integer> best(Plan plan, PeerSession session) {
        return plan.ready.stream()
                .filter(index -> takes(session, plan.works[index]))
                .findFirst();
    }

    private boolean takes(PeerSession session, Work work) {
        if (work.failedBy.contains(session.peer)) {
            return false;
        }
        return !work.unavailableAt.contains(session.peer) || !somebodyElseIsThere(work);
    }

    /** Whether an idle peer could try it to which it was not unavailable. */
    private boolean somebodyElseIsThere(Work work) {
        for (Use use : work.uses) {
            if (!use.plan().ready.contains(use.index())) {
                continue;
            }
            for (PeerSession other : use.plan().idle.values()) {
                if (!work.unavailableAt.contains(other.peer) && !work.failedBy.contains(other.peer)) {
                    return true;
                }
            }
        }
        return false;
    }
}

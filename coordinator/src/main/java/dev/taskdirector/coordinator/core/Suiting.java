package dev.taskdirector.coordinator.core;

import dev.taskdirector.coordinator.core.MachineSpeeds.Machine;
import java.util.Optional;

/**
 * Which ready task suits a machine. One of common speed takes the longest path. A slow one takes what it ends before the longest
 * path is built elsewhere, else what it ends before the rest is, else the shortest. One of which nothing is known begins with a few
 * short tasks, for the longest on a machine that turns out slow would hold up all.
 */
final class Suiting {

    /** A machine that takes so many quarters of the quickest one's time is not slow yet. */
    private static final int QUARTERS = 5;

    /** How short a trial is, beside the longest path; where nothing is so short, as short as this. */
    private static final int TRIAL_ONE_IN = 200;

    private static final int LONG_TRIAL_ONE_IN = 60;

    /** A trial needs so many ready tasks for each slot, else it takes the filling of the gaps at the end. */
    private static final int PLENTY = 4;

    /** A task for a session, and why it is that one. */
    record Choice(int index, Why.Choice because) {}

    private final State state;

    Suiting(State state) {
        this.state = state;
    }

    /** What a session takes of the tasks that nobody has tried, of which there are some. */
    Choice choose(Plan plan, PeerSession session) {
        int first = plan.ready.fresh.first();
        long longest = plan.criticalPath[first];
        Optional<Integer> trial = trial(plan, session, longest);
        if (trial.isPresent()) {
            return new Choice(trial.get(), Why.Choice.TRIAL);
        }
        long quickest = quickest(plan, session);
        int suited = isSlow(session, quickest)
                ? plan.ready
                        .longestFreshUpTo(longest * quickest / session.slowness)
                        .orElseGet(() -> ofTheRest(plan, session))
                : first;
        return new Choice(suited, suited == first ? Why.Choice.LONGEST : Why.Choice.SUITS);
    }

    private Optional<Integer> trial(Plan plan, PeerSession session, long longest) {
        boolean begins = session.freeSlots() > 0; // who tries what it begins later takes it from other machines' trials
        if (!begins || !isUnknown(session) || plan.ready.fresh.size() <= PLENTY * plan.slots) {
            return Optional.empty();
        }
        return plan.ready
                .longestFreshUpTo(longest / TRIAL_ONE_IN)
                .or(() -> plan.ready.longestFreshUpTo(longest / LONG_TRIAL_ONE_IN));
    }

    /** Nothing is so short that it would end early: what ends with the rest, else the shortest that there is. */
    private static int ofTheRest(Plan plan, PeerSession session) {
        long end = plan.crew.millisFor(plan.restMillis());
        Optional<Integer> inTime = isSlow(session, plan.crew.quickest())
                ? plan.ready.longestFreshUpTo(end * MachineSpeeds.COMMON / session.slowness)
                : Optional.empty();
        return inTime.orElseGet(plan.ready.fresh::last);
    }

    private boolean isUnknown(PeerSession session) {
        return session.built.cardinality() < MachineSpeeds.KNOWN
                && state.speeds.measurements(Machine.of(session)) < MachineSpeeds.KNOWN;
    }

    /** Of those who are there; a lone peer is compared with all that ever were, for others may come. */
    private long quickest(Plan plan, PeerSession session) {
        long present = plan.crew.quickest();
        return plan.crew.isOnly(session)
                ? Math.min(present, state.speeds.quickest(session.cache).orElse(present))
                : present;
    }

    private static boolean isSlow(PeerSession session, long quickest) {
        return session.slowness * 4 > quickest * QUARTERS;
    }
}

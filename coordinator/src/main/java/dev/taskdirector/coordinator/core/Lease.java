package dev.taskdirector.coordinator.core;

import java.util.Optional;

/** The right of one session to run one work once. */
final class Lease {

    final LeaseId id;
    final PeerSession session;
    final Work work;

    /** The task's place in the session's plan: under keys, two tasks of a plan may be one work. */
    final int index;

    final long since;
    final long sinceTimestamp;

    /** When the coordinator ends it, in log time, unless it has not begun by then. */
    long deadline;

    /** From when on an idle peer may take the work as well, in log time. */
    final long lateAt;

    final Why why;

    /** The first epoch that named it, 0 before. */
    long issuedEpoch;

    /**
     * The last epoch that named it, once it is asked back: it is its session's until the peer has seen a later one and does
     * not hold it, for the peer may have begun it meanwhile.
     */
    Optional<Long> recalledAfter = Optional.empty();

    /** So long may a task wait for its slot at a peer before an idle one may have it instead. */
    private static final long QUEUED_TOO_LONG_MILLIS = 1_000;

    /** When it was given, when it is late, and when it ends, in log time. */
    record Times(long since, long sinceTimestamp, long lateAt, long deadline) {}

    Lease(LeaseId id, PeerSession session, Work work, int index, Times times, Why why) {
        this.id = id;
        this.session = session;
        this.work = work;
        this.index = index;
        this.since = times.since;
        this.sinceTimestamp = times.sinceTimestamp;
        this.lateAt = times.lateAt;
        this.deadline = times.deadline;
        this.why = why;
    }

    /** From when on it has waited too long, if it is not begun. */
    long overdueAt() {
        return since + QUEUED_TOO_LONG_MILLIS;
    }

    /**
     * From when on it is likely to be late soon. Who has a free slot then may take the work as well, if it comes before all that is
     * ready: the next slot may be free long after it is late. A machine that is known to be slow has its own time.
     */
    long slowAt() {
        return since + Math.max((lateAt - since) * 3 / 4, why.expectedMillis() * 3 / 2);
    }

    /** From when on it is late even for its own machine, and so is given again before all that is ready. */
    long hangsAt(int stragglerPercent) {
        return Math.max(lateAt, since + why.expectedMillis() * stragglerPercent / 100);
    }

    boolean isRecalled() {
        return recalledAfter.isPresent();
    }

    boolean isAhead() {
        return session.isAhead(this);
    }

    /** Whether its peer is at it, as far as that is known. */
    boolean isBegun() {
        return !isAhead() && !isRecalled();
    }

    String task() {
        return session.plan().graph.name(index);
    }
}

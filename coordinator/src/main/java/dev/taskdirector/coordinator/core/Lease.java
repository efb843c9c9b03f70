package dev.taskdirector.coordinator.core;

/** The right of one session to run one work once. */
final class Lease {

    final LeaseId id;
    final PeerSession session;
    final Work work;

    /** The task's place in the session's plan: under keys, two tasks of a plan may be one work. */
    final int index;

    final long since;
    final long sinceTimestamp;

    /** When the coordinator ends it, in log time. */
    final long deadline;

    /** The first epoch that named it, 0 before. */
    long issuedEpoch;

    Lease(LeaseId id, PeerSession session, Work work, int index, long since, long sinceTimestamp, long deadline) {
        this.id = id;
        this.session = session;
        this.work = work;
        this.index = index;
        this.since = since;
        this.sinceTimestamp = sinceTimestamp;
        this.deadline = deadline;
    }

    String task() {
        return session.plan().graph.name(index);
    }
}

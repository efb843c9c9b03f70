package dev.taskdirector.coordinator.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The whole truth of a session, as its peer says it.
 *
 * @param peer who speaks
 * @param session the session
 * @param cache the remote cache
 * @param seq rises by one with each report; one not above the last is only a sign of life
 * @param seenEpoch the newest epoch that the session has seen, 0 for none
 * @param slots how many tasks it runs at a time, 1 to 64
 * @param holding tasks that it has and has not finished
 * @param finished outcomes not acknowledged yet
 * @param relied whether the cache had what was built elsewhere
 * @param join what it needs, until its first assignment has been seen
 * @param leaving present on its last report
 */
public record Report(
        PeerId peer,
        SessionId session,
        CacheId cache,
        long seq,
        long seenEpoch,
        int slots,
        List<Held> holding,
        List<Ended> finished,
        List<Reliance> relied,
        Optional<JoinRequest> join,
        Optional<Leaving> leaving) {

    public Report {
        holding = Collections.unmodifiableList(new ArrayList<>(holding));
        finished = Collections.unmodifiableList(new ArrayList<>(finished));
        relied = Collections.unmodifiableList(new ArrayList<>(relied));
    }

    /** A task that the peer has; one begun alone has no lease. */
    public record Held(String task, Optional<LeaseId> lease) {}

    /** An outcome of a task. Milliseconds are 0 or above. */
    public record Ended(
            String task,
            Optional<LeaseId> lease,
            Outcome outcome,
            Optional<Integer> exitCode,
            Optional<Long> millis,
            Optional<Boolean> cacheHit) {}

    /** Whether the cache had the result of a task that was built elsewhere. */
    public record Reliance(String task, boolean hit) {}

    /** How a task ended. */
    public enum Outcome {
        SUCCEEDED,
        FAILED,
        ABORTED,
        UNAVAILABLE
    }

    /** How a session ended. */
    public enum Leaving {
        COMPLETE,
        FAILED,
        CANCELLED
    }
}

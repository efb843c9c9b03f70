package dev.taskdirector.coordinator.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What one session should be doing: always the whole truth. Sent to its peer's topic.
 *
 * @param peer whose topic
 * @param session for whom
 * @param cache its remote cache
 * @param epoch rises by one with each change of state, run or tasks
 * @param seenSeq the newest report that this answers
 * @param state what is asked
 * @param run the shared run, when there is one
 * @param tasks what it should run, in order
 * @param waits what a waiting session waits for, at most 10
 * @param progress how far its work has come, when it has a plan
 * @param news what people like to know, now and then
 * @param failures for state failed: what failed, at most 100
 * @param failureCount for state failed: how many in all
 * @param reason for state rejected: a sentence
 * @param soloMillis how long its work is expected to take alone, 0 when unknown
 */
public record Assignment(
        PeerId peer,
        SessionId session,
        CacheId cache,
        long epoch,
        long seenSeq,
        State state,
        Optional<RunId> run,
        List<Task> tasks,
        List<Wait> waits,
        Optional<Progress> progress,
        Optional<News> news,
        List<Failure> failures,
        int failureCount,
        Optional<String> reason,
        long soloMillis) {

    public Assignment {
        tasks = Collections.unmodifiableList(new ArrayList<>(tasks));
        waits = Collections.unmodifiableList(new ArrayList<>(waits));
        failures = Collections.unmodifiableList(new ArrayList<>(failures));
    }

    /** What is asked of the session. */
    public enum State {
        WORKING,
        WAITING,
        COMPLETE,
        FAILED,
        SCHEMA_WANTED,
        REJOIN,
        SUPERSEDED,
        REJECTED;

        /** Whether a session that has been told this gets no more work. */
        public boolean isFinal() {
            return this == COMPLETE || this == FAILED;
        }
    }

    /**
     * A task to run once under a lease.
     *
     * @param pathMillis the longest path that is left, when it begins with this task
     * @param neededBy how many other live peers need its work
     * @param lostBy the peer that had it last, lost it, and is gone
     * @param besides the peer that has had it for too long, and still has it
     */
    public record Task(
            String name,
            LeaseId lease,
            long expectedMillis,
            Optional<Long> pathMillis,
            int neededBy,
            Optional<PeerId> lostBy,
            Optional<PeerId> besides) {}

    /** A task that is waited for. {@code expectedMillis} is how long it would take the session that waits. */
    public record Wait(String task, PeerId peer, long sinceMillis, long expectedMillis) {}

    /** Counts of a session's work. {@code etaMillis} is an estimate. */
    public record Progress(int tasks, int done, int running, int failed, int peers, long etaMillis) {}

    /**
     * What people like to know.
     *
     * @param shared tasks that at least one other live peer needs too
     * @param cachePeers live peers of the cache
     * @param candidates those of them that could share by what they say of themselves
     * @param doneBy the one peer that built all that was done before
     * @param built what others built since the last answer, the oldest first
     */
    public record News(int shared, int cachePeers, int candidates, Optional<DoneBy> doneBy, List<Built> built) {
        public News {
            built = Collections.unmodifiableList(new ArrayList<>(built));
        }
    }

    /** A peer that built something before, and its change. */
    public record DoneBy(PeerId peer, Optional<String> change) {}

    /** A task that another peer built. */
    public record Built(String task, PeerId peer, Optional<Long> millis) {}

    /** A task that failed, and who tried it, at most 10. */
    public record Failure(String task, List<FailedAttempt> attempts) {
        public Failure {
            attempts = Collections.unmodifiableList(new ArrayList<>(attempts));
        }
    }

    /** One failed attempt. */
    public record FailedAttempt(PeerId peer, Optional<Integer> exitCode) {}
}

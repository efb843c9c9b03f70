package dev.taskdirector.coordinator.core;

import dev.taskdirector.coordinator.core.JoinRequest.RepositoryState;
import dev.taskdirector.coordinator.core.JoinRequest.SchemaRef;
import dev.taskdirector.coordinator.core.JoinRequest.TaskDefinition;
import java.util.List;
import java.util.Optional;

/**
 * A row of the checkpoint. All rows of a partition that are not closed give back the {@link Director} that wrote them.
 * Times are milliseconds of log time (see {@link PartitionRow}) unless they are named {@code …Timestamp}, which are
 * the broker's milliseconds since 1970, for people.
 */
public sealed interface Row {

    /** So many numbers, or references to a text that is there anyway, take as much as a row of common size. */
    int NUMBERS_A_ROW = 20;

    /** So many bytes of text do. */
    int BYTES_A_ROW = 1_024;

    /** What identifies it in its partition. */
    Key key();

    /** How much it takes in memory, roughly, in rows of common size. */
    default int weight() {
        return 1;
    }

    /** A kind of row. */
    enum Kind {
        PARTITION,
        SCHEMA,
        RUN,
        PLAN,
        WORK,
        SESSION,
        ENDED_SESSION,
        DURATION,
        MACHINE,
        ATTEMPT
    }

    /** Identity of a row in its partition. */
    record Key(Kind kind, String id) implements Comparable<Key> {
        private static final int GOLDEN_RATIO = 0x9E3779B9;

        /** Ids such as 1001.2001 and 1002.2002 differ by multiples of 32 in their strings' hashes, and would share few buckets. */
        @Override
        public int hashCode() {
            int mixed = (31 * kind.hashCode() + id.hashCode()) * GOLDEN_RATIO;
            return mixed ^ (mixed >>> 15);
        }

        @Override
        public int compareTo(Key other) {
            int byKind = kind.compareTo(other.kind);
            return byKind != 0 ? byKind : id.compareTo(other.id);
        }
    }

    /** Log time, counters and settings; one per partition. No schemas asked for are none. */
    record PartitionRow(
            long nowMillis,
            Optional<Long> lastTimestamp,
            int generation,
            long nextWork,
            long nextPlan,
            long nextLease,
            long nextOrder,
            Settings settings,
            Optional<List<SchemaAsk>> schemasAsked)
            implements Row {
        @Override
        public Key key() {
            return new Key(Kind.PARTITION, "0");
        }
    }

    /** So many sessions, of as many as there are places, were asked for an unknown schema, the first at this log time. */
    record SchemaAsk(String digest, long atMillis, int sessions, Optional<Integer> places) {}

    /** A task schema, while a plan uses it. */
    record SchemaRow(SchemaRef schema, List<TaskDefinition> tasks) implements Row {
        @Override
        public Key key() {
            return new Key(Kind.SCHEMA, schema.digest());
        }

        @Override
        public int weight() {
            return 1 + tasks.size() + TaskDefinition.needsOf(tasks) / NUMBERS_A_ROW;
        }
    }

    /** A shared run, open or lingering; kept as history when closed. */
    record RunRow(
            RunId run,
            CacheId cache,
            SchemaRef schema,
            String context,
            boolean keyed,
            boolean shut,
            long order,
            long relied,
            long ghosts,
            long openedTimestamp,
            Optional<Long> closedTimestamp,
            List<List<RepositoryState>> lastPeers,
            long lastPeersAt)
            implements Row {
        @Override
        public Key key() {
            return new Key(Kind.RUN, run.value());
        }

        @Override
        public int weight() {
            long bytes = lastPeers.stream().mapToLong(RepositoryState::bytesOf).sum();
            return 1 + lastPeers.size() + (int) (bytes / BYTES_A_ROW);
        }
    }

    /** The works that peers with equal keys need, by position in the schema. Estimated at no time is estimated long ago. */
    record PlanRow(
            long plan,
            RunId run,
            String digest,
            List<Long> works,
            List<Long> expectedMillis,
            Optional<Long> idleSince,
            Optional<Long> estimatedAt,
            Optional<Long> estimatedBy,
            Optional<Long> openedTimestamp)
            implements Row {

        private static final int WORKS_A_ROW = 10;

        @Override
        public Key key() {
            return new Key(Kind.PLAN, Long.toString(plan));
        }

        @Override
        public int weight() {
            return 1 + works.size() / WORKS_A_ROW;
        }
    }

    /** A task under one key. {@code key} is empty when the work is a run's own. */
    record WorkRow(
            long work,
            CacheId cache,
            String context,
            Optional<String> taskKey,
            String task,
            WorkState state,
            Optional<PeerId> builtBy,
            Optional<Long> builtMillis,
            Optional<Long> endedTimestamp,
            int attempts,
            List<Assignment.FailedAttempt> failures,
            List<PeerId> failedBy,
            int unavailable,
            List<PeerId> unavailableAt,
            long heldUntil,
            List<LeaseRow> leases)
            implements Row {
        @Override
        public Key key() {
            return new Key(Kind.WORK, Long.toString(work));
        }
    }

    /** States of a work. */
    enum WorkState {
        OPEN,
        DONE,
        FAILED
    }

    /**
     * A lease, part of its work's row. {@code index} is the task's place in the session's plan. One without {@code lateAt}
     * is never late; one with {@code recalledAfter} is to be given back, and that epoch was the last that named it.
     */
    record LeaseRow(
            LeaseId lease,
            SessionId session,
            int index,
            long since,
            long sinceTimestamp,
            long deadline,
            Optional<Long> issuedEpoch,
            Optional<Long> lateAt,
            Optional<Long> recalledAfter,
            Optional<Why> why) {}

    /** A session, live or with a join that has not taken effect; kept as history when closed. */
    record SessionRow(
            SessionId session,
            PeerId peer,
            CacheId cache,
            long order,
            int slots,
            JoinRequest join,
            boolean pending,
            Optional<RunId> run,
            Optional<Long> plan,
            long epoch,
            Optional<Assignment.State> state,
            List<LeaseId> content,
            Optional<RunId> contentRun,
            long epochAt,
            long sentAt,
            long seq,
            long heardAt,
            int holding,
            boolean told,
            boolean draining,
            boolean alone,
            long askedAt,
            List<Integer> built,
            List<Integer> relied,
            List<Integer> ghosts,
            List<LeaseId> leases,
            Optional<Integer> misfires,
            Optional<Long> slowness,
            Optional<Boolean> deaf,
            long joinedTimestamp,
            Optional<Long> leftTimestamp,
            Optional<String> leftBecause)
            implements Row {

        /** With so many misfires it is set aside while others may build; fewer may have been chance. */
        public static final int MISFIRES_BORNE = 3;

        @Override
        public Key key() {
            return new Key(Kind.SESSION, session.value());
        }

        /** Only a join that has not taken effect has its tasks and keys. */
        @Override
        public int weight() {
            int numbers = join.needs() + built.size() + relied.size() + ghosts.size();
            return 1 + join.tasksOrKeys() + numbers / NUMBERS_A_ROW + (int) (join.textBytes() / BYTES_A_ROW);
        }
    }

    /** A session id that has ended and never joins again. */
    record EndedSessionRow(SessionId session, PeerId peer, Optional<SessionId> replacedBy, long endedAt)
            implements Row {
        @Override
        public Key key() {
            return new Key(Kind.ENDED_SESSION, session.value());
        }
    }

    /** How long a task takes on a machine of common speed, of so many measurements. */
    record DurationRow(
            CacheId cache,
            String schema,
            String task,
            long meanMicros,
            int measurements,
            long measuredAt,
            long measuredTimestamp,
            Optional<Integer> far)
            implements Row {
        @Override
        public Key key() {
            return new Key(Kind.DURATION, cache + "/" + schema.length() + "/" + schema + "/" + task);
        }
    }

    /** How long a machine took for tasks, and how long they were expected to take; all of a cache's without a name. */
    record MachineRow(
            CacheId cache, String name, long measuredMillis, long expectedMillis, int measurements, long measuredAt)
            implements Row {
        @Override
        public Key key() {
            return new Key(Kind.MACHINE, cache + "/" + name);
        }

        /** How much longer it takes than all machines of its cache do together, in thousandths: 125 to 8,000. */
        public long slownessAmong(MachineRow all) {
            return MachineSpeeds.slowness(sums(), all.sums());
        }

        private MachineSpeeds.Sums sums() {
            return new MachineSpeeds.Sums(measuredMillis, expectedMillis, measurements, measuredAt);
        }
    }

    /** Who was given what when, and how it ended; history only, never loaded. Keyed by the lease. */
    record AttemptRow(
            LeaseId lease,
            RunId run,
            long work,
            String task,
            PeerId peer,
            SessionId session,
            long startedTimestamp,
            Optional<Long> endedTimestamp,
            Optional<String> outcome,
            Optional<Integer> exitCode,
            Optional<Why> why)
            implements Row {
        @Override
        public Key key() {
            return new Key(Kind.ATTEMPT, lease.value());
        }
    }
}

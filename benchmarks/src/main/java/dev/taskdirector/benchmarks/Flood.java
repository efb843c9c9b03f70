package dev.taskdirector.benchmarks;

import dev.taskdirector.wire.AssignmentState;
import dev.taskdirector.wire.Holding;
import dev.taskdirector.wire.Join;
import dev.taskdirector.wire.PeerAssignment;
import dev.taskdirector.wire.PeerStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.TopicPartition;

/** Peers of several remote caches that say nothing new, at a steady rate far above what peers need. */
final class Flood implements AutoCloseable {

    private static final int CACHES = 8;
    private static final int PEERS = 200;
    private static final int TASKS = 100;
    private static final Duration JOIN_LIMIT = Duration.ofSeconds(30);

    /** Who speaks hears something every ten seconds, when nothing is new and all is well. */
    static final Duration SILENCE_LIMIT = Duration.ofSeconds(30);

    private static final Duration DRAIN_LIMIT = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(1);
    private static final long STEP_NANOS = 10_000_000;
    private static final long SECOND_NANOS = 1_000_000_000;

    /**
     * What it came to. The lag is what the log holds and the checkpoint doesn't.
     *
     * @param wantedPerSecond how many were to be sent in a second
     * @param statuses how many were sent
     * @param seconds how long sending took
     * @param mostLag the highest of the lags, looked at each second
     * @param drainSeconds from the last status until all was in the checkpoint
     */
    record Result(int wantedPerSecond, long statuses, double seconds, long mostLag, double drainSeconds) {
        double perSecond() {
            return statuses / seconds;
        }
    }

    private final Post<Speaker> post;
    private final Lag lag;
    private final Map<String, Speaker> speakers = new LinkedHashMap<>();

    Flood(Clients clients, Lag lag) {
        this.lag = lag;
        Join join = Load.join(TASKS);
        for (int i = 0; i < PEERS; i++) {
            String id = "flood-" + i;
            speakers.put(id, new Speaker(id, "flood-cache-" + i % CACHES, join));
        }
        post = new Post<>(clients, speakers);
    }

    /**
     * Speaks so many times a second for so long; throws if a peer is told anything but to work or to wait, or nothing for
     * too long, and if the checkpoint has not all of it two minutes later.
     */
    Result run(int perSecond, Duration duration) {
        joinAll();
        List<Speaker> all = new ArrayList<>(speakers.values());
        long begun = System.nanoTime();
        long end = begun + duration.toNanos();
        long nextLook = begun + SECOND_NANOS;
        long sent = 0;
        long most = 0;
        for (long now = begun; now < end; now = System.nanoTime()) {
            long due = (now - begun) * perSecond / SECOND_NANOS;
            while (sent < due) {
                post.send(all.get((int) (sent++ % all.size())).status());
            }
            hear();
            if (now > nextLook) {
                all.forEach(speaker -> speaker.checkHeard(System.nanoTime()));
                most = Math.max(most, lag.now());
                nextLook += SECOND_NANOS;
            }
            LockSupport.parkNanos(STEP_NANOS - (System.nanoTime() - now));
        }
        post.awaitSent();
        long over = System.nanoTime();
        Map<TopicPartition, Long> ends = lag.ends();
        while (lag.behind(ends) > 0) {
            hear();
            if (System.nanoTime() - over > DRAIN_LIMIT.toNanos()) {
                throw new IllegalStateException(
                        "after " + DRAIN_LIMIT + " " + lag.behind(ends) + " statuses are not stored");
            }
        }
        return new Result(perSecond, sent, (over - begun) / 1e9, most, (System.nanoTime() - over) / 1e9);
    }

    private void joinAll() {
        speakers.values().forEach(speaker -> post.send(speaker.status()));
        long limit = System.nanoTime() + JOIN_LIMIT.toNanos();
        while (speakers.values().stream().anyMatch(speaker -> speaker.epoch == 0)) {
            hear();
            if (System.nanoTime() > limit) {
                throw new IllegalStateException("not all of " + PEERS + " peers were answered within " + JOIN_LIMIT);
            }
        }
    }

    private void hear() {
        post.receive(POLL, (speaker, assignment) -> speaker.hear(assignment, System.nanoTime()));
    }

    @Override
    public void close() {
        post.close();
    }

    /** Holds what it is given and never finishes it. */
    static final class Speaker {

        private final String peer;
        private final String cache;
        private final Join join;
        private final String session = UUID.randomUUID().toString();
        private long seq;
        private long epoch;
        private long heardAt;
        private List<Holding> holding = List.of();
        private Optional<String> token = Optional.empty();

        Speaker(String peer, String cache, Join join) {
            this.peer = peer;
            this.cache = cache;
            this.join = join;
        }

        void hear(PeerAssignment assignment, long nowNanos) {
            if (assignment.state() != AssignmentState.WORKING && assignment.state() != AssignmentState.WAITING) {
                throw new IllegalStateException("STATUSES: " + peer + " was told " + assignment.state()
                        + assignment.reason().map(reason -> ", since " + reason).orElse("")
                        + "; who only says that it is there must be told to work or to wait");
            }
            heardAt = nowNanos;
            if (assignment.epoch() < epoch) {
                return;
            }
            epoch = assignment.epoch();
            token = assignment.token();
            holding = assignment.tasks().stream()
                    .map(task -> new Holding(task.name(), Optional.of(task.lease())))
                    .toList();
        }

        void checkHeard(long nowNanos) {
            if (nowNanos - heardAt > SILENCE_LIMIT.toNanos()) {
                throw new IllegalStateException("STATUSES: " + peer + " heard nothing for more than " + SILENCE_LIMIT);
            }
        }

        PeerStatus status() {
            return new PeerStatus(
                    1,
                    peer,
                    session,
                    cache,
                    ++seq,
                    epoch,
                    1,
                    holding,
                    List.of(),
                    List.of(),
                    epoch == 0 ? Optional.of(join) : Optional.empty(),
                    Optional.empty(),
                    token);
        }
    }
}

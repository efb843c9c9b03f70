package dev.taskdirector.benchmarks;

import dev.taskdirector.agent.session.SessionPlan;
import dev.taskdirector.wire.Join;
import dev.taskdirector.wire.JoinSchema;
import dev.taskdirector.wire.JoinTask;
import dev.taskdirector.wire.PeerStatus;
import dev.taskdirector.wire.SchemaDigest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Peers that share one run of zero-second tasks, all in one thread with one {@link Post}. */
final class Load implements AutoCloseable {

    /** What one run came to. Completions a second count from the first completion to the last. */
    record Result(FleetSize fleet, int tasks, Latencies latencies, double seconds, int completions) {
        double completionsPerSecond() {
            return completions / seconds;
        }
    }

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final double LONG_SECONDS = 1;
    private static final double SHORT_SECONDS = 0.001;
    private static final long TICK_NANOS = 500_000_000;

    private final FleetSize fleet;
    private final Post<LoadPeer> post;
    private final Latencies latencies = new Latencies();
    private final Map<String, LoadPeer> peers = new LinkedHashMap<>();
    private final int tasks;

    Load(Clients clients, String cache, FleetSize fleet, int tasks) {
        this.fleet = fleet;
        this.tasks = tasks;
        Join join = join(tasks, fleet.ahead() ? SHORT_SECONDS : LONG_SECONDS);
        for (int i = 0; i < fleet.peers(); i++) {
            String id = cache + "-" + i;
            peers.put(id, new LoadPeer(new SessionPlan(id, cache, join, fleet.slots()), this::send, latencies));
        }
        post = new Post<>(clients, peers);
    }

    /** A schema of as many tasks without needs, for peers without keys; each is said to be too long to be given ahead. */
    static Join join(int tasks) {
        return join(tasks, LONG_SECONDS);
    }

    private static Join join(int tasks, double expectedSeconds) {
        List<JoinTask> all = IntStream.range(0, tasks)
                .mapToObj(i -> new JoinTask(
                        "t" + i, List.of("//t:" + i), List.of(), Optional.of(expectedSeconds), Optional.empty()))
                .toList();
        String id = expectedSeconds < LONG_SECONDS ? "load-short" : "load";
        String digest = SchemaDigest.of(id, Optional.empty(), all); // it doesn't say how long tasks take
        return new Join(
                new JoinSchema(id, digest, Optional.empty(), Optional.of(all)),
                "sha256:load",
                Optional.empty(),
                true,
                List.of(),
                false,
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    /** Runs until every peer has ended with 0; throws if one does not, or not within five minutes. */
    Result run() {
        peers.values().forEach(LoadPeer::start);
        long limit = System.nanoTime() + LIMIT.toNanos();
        long nextTick = System.nanoTime();
        while (!isOver()) {
            post.receive(POLL, LoadPeer::hear);
            if (System.nanoTime() > limit) {
                throw new IllegalStateException(ended() + " of " + peers.size() + " peers ended within " + LIMIT
                        + ", with " + completions() + " completions");
            }
            if (System.nanoTime() > nextTick) {
                peers.values().forEach(LoadPeer::tick);
                nextTick = System.nanoTime() + TICK_NANOS;
            }
        }
        post.awaitSent();
        return new Result(fleet, tasks, latencies, seconds(), completions());
    }

    private void send(PeerStatus status) {
        post.send(status);
    }

    private double seconds() {
        long first = peers.values().stream()
                .filter(peer -> peer.completions() > 0)
                .mapToLong(LoadPeer::firstCompletedAt)
                .min()
                .orElseThrow();
        long last = peers.values().stream()
                .filter(peer -> peer.completions() > 0)
                .mapToLong(LoadPeer::lastCompletedAt)
                .max()
                .orElseThrow();
        return (last - first) / 1e9;
    }

    private boolean isOver() {
        return ended() == peers.size();
    }

    private long ended() {
        return peers.values().stream()
                .filter(peer -> peer.exitCode().isPresent())
                .count();
    }

    private int completions() {
        return peers.values().stream().mapToInt(LoadPeer::completions).sum();
    }

    @Override
    public void close() {
        post.close();
    }
}

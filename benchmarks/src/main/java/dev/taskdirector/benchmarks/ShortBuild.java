package dev.taskdirector.benchmarks;

import dev.taskdirector.agent.PeerAgent;
import dev.taskdirector.agent.TaskRunner;
import dev.taskdirector.agent.kafka.ClientSettings;
import dev.taskdirector.agent.kafka.KafkaTransport;
import dev.taskdirector.agent.session.Fact;
import dev.taskdirector.agent.session.SessionSettings;
import dev.taskdirector.agent.session.VerdictKind;
import dev.taskdirector.wire.Join;
import dev.taskdirector.wire.JoinSchema;
import dev.taskdirector.wire.JoinTask;
import dev.taskdirector.wire.JsonWireCodec;
import dev.taskdirector.wire.SchemaDigest;
import dev.taskdirector.wire.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Real agents of a slot each, in threads, that build one run of short tasks together. What they know is theirs alone. */
final class ShortBuild {

    private static final Duration LIMIT = Duration.ofMinutes(20);

    /** Makes each peer's runner. */
    interface Runners {
        TaskRunner of(String peer);
    }

    private final String bootstrapServers;
    private final String cache;
    private final Join join;
    private final int tasks;
    private final AtomicLong begun = new AtomicLong(Long.MAX_VALUE);
    private final AtomicLong ended = new AtomicLong(Long.MIN_VALUE);
    private final AtomicInteger built = new AtomicInteger();

    /**
     * @param cache if it was not used before, nothing is known of its tasks but what is expected
     * @param number of the build: what others have built in the cache is of other works
     * @param tasks how many, without needs
     */
    ShortBuild(String bootstrapServers, String cache, int number, int tasks, Duration expected) {
        this.bootstrapServers = bootstrapServers;
        this.cache = cache;
        this.tasks = tasks;
        this.join = join(cache, "sha256:short-" + number, tasks, expected);
    }

    private static Join join(String schema, String context, int tasks, Duration expected) {
        List<JoinTask> all = IntStream.range(0, tasks)
                .mapToObj(i -> new JoinTask(
                        "t" + i,
                        List.of("//t:" + i),
                        List.of(),
                        Optional.of(expected.toNanos() / 1e9),
                        Optional.empty()))
                .toList();
        String digest = SchemaDigest.of(schema, Optional.empty(), all);
        return new Join(
                new JoinSchema(schema, digest, Optional.empty(), Optional.of(all)),
                context,
                Optional.empty(),
                true,
                List.of(),
                false,
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    /** Returns how many tasks a second were built, from the first start to the last end; throws if a peer doesn't end well. */
    double completionsPerSecond(int peers, Runners runners) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(peers);
        try {
            List<Future<Integer>> exits = new ArrayList<>();
            for (int i = 0; i < peers; i++) {
                PeerAgent agent = agent(cache + "-" + i, runners);
                exits.add(threads.submit(agent::run));
            }
            for (Future<Integer> exit : exits) {
                int code = exit.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
                if (code != 0) {
                    throw new IllegalStateException("a peer of " + cache + " ended with " + code);
                }
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(built + " of " + tasks + " tasks of " + cache + " were built", e);
        } finally {
            threads.shutdownNow();
        }
        if (built.get() < tasks) {
            throw new IllegalStateException("only " + built + " of " + tasks + " tasks of " + cache + " were built");
        }
        return tasks / ((ended.get() - begun.get()) / 1e9);
    }

    private PeerAgent agent(String peer, Runners runners) {
        return PeerAgent.builder()
                .peer(peer)
                .cache(cache)
                .join(join)
                .settings(SessionSettings.defaults().withVerdict(VerdictKind.NONE))
                .runner(runners.of(peer))
                .transport(new KafkaTransport(
                        ClientSettings.of(bootstrapServers),
                        new Topics(Topics.DEFAULT_PREFIX),
                        peer,
                        new JsonWireCodec()))
                .facts(this::note)
                .build();
    }

    private void note(Fact fact) {
        long now = System.nanoTime();
        if (fact instanceof Fact.Started || fact instanceof Fact.StartedTogether) {
            begun.accumulateAndGet(now, Math::min);
        } else if (fact instanceof Fact.Built) {
            ended.accumulateAndGet(now, Math::max);
            built.incrementAndGet();
        } else if (fact instanceof Fact.Alone || fact instanceof Fact.EndedTogether) {
            throw new IllegalStateException("nothing is measured by that: " + fact);
        }
    }
}

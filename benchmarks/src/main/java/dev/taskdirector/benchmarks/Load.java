package dev.taskdirector.benchmarks;

import dev.taskdirector.agent.session.SessionPlan;
import dev.taskdirector.wire.Join;
import dev.taskdirector.wire.JoinSchema;
import dev.taskdirector.wire.JoinTask;
import dev.taskdirector.wire.JsonWireCodec;
import dev.taskdirector.wire.PeerAssignment;
import dev.taskdirector.wire.PeerStatus;
import dev.taskdirector.wire.Read;
import dev.taskdirector.wire.SchemaDigest;
import dev.taskdirector.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/** Peers that share one run of zero-second tasks, all in one thread with one producer and one consumer. */
final class Load implements AutoCloseable {

    /** What one run came to. Completions a second count from the first assignment to the last completion. */
    record Result(FleetSize fleet, int tasks, Latencies latencies, double seconds, int completions) {
        double completionsPerSecond() {
            return completions / seconds;
        }
    }

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final int LARGE_BYTES = 32 * 1024;
    private static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);

    private final JsonWireCodec codec = new JsonWireCodec();
    private final String cache;
    private final FleetSize fleet;
    private final Producer<byte[], byte[]> producer;
    private final Producer<byte[], byte[]> packing;
    private final Consumer<byte[], byte[]> consumer;
    private final Latencies latencies = new Latencies();
    private final Map<String, LoadPeer> peersByTopic = new LinkedHashMap<>();
    private final int tasks;
    private Optional<Future<RecordMetadata>> last = Optional.empty();

    Load(Clients clients, String cache, FleetSize fleet, int tasks) {
        this.cache = cache;
        this.fleet = fleet;
        this.tasks = tasks;
        producer = clients.producer();
        packing = clients.packingProducer();
        Join join = join(tasks);
        for (int i = 0; i < fleet.peers(); i++) {
            String peer = cache + "-" + i;
            peersByTopic.put(
                    TOPICS.assignments(peer),
                    new LoadPeer(new SessionPlan(peer, cache, join, fleet.slots()), this::send, latencies));
        }
        consumer = clients.consumer(peersByTopic.keySet().stream()
                .map(topic -> new TopicPartition(topic, 0))
                .toList());
    }

    private static Join join(int tasks) {
        List<JoinTask> all = IntStream.range(0, tasks)
                .mapToObj(
                        i -> new JoinTask("t" + i, List.of("//t:" + i), List.of(), Optional.of(1.0), Optional.empty()))
                .toList();
        String digest = SchemaDigest.of("load", Optional.empty(), all);
        return new Join(
                new JoinSchema("load", digest, Optional.empty(), Optional.of(all)),
                "sha256:load",
                Optional.empty(),
                true,
                List.of(),
                false,
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    private void send(PeerStatus status) {
        byte[] key = cache.getBytes(StandardCharsets.UTF_8);
        byte[] value = codec.write(status);
        Producer<byte[], byte[]> way = value.length < LARGE_BYTES ? producer : packing;
        last = Optional.of(way.send(new ProducerRecord<>(TOPICS.peerStatus(), key, value)));
    }

    /** Runs until every peer has ended with 0; throws if one does not, or not within five minutes. */
    Result run() {
        peersByTopic.values().forEach(LoadPeer::start);
        long limit = System.nanoTime() + LIMIT.toNanos();
        long nextTick = System.nanoTime();
        long begun = 0;
        while (!isOver()) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                begun = begun == 0 ? System.nanoTime() : begun;
                hear(record);
            }
            if (System.nanoTime() > limit) {
                throw new IllegalStateException(ended() + " of " + peersByTopic.size() + " peers ended within " + LIMIT
                        + ", with " + completions() + " completions");
            }
            if (System.nanoTime() > nextTick) {
                peersByTopic.values().forEach(LoadPeer::tick);
                nextTick = System.nanoTime() + 500_000_000;
            }
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        last.ifPresent(Load::await);
        return new Result(fleet, tasks, latencies, seconds, completions());
    }

    private void hear(ConsumerRecord<byte[], byte[]> record) {
        Read<PeerAssignment> read = codec.readAssignment(record.value());
        if (read instanceof Read.Ok<PeerAssignment> ok) {
            Optional.ofNullable(peersByTopic.get(record.topic())).ifPresent(peer -> peer.hear(ok.value()));
        } else {
            throw new IllegalStateException("the coordinator wrote what the contract doesn't allow: " + read);
        }
    }

    private static void await(Future<RecordMetadata> sent) {
        try {
            sent.get();
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException("the last status was not written", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isOver() {
        return ended() == peersByTopic.size();
    }

    private long ended() {
        return peersByTopic.values().stream()
                .filter(peer -> peer.exitCode().isPresent())
                .count();
    }

    private int completions() {
        return peersByTopic.values().stream().mapToInt(LoadPeer::completions).sum();
    }

    @Override
    public void close() {
        consumer.close();
        producer.close();
        packing.close();
    }
}

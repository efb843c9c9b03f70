package dev.taskdirector.benchmarks;

import dev.taskdirector.wire.JsonWireCodec;
import dev.taskdirector.wire.PeerAssignment;
import dev.taskdirector.wire.PeerStatus;
import dev.taskdirector.wire.Read;
import dev.taskdirector.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The post of many peers: one producer for small statuses, one for large ones, one consumer.
 *
 * @param <P> what stands for a peer
 */
final class Post<P> implements AutoCloseable {

    private static final int LARGE_BYTES = 32 * 1024;
    private static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);

    private final JsonWireCodec codec = new JsonWireCodec();
    private final Producer<byte[], byte[]> producer;
    private final Producer<byte[], byte[]> packing;
    private final Consumer<byte[], byte[]> consumer;
    private final Map<String, P> peersByTopic = new LinkedHashMap<>();
    private Optional<Future<RecordMetadata>> last = Optional.empty();

    /** @param peers by their ids */
    Post(Clients clients, Map<String, P> peers) {
        peers.forEach((id, peer) -> peersByTopic.put(TOPICS.assignments(id), peer));
        producer = clients.producer();
        packing = clients.packingProducer();
        consumer = clients.consumer(peersByTopic.keySet().stream()
                .map(topic -> new TopicPartition(topic, 0))
                .toList());
    }

    void send(PeerStatus status) {
        byte[] cache = status.cache().getBytes(StandardCharsets.UTF_8);
        byte[] value = codec.write(status);
        Producer<byte[], byte[]> way = value.length < LARGE_BYTES ? producer : packing;
        last = Optional.of(way.send(new ProducerRecord<>(TOPICS.peerStatus(), cache, value)));
    }

    /**
     * Hands over what has come, with its peer, after waiting for it at most this long.
     *
     * @return how many came
     */
    int receive(Duration limit, BiConsumer<P, PeerAssignment> to) {
        int count = 0;
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(limit)) {
            Read<PeerAssignment> read = codec.readAssignment(record.value());
            if (!(read instanceof Read.Ok<PeerAssignment> ok)) {
                throw new IllegalStateException("the coordinator wrote what the contract doesn't allow: " + read);
            }
            Optional.ofNullable(peersByTopic.get(record.topic())).ifPresent(peer -> to.accept(peer, ok.value()));
            count++;
        }
        return count;
    }

    /** Returns when the last status is written. */
    void awaitSent() {
        last.ifPresent(Post::await);
    }

    private static void await(Future<RecordMetadata> sent) {
        try {
            sent.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the last status was not written", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        consumer.close();
        producer.close();
        packing.close();
    }
}

package dev.taskdirector.agent.kafka;

import dev.taskdirector.agent.Transport;
import dev.taskdirector.wire.PeerAssignment;
import dev.taskdirector.wire.Read;
import dev.taskdirector.wire.WireCodec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * Reads partition 0 of the peer's assignment topic from its beginning. The coordinator creates the topic with its first
 * answer; until then there is nothing to read.
 */
final class Receiver implements Runnable {

    private static final Duration POLL = Duration.ofSeconds(30);
    private static final Duration LAST_MOMENT = Duration.ofMillis(500);

    private final ClientSettings settings;
    private final String topic;
    private final WireCodec codec;
    private final Pause pause;
    private final Transport.Listener listener;
    private final AtomicReference<@Nullable KafkaConsumer<byte[], byte[]>> polling = new AtomicReference<>();

    Receiver(ClientSettings settings, String topic, WireCodec codec, Pause pause, Transport.Listener listener) {
        this.settings = settings;
        this.topic = topic;
        this.codec = codec;
        this.pause = pause;
        this.listener = listener;
    }

    /** Ends a poll that waits. The pause must be over by then. */
    void wake() {
        KafkaConsumer<byte[], byte[]> consumer = polling.get();
        if (consumer != null) {
            consumer.wakeup();
        }
    }

    @Override
    public void run() {
        while (!pause.isOver()) {
            try (Inlet inlet = new Inlet(new KafkaConsumer<>(settings.consumer()))) {
                polling.set(inlet.consumer);
                receiveAll(inlet.consumer);
            } catch (WakeupException | InterruptException stopped) {
                return;
            } catch (TopicAuthorizationException denied) {
                listener.troubled(Right.READ.isMissing(topic, settings));
                pause.take();
            } catch (RuntimeException | Error failure) {
                listener.troubled(
                        "can't read topic " + topic + " at " + settings.brokers() + ": " + Sender.reason(failure));
                pause.take();
            } finally {
                polling.set(null);
            }
        }
    }

    private void receiveAll(KafkaConsumer<byte[], byte[]> consumer) {
        List<TopicPartition> own = List.of(new TopicPartition(topic, 0));
        consumer.assign(own);
        consumer.seekToBeginning(own);
        while (!pause.isOver()) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                read(record);
            }
        }
    }

    private void read(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        if (value == null) {
            return;
        }
        Read<PeerAssignment> read = codec.readAssignment(value);
        if (read instanceof Read.Ok<PeerAssignment> ok) {
            listener.assigned(ok.value());
        } else if (read instanceof Read.Malformed<PeerAssignment> malformed) {
            listener.troubled("topic " + topic + " has an assignment at offset " + record.offset()
                    + " that this agent can't read: " + malformed.reason()
                    + "; is the agent older than the coordinator?");
        }
    }

    /** Closes the consumer within a moment. */
    private record Inlet(KafkaConsumer<byte[], byte[]> consumer) implements AutoCloseable {
        @Override
        public void close() {
            consumer.close(CloseOptions.timeout(LAST_MOMENT));
        }
    }
}

package dev.taskdirector.agent.kafka;

import dev.taskdirector.wire.PeerStatus;
import dev.taskdirector.wire.Topics;
import dev.taskdirector.wire.WireCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.jspecify.annotations.Nullable;

/** Sends the newest status from a thread of its own: the producer's first look-up blocks, and the agent must not. */
final class Sender implements Runnable {

    private static final Duration LAST_MOMENT = Duration.ofSeconds(1);
    private static final Duration LATELY = Duration.ofSeconds(10);
    private static final int LARGE_BYTES = 32 * 1024;
    private static final int PAUSES_OF_SILENCE = 6;

    private final ClientSettings settings;
    private final Topics topics;
    private final WireCodec codec;
    private final Mailbox mailbox;
    private final Pause pause;
    private final Consumer<String> trouble;
    private final Silence silence;
    private volatile Optional<Long> takenAtNanos = Optional.empty();

    Sender(
            ClientSettings settings,
            Topics topics,
            WireCodec codec,
            Mailbox mailbox,
            Pause pause,
            Consumer<String> trouble) {
        this.settings = settings;
        this.topics = topics;
        this.codec = codec;
        this.mailbox = mailbox;
        this.pause = pause;
        this.trouble = trouble;
        this.silence = new Silence(pause.length().multipliedBy(PAUSES_OF_SILENCE), System::nanoTime);
    }

    @Override
    public void run() {
        while (!pause.isOver()) {
            try (Outlet outlet = new Outlet(settings)) {
                sendAll(outlet);
                return;
            } catch (InterruptedException | InterruptException stopped) {
                return;
            } catch (RuntimeException | Error failure) {
                trouble.accept("can't speak to Kafka at " + settings.brokers() + ": " + reason(failure));
                pause.take();
            }
        }
    }

    private void sendAll(Outlet outlet) throws InterruptedException {
        for (Optional<PeerStatus> next = mailbox.take(); next.isPresent(); next = mailbox.take()) {
            if (silence.isTooLong()) {
                outlet.renew();
            }
            silence.begin();
            byte[] key = next.get().cache().getBytes(StandardCharsets.UTF_8);
            byte[] value = codec.write(next.get());
            Object way = outlet.way;
            var unused = outlet.forSize(value.length)
                    .send(new ProducerRecord<>(topics.peerStatus(), key, value), (sent, failure) -> {
                        if (way == outlet.way) { // else it was given up with its producer, and that is no answer
                            answered(failure);
                        }
                    });
        }
    }

    /** Whether a broker has taken a status lately, and refused none since: what is sent now will arrive, too. */
    boolean isHeard() {
        return takenAtNanos
                .filter(at -> System.nanoTime() - at < LATELY.toNanos())
                .isPresent();
    }

    /** What passes by itself is left to the next heartbeat. */
    private void answered(@Nullable Exception failure) {
        if (!(failure instanceof RetriableException)) {
            silence.end();
        }
        if (failure == null) {
            takenAtNanos = Optional.of(System.nanoTime());
        } else if (failure instanceof TopicAuthorizationException) {
            takenAtNanos = Optional.empty();
            trouble.accept(Right.WRITE.isMissing(topics.peerStatus(), settings));
        } else if (!(failure instanceof RetriableException)) {
            trouble.accept("a status was not taken by topic " + topics.peerStatus() + ": " + reason(failure));
        }
    }

    /** What isn't Kafka's own complaint comes of an answer that its clients can't read, or of a lack of memory. */
    static String reason(Throwable failure) {
        return said(failure)
                + (failure instanceof KafkaException
                        ? ""
                        : "; is there a Kafka broker at that port, and is security.protocol the one that it speaks?");
    }

    private static String said(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String message = String.valueOf(root.getMessage());
        // Kafka quotes what it does not understand there, and that may be a part of a password
        return message.contains("JAAS")
                ? "sasl.jaas.config is not of the form MODULE required username=\"NAME\" password=\"PASSWORD\"; (quotes and"
                        + " semicolon included)"
                : root.getClass().getSimpleName() + ": " + message;
    }

    /**
     * Two ways to the broker: nearly every status is a few hundred bytes, and packing each would cost the broker and the
     * coordinator, who unpack it, more than it saves. The other one is opened for a large join. Statuses may overtake
     * each other so; their numbers tell which is the newest.
     */
    private static final class Outlet implements AutoCloseable {
        private final ClientSettings settings;
        private KafkaProducer<byte[], byte[]> small;
        private Optional<KafkaProducer<byte[], byte[]>> large = Optional.empty();

        /** Another one with each renewal. */
        volatile Object way = new Object();

        Outlet(ClientSettings settings) {
            this.settings = settings;
            this.small = new KafkaProducer<>(settings.producer());
        }

        KafkaProducer<byte[], byte[]> forSize(int bytes) {
            if (bytes < LARGE_BYTES) {
                return small;
            }
            if (large.isEmpty()) {
                large = Optional.of(new KafkaProducer<>(settings.packingProducer()));
            }
            return large.get();
        }

        /** The thread of a producer may have died without a word: it catches exceptions, and no errors. */
        void renew() {
            way = new Object();
            close();
            large = Optional.empty();
            small = new KafkaProducer<>(settings.producer());
        }

        /** Closes within a moment, whether or not all has arrived. */
        @Override
        public void close() {
            small.close(LAST_MOMENT);
            large.ifPresent(producer -> producer.close(LAST_MOMENT));
        }
    }
}

package dev.taskdirector.agent.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskdirector.agent.Transport;
import dev.taskdirector.deploy.embedded.EmbeddedKafka;
import dev.taskdirector.wire.JsonWireCodec;
import dev.taskdirector.wire.PeerAssignment;
import dev.taskdirector.wire.PeerStatus;
import dev.taskdirector.wire.Topics;
import dev.taskdirector.wire.WireCodec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** At the broker's address is something else: its first bytes are taken for a length of more than there is memory. */
class StrangeServerTest {

    private static final WireCodec CODEC = new JsonWireCodec();
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Ears ears = new Ears();
    private long seq;

    @Test
    void itIsSaidOnceAndTheAgentSpeaksAndHearsAsSoonAsThereIsABroker() throws Exception {
        Topics topics = new Topics("strange");
        try (SilencingProxy proxy = new SilencingProxy();
                EmbeddedKafka kafka = EmbeddedKafka.builder()
                        .property("advertised.listeners", "BROKER://127.0.0.1:" + proxy.port())
                        .start()) {
            proxy.openTo(Integer.parseInt(kafka.bootstrapServers().replaceAll(".*:", "")));
            String address = "127.0.0.1:" + proxy.port();
            ClientSettings settings = new ClientSettings(Map.of("bootstrap.servers", address, "max.block.ms", "500"));
            Pause pause = new Pause(Duration.ofMillis(200));
            proxy.answer("HTTP/1.1 400 Bad Request\r\n\r\n");
            try (KafkaTransport transport = new KafkaTransport(settings, topics, "runner-17", CODEC, pause)) {
                transport.open(ears);
                awaitWhileItSpeaks(transport, () -> proxy.answered() > 5);
                assertThat(ears.troubles)
                        .singleElement()
                        .asString()
                        .contains("can't read topic", address, "OutOfMemoryError")
                        .contains("is security.protocol the one that it speaks?");
                proxy.passOn();
                try (KafkaDirector director = new KafkaDirector(address, topics, CODEC)) {
                    awaitWhileItSpeaks(transport, () -> !director.heard.isEmpty());
                    awaitWhileItSpeaks(transport, () -> !ears.heard.isEmpty());
                }
            }
        }
    }

    /** The statuses that were on their way are given up with their producer, and that is nobody's refusal. */
    @Test
    void whenConnectionsFallSilentItSpeaksByOthersAndComplainsOfNothing() throws Exception {
        Topics topics = new Topics("silent");
        try (SilencingProxy proxy = new SilencingProxy();
                EmbeddedKafka kafka = EmbeddedKafka.builder()
                        .property("advertised.listeners", "BROKER://127.0.0.1:" + proxy.port())
                        .start()) {
            proxy.openTo(Integer.parseInt(kafka.bootstrapServers().replaceAll(".*:", "")));
            String address = "127.0.0.1:" + proxy.port();
            ClientSettings settings = new ClientSettings(Map.of("bootstrap.servers", address));
            Pause pause = new Pause(Duration.ofMillis(200));
            try (KafkaTransport transport = new KafkaTransport(settings, topics, "runner-17", CODEC, pause)) {
                try (KafkaDirector director = new KafkaDirector(address, topics, CODEC)) {
                    transport.open(ears);
                    awaitWhileItSpeaks(transport, () -> !director.heard.isEmpty());
                }
                ears.troubles.clear(); // there was no topic at first
                assertThat(proxy.silence()).isPositive();
                long before = seq;
                try (KafkaDirector director = new KafkaDirector(address, topics, CODEC)) {
                    awaitWhileItSpeaks(
                            transport, () -> director.heard.stream().anyMatch(status -> status.seq() > before));
                }
                assertThat(ears.troubles).isEmpty();
            }
        }
    }

    private void awaitWhileItSpeaks(Transport transport, BooleanSupplier isSo) {
        await().atMost(LIMIT).until(() -> {
            transport.send(status(++seq));
            return isSo.getAsBoolean();
        });
    }

    private static PeerStatus status(long seq) {
        return new PeerStatus(
                1,
                "runner-17",
                "s",
                "muc9",
                seq,
                1,
                1,
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static final class Ears implements Transport.Listener {
        final List<PeerAssignment> heard = new CopyOnWriteArrayList<>();
        final List<String> troubles = new CopyOnWriteArrayList<>();

        @Override
        public void assigned(PeerAssignment assignment) {
            heard.add(assignment);
        }

        @Override
        public void troubled(String sentence) {
            troubles.add(sentence);
        }
    }
}

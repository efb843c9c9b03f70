package dev.taskdirector.agent.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskdirector.agent.InProcessBuild;
import dev.taskdirector.agent.PeerAgent;
import dev.taskdirector.agent.PeerAgentExampleTest;
import dev.taskdirector.agent.Transport;
import dev.taskdirector.agent.session.Fact;
import dev.taskdirector.agent.session.SessionSettings;
import dev.taskdirector.deploy.embedded.EmbeddedKafka;
import dev.taskdirector.wire.Join;
import dev.taskdirector.wire.JsonWireCodec;
import dev.taskdirector.wire.Leaving;
import dev.taskdirector.wire.PeerAssignment;
import dev.taskdirector.wire.PeerStatus;
import dev.taskdirector.wire.Topics;
import dev.taskdirector.wire.WireCodec;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaTransportTest {

    private static final WireCodec CODEC = new JsonWireCodec();
    private static EmbeddedKafka kafka;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @BeforeAll
    static void startKafka() {
        kafka = EmbeddedKafka.start();
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    @Test
    void aPeerDoesWhatItsTopicSaysAndExitsWithItsVerdict() throws Exception {
        Topics topics = new Topics("whole");
        InProcessBuild build = new InProcessBuild(threads, 5);
        List<Fact> facts = Collections.synchronizedList(new ArrayList<>());
        try (KafkaDirector director = new KafkaDirector(kafka.bootstrapServers(), topics, CODEC)) {
            int exitCode = PeerAgent.builder()
                    .peer("runner-17")
                    .cache("muc9")
                    .join(PeerAgentExampleTest.join("common", "maps", "planning"))
                    .runner(build)
                    .transport(transport(topics, "runner-17"))
                    .facts(facts::add)
                    .build()
                    .run();

            assertThat(exitCode).isEqualTo(5);
            assertThat(build.log).containsExactly("common", "maps", "planning", "verdict");
            assertThat(facts).noneMatch(Fact.Note.class::isInstance).noneMatch(Fact.Alone.class::isInstance);
            assertThat(director.refused).isEmpty();
            await().atMost(Duration.ofSeconds(5))
                    .untilAsserted(() -> assertThat(director.heard)
                            .last()
                            .satisfies(last -> assertThat(last.leaving()).contains(Leaving.COMPLETE)));
            assertThat(director.keys).containsOnly("muc9");
        }
    }

    @Test
    void aJoinThatTheBrokerWouldNotTakeUnpackedArrives() throws Exception {
        Topics topics = new Topics("large");
        PeerStatus large = status(
                1,
                Optional.of(PeerAgentExampleTest.join(IntStream.range(0, 20_000)
                        .mapToObj(i -> "a/name/so/long/that/all/of/them/are/too/large:" + i)
                        .toArray(String[]::new))));
        assertThat(CODEC.write(large).length).isGreaterThan(2 << 20);
        try (KafkaDirector director = new KafkaDirector(kafka.bootstrapServers(), topics, CODEC);
                KafkaTransport transport = transport(topics, "runner-17")) {
            transport.open(new Ears());
            transport.send(large);
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(director.heard).hasSize(1));
            transport.send(status(2));
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(director.heard)
                            .extracting(PeerStatus::seq)
                            .containsExactly(1L, 2L));
        }
    }

    @Test
    void withoutABrokerAPeerBuildsAloneAndNothingIsThrown() throws IOException {
        InProcessBuild build = new InProcessBuild(threads, 0);
        List<Fact> facts = new ArrayList<>();
        int exitCode = PeerAgent.builder()
                .peer("runner-17")
                .cache("muc9")
                .join(PeerAgentExampleTest.join("common"))
                .runner(build)
                .transport(new KafkaTransport(
                        ClientSettings.of("127.0.0.1:" + closedPort()), new Topics("none"), "runner-17", CODEC))
                .settings(SessionSettings.defaults().withPatience(Duration.ofMillis(300)))
                .facts(facts::add)
                .build()
                .run();

        assertThat(exitCode).isZero();
        assertThat(build.log).containsExactly("common", "verdict");
        assertThat(facts).anyMatch(Fact.Alone.class::isInstance);
    }

    /** What the agent promises: the solo time of what is left, its patience and two seconds. */
    @Test
    void behindABrokerThatNeverAnswersAPeerIsHardlySlowerThanAlone() throws IOException {
        Duration patience = Duration.ofMillis(500);
        InProcessBuild build = new InProcessBuild(threads, 0);
        try (ServerSocket silent = new ServerSocket(0)) {
            long began = System.nanoTime();
            int exitCode = PeerAgent.builder()
                    .peer("runner-17")
                    .cache("muc9")
                    .join(PeerAgentExampleTest.join("common", "maps"))
                    .runner(build)
                    .transport(new KafkaTransport(
                            ClientSettings.of("127.0.0.1:" + silent.getLocalPort()),
                            new Topics("none"),
                            "runner-17",
                            CODEC))
                    .settings(SessionSettings.defaults().withPatience(patience))
                    .build()
                    .run();

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(patience.plusSeconds(2));
            assertThat(exitCode).isZero();
            assertThat(build.log).containsExactlyInAnyOrder("common", "maps", "verdict");
        }
    }

    @Test
    void aBrokerThatHasNoAddressIsToldOnceAndNothingIsThrown() {
        Ears ears = new Ears();
        CountedPause pause = new CountedPause();
        try (KafkaTransport transport = new KafkaTransport(
                ClientSettings.of("no-such-host.invalid:9092"), new Topics("none"), "runner-17", CODEC, pause)) {
            transport.open(ears);
            await().atMost(Duration.ofSeconds(60)).until(() -> pause.taken.get() > 5);
            assertThat(ears.troubles)
                    .hasSize(2)
                    .allSatisfy(sentence -> assertThat(sentence).contains("no-such-host.invalid"));
        }
    }

    @Test
    void closingTakesNoTimeWhenNobodyIsThere() throws IOException {
        KafkaTransport transport = new KafkaTransport(
                ClientSettings.of("127.0.0.1:" + closedPort()), new Topics("none"), "runner-17", CODEC);
        transport.open(new Ears());
        transport.send(status(1));
        long before = System.nanoTime();
        transport.close();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMillis(1_500));
    }

    @Test
    void aFileOfPropertiesAddsToWhatIsGivenAndWins(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("client.properties"), "security.protocol=SASL_SSL\nacks=0\nmax.block.ms=7\n");
        ClientSettings settings = ClientSettings.of("a:1").and(file);
        assertThat(settings.producer())
                .containsEntry("bootstrap.servers", "a:1")
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("max.block.ms", "7")
                .containsEntry("acks", "all");
        assertThat(settings.consumer()).containsEntry("allow.auto.create.topics", false);
    }

    @Test
    void noPartOfAPasswordIsSaidThatWasQuotedWrongly() {
        ClientSettings settings = new ClientSettings(
                Map.of(
                        "bootstrap.servers", "127.0.0.1:1",
                        "security.protocol", "SASL_PLAINTEXT",
                        "sasl.mechanism", "PLAIN",
                        "sasl.jaas.config",
                                "org.apache.kafka.common.security.plain.PlainLoginModule required username=a password=first second;"));
        Ears ears = new Ears();
        try (KafkaTransport transport = new KafkaTransport(settings, new Topics("none"), "runner-17", CODEC)) {
            transport.open(ears);
            await().atMost(Duration.ofSeconds(20)).until(() -> ears.troubles.size() == 2);
        }
        assertThat(ears.troubles)
                .allSatisfy(sentence -> assertThat(sentence)
                        .contains("sasl.jaas.config is not of the form")
                        .doesNotContain("first", "second"));
        assertThat(settings.toString())
                .isEqualTo("ClientSettings[bootstrap.servers, sasl.jaas.config, sasl.mechanism, security.protocol]");
    }

    private static KafkaTransport transport(Topics topics, String peer) {
        return new KafkaTransport(ClientSettings.of(kafka.bootstrapServers()), topics, peer, CODEC);
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static PeerStatus status(long seq) {
        return status(seq, Optional.empty());
    }

    private static PeerStatus status(long seq, Optional<Join> join) {
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
                join,
                Optional.empty(),
                Optional.empty());
    }

    /** Tells how often something was tried. */
    private static final class CountedPause extends Pause {
        final AtomicInteger taken = new AtomicInteger();

        CountedPause() {
            super(Duration.ofMillis(20));
        }

        @Override
        void take() {
            taken.incrementAndGet();
            super.take();
        }
    }

    private static final class Ears implements Transport.Listener {
        final List<String> troubles = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void assigned(PeerAssignment assignment) {}

        @Override
        public void troubled(String sentence) {
            troubles.add(sentence);
        }
    }
}

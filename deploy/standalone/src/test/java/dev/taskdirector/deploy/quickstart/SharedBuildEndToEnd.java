package dev.taskdirector.deploy.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.deploy.standalone.Standalone;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real coordinators, agents, broker and database; each test has a remote cache of its own. */
class SharedBuildEndToEnd {

    private static final List<String> SIX = Workload.TASKS;

    @TempDir
    private static Path folder;

    private final Standalone standalone = SharedStandalone.get();

    @Test
    void threePeersBuildEachTaskOnceAndAllOfThemBuild() {
        try (RealPeers peers = peers("shared", SIX, 3)) {
            startThree(peers);
            Outcome outcome = peers.awaitEnd();
            assertThat(outcome.allReturnedZero()).as(peers.story()).isTrue();
            assertThat(outcome.eachBuiltOnce()).as(peers.story()).isTrue();
            assertThat(outcome.builds()).extracting(Build::peer).contains("peer-1", "peer-2", "peer-3");
            assertThat(outcome.verdictSeconds()).containsOnlyKeys("peer-1", "peer-2", "peer-3");
        }
    }

    @Test
    void theTaskOfTheOnlyBusyPeerGoesToTheWaitingOneWhenItsPeerDies() {
        try (RealPeers peers = peers("killed-peer", List.of("common"), 10)) {
            PeerProcess busy = peers.start("busy");
            peers.awaitBegun(1);
            PeerProcess waiting = peers.start("waiting");
            peers.awaitOutput(waiting, " wait ");
            busy.kill();
            Outcome outcome = peers.awaitEnd();
            assertThat(outcome.builds())
                    .as(peers.story())
                    .extracting(Build::peer)
                    .containsExactly("waiting");
            assertThat(outcome.attempts()).containsExactly(Map.entry("common", 2));
            assertThat(outcome.exitCodes()).containsEntry("waiting", 0);
            assertThat(waiting.output()).contains("retaken");
        }
    }

    @Test
    void aRecordThatIsGarbageChangesNothingForThoseWhoWork() throws Exception {
        try (RealPeers peers = peers("garbage", SIX, 3)) {
            startThree(peers);
            peers.awaitBegun(1);
            sendStatus("garbage", "this is no status");
            sendStatus("garbage", "{\"v\":1,\"peer\":\"peer-1\"");
            Outcome outcome = peers.awaitEnd();
            assertThat(outcome.allReturnedZero()).as(peers.story()).isTrue();
            assertThat(outcome.eachBuiltOnce()).as(peers.story()).isTrue();
            assertThat(deadLetters()).contains("this is no status", "{\"v\":1,\"peer\":\"peer-1\"");
        }
    }

    private RealPeers peers(String cache, List<String> tasks, int taskSeconds) {
        return new RealPeers(standalone, cache, folder.resolve(cache), tasks, taskSeconds);
    }

    private static void startThree(RealPeers peers) {
        List.of("peer-1", "peer-2", "peer-3").forEach(peers::start);
    }

    private void sendStatus(String cache, String value) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", standalone.bootstrapServers());
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("task-director.peer-status", cache, value))
                    .get(10, TimeUnit.SECONDS);
        }
    }

    private List<String> deadLetters() {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", standalone.bootstrapServers(), "auto.offset.reset", "earliest");
        List<String> values = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(consumer.partitionsFor("task-director.peer-status.dlq").stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList());
            for (int i = 0; i < 100 && values.size() < 2; i++) {
                for (ConsumerRecord<String, String> got : consumer.poll(Duration.ofMillis(100))) {
                    values.add(got.value());
                    assertThat(got.headers().lastHeader("reason")).isNotNull();
                    assertThat(new String(got.headers().lastHeader("reason").value(), StandardCharsets.UTF_8))
                            .isNotBlank();
                }
            }
        }
        return values;
    }
}

package dev.taskdirector.deploy.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskdirector.deploy.embedded.FreePorts;
import dev.taskdirector.deploy.quickstart.RealPeers.Setting;
import dev.taskdirector.deploy.standalone.BuiltParts;
import dev.taskdirector.deploy.standalone.CoordinatorCommand;
import dev.taskdirector.deploy.standalone.CoordinatorProcess;
import dev.taskdirector.deploy.standalone.Standalone;
import dev.taskdirector.deploy.standalone.StandaloneSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records of a few hundred kilobytes or less that unpack to more than the coordinator's heap, alone or together. */
@Tag("faults")
class UnreadableRecordEndToEnd {

    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final String HEAP = "-Xmx256m";
    private static final int UNPACKED_BYTES = 300 << 20;
    private static final int PARTITIONS = 12;

    /** How soon others are served again, whatever came: three looks of two seconds, and one each time that the way doubles. */
    private static final Duration SERVED_AGAIN = Duration.ofSeconds(60);

    /** Longer than it takes until the consumer is moved on. */
    private static final List<String> PATIENT = List.of("--patience", "60s");

    @TempDir
    private Path folder;

    @Test
    void itIsLeftOutAndPeersOfItsOwnCacheAndOfOthersShareAsIfItWereNotThere() throws Exception {
        try (Standalone standalone =
                Standalone.start(StandaloneSettings.temporary().withCoordinators(0))) {
            CoordinatorProcess coordinator = coordinator(standalone);
            try {
                coordinator.awaitReady(LIMIT);
                send(standalone, new byte[UNPACKED_BYTES], 1);
                assertShared(standalone, "muc9");
                assertShared(standalone, otherCache());
                assertThat(coordinator.isAlive()).isTrue();
                await().atMost(LIMIT)
                        .untilAsserted(() -> assertThat(Files.readString(coordinator.log()))
                                .containsPattern("the record at offset [01] of task-director.peer-status-"
                                        + home("muc9")
                                        + " can't be read and is left out: java.lang.OutOfMemoryError"));
            } finally {
                coordinator.stop();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1048576, 1000", "10485760, 200"})
    void manyThatAreTooLargeOnlyTogetherHoldOthersUpForAMinuteAtMostAndAreAllRead(int bytes, int count)
            throws Exception {
        try (Standalone standalone =
                Standalone.start(StandaloneSettings.temporary().withCoordinators(0))) {
            CoordinatorProcess coordinator = coordinator(standalone);
            try {
                coordinator.awaitReady(LIMIT);
                send(standalone, new byte[bytes], count);
                long sent = System.nanoTime();
                assertShared(standalone, otherCache());
                assertThat(Duration.ofNanos(System.nanoTime() - sent)).isLessThan(SERVED_AGAIN);
                assertShared(standalone, "muc9");
                assertThat(coordinator.isAlive()).isTrue();
                assertThat(Files.readString(coordinator.log())).doesNotContain("is left out", "stands still");
            } finally {
                coordinator.stop();
            }
        }
    }

    private CoordinatorProcess coordinator(Standalone standalone) {
        Map<String, String> settings = Map.of(
                "kafka.bootstrap.servers", standalone.bootstrapServers(),
                "quarkus.datasource.jdbc.url", standalone.database().jdbcUrl(),
                "quarkus.datasource.username", standalone.database().user(),
                "quarkus.datasource.password", standalone.database().password(),
                "quarkus.http.host", "127.0.0.1",
                "task-director.heartbeat", "1s");
        return CoordinatorProcess.start(new CoordinatorCommand(
                BuiltParts.ofThisCheckout().coordinatorJar(),
                FreePorts.one(),
                folder.resolve("coordinator.log"),
                settings,
                List.of(HEAP, "-XX:TieredStopAtLevel=1")));
    }

    /** Each is a batch of its own: a poll makes no difference between many batches and one. */
    private static void send(Standalone standalone, byte[] value, int count) throws Exception {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                standalone.bootstrapServers(),
                "compression.type",
                "gzip",
                "batch.size",
                1_024,
                "buffer.memory",
                2L * value.length,
                "max.request.size",
                2 * value.length);
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                sent.add(producer.send(
                        new ProducerRecord<>("task-director.peer-status", home("muc9"), bytes("muc9"), value)));
            }
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
        }
    }

    private void assertShared(Standalone standalone, String cache) throws Exception {
        Setting setting = new Setting(standalone.bootstrapServers(), PATIENT);
        try (RealPeers peers = new RealPeers(setting, cache, folder.resolve(cache), Workload.TASKS.subList(0, 3), 1)) {
            List<PeerProcess> all = List.of(peers.start(cache + "-one"), peers.start(cache + "-two"));
            Outcome outcome = peers.awaitEnd();
            assertThat(outcome.allReturnedZero()).as(peers.story()).isTrue();
            assertThat(outcome.eachBuiltOnce()).as(peers.story()).isTrue();
            for (PeerProcess peer : all) {
                assertThat(peer.output()).doesNotContain("no answer");
            }
        }
    }

    private static String otherCache() {
        return home("muc10") == home("muc9") ? "muc11" : "muc10";
    }

    private static int home(String cache) {
        return Owners.partitionOf(cache, PARTITIONS);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
}

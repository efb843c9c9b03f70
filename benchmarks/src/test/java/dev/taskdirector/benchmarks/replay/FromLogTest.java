package dev.taskdirector.benchmarks.replay;

import static dev.taskdirector.benchmarks.replay.Console.makespan;
import static dev.taskdirector.benchmarks.replay.Console.policy;
import static dev.taskdirector.benchmarks.replay.ToldPast.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.taskdirector.benchmarks.replay.ToldPast.Need;
import dev.taskdirector.deploy.embedded.EmbeddedKafka;
import dev.taskdirector.wire.JsonWireCodec;
import dev.taskdirector.wire.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster's past, read from a real broker as the real codec wrote it. */
class FromLogTest {

    private static final Instant BEGIN = Instant.parse("2026-03-01T08:00:00Z");
    private static final String TOPIC = new Topics(Topics.DEFAULT_PREFIX).peerStatus();
    private static final EmbeddedKafka KAFKA = EmbeddedKafka.start();

    /** Ids of the runs as a coordinator makes them, by the second in which their first peers joined. */
    private static final Map<Long, String> RUNS = new LinkedHashMap<>();

    @TempDir
    private Path folder;

    private Console console;

    @BeforeAll
    static void tell() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", KAFKA.bootstrapServers()))) {
            NewTopic topic = new NewTopic(TOPIC, Optional.of(4), Optional.empty())
                    .configs(Map.of("message.timestamp.type", "CreateTime"));
            admin.createTopics(List.of(topic)).all().get(20, TimeUnit.SECONDS);
        }
        try (Producer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", KAFKA.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            send(producer, "others", 0, "no status at all".getBytes(StandardCharsets.UTF_8));
            for (ToldPast.Told one : told().all()) {
                RecordMetadata written =
                        send(producer, ToldPast.CACHE, one.second(), new JsonWireCodec().write(one.status()));
                if (one.status().join().isPresent()) {
                    RUNS.putIfAbsent(one.second(), ToldPast.CACHE + "." + written.partition() + "." + written.offset());
                }
            }
            send(producer, ToldPast.CACHE, 5_001, "no status at all".getBytes(StandardCharsets.UTF_8));
        }
    }

    @AfterAll
    static void stop() {
        KAFKA.close();
    }

    @BeforeEach
    void open() {
        console = new Console(folder);
    }

    private static RecordMetadata send(Producer<byte[], byte[]> producer, String cache, long second, byte[] value)
            throws Exception {
        return producer.send(new ProducerRecord<>(
                        TOPIC,
                        null,
                        BEGIN.plusSeconds(second).toEpochMilli(),
                        cache.getBytes(StandardCharsets.UTF_8),
                        value))
                .get(20, TimeUnit.SECONDS);
    }

    /**
     * Two peers build four tasks and a chain of two that somebody put at the end of the schema; more than an hour later one
     * peer builds a task of another patchset alone.
     */
    private static ToldPast told() {
        Need need = Need.of(task("a"), task("b"), task("c"), task("d"), task("compile"), task("link", "compile"));
        ToldPast told = new ToldPast();
        told.join(0, "one", 1, need).join(0, "two", 1, need);
        told.built(300, "one", "a", 300).built(300, "two", "b", 300);
        told.built(600, "one", "c", 300).built(600, "two", "d", 300);
        told.built(900, "one", "compile", 300).built(1_500, "one", "link", 600);
        told.leave(1_500, "one", "two");
        told.join(5_000, "three", 2, Need.of(task("a")).at("p2")).built(5_100, "three", "a", 100);
        return told.leave(5_100, "three");
    }

    private Object[] arguments(Object... more) {
        List<Object> all = new java.util.ArrayList<>(
                List.of("--from-log", "--bootstrap-servers", KAFKA.bootstrapServers(), "--cache", ToldPast.CACHE));
        all.addAll(List.of(more));
        return all.toArray();
    }

    @Test
    void whatHappenedStandsBesideWhatWouldHave() throws IOException {
        JsonNode report = console.report(
                arguments("--to", "2026-03-01T09:00:00Z", "--policy", "director,fifo", "--expected", "measured"));
        JsonNode past = report.get("past");
        assertThat(makespan(past)).isEqualTo(1_500);
        assertThat(past.get("lowerBoundSeconds").asDouble()).isEqualTo(1_050);
        assertThat(past.get("peers").asInt()).isEqualTo(2);
        assertThat(past.get("work").asDouble()).isEqualTo(2_100);
        assertThat(past.get("busySecondsByPeer").get("one").asDouble()).isEqualTo(1_500);
        assertThat(makespan(policy(report, "director"))).isEqualTo(1_200);
        assertThat(makespan(policy(report, "fifo")))
                .as("without any expectation")
                .isEqualTo(1_500);
    }

    @Test
    void withMorePeers() throws IOException {
        JsonNode report =
                console.report(arguments("--to", "2026-03-01T09:00:00Z", "--peers", 3, "--expected", "measured"));
        assertThat(makespan(report)).isEqualTo(900);
        assertThat(report.get("lowerBoundSeconds").asDouble()).isEqualTo(900);
        assertThat(report.get("peers").asInt()).isEqualTo(3);
        assertThat(report.get("past").get("peers").asInt()).isEqualTo(2);
    }

    @Test
    void withWhatItsSchemasSaid() throws IOException {
        JsonNode report = console.report(arguments("--to", "2026-03-01T09:00:00Z"));
        assertThat(makespan(report))
                .as("nothing is expected but that a chain is longer than its link")
                .isEqualTo(1_200);
    }

    @Test
    void eachRunIsReplayedAsItsPeersWere() throws IOException {
        Console.Said said = console.run(arguments());
        assertThat(said.out()).contains("records left out, since they break the contract: 1");
        JsonNode report = console.report(arguments());
        assertThat(report.get("versions").findValuesAsText("version"))
                .as("the ids under which the coordinator's REST has them")
                .containsExactlyElementsOf(RUNS.values());
        assertThat(report.get("versions").findValuesAsText("peers")).containsExactly("2", "1");
        assertThat(report.get("versions").findValuesAsText("slots")).containsExactly("2", "2");
        assertThat(makespan(report.get("past").get("versions").get(1))).isEqualTo(100);
        assertThat(report.get("versionsLeftOut").asInt()).isZero();
    }

    @Test
    void aTimeToBeginAt() throws IOException {
        JsonNode report = console.report(arguments("--from", "2026-03-01T09:00:00Z"));
        assertThat(makespan(report)).isEqualTo(100);
        assertThat(report.get("tasks").asInt()).isEqualTo(1);
    }

    @Test
    void whereNothingIsThatIsSaid() throws IOException {
        assertThat(console.run(arguments("--from", "2026-03-02T09:00:00Z")).err())
                .isEqualTo("nothing was built in muc9 in the time that was read; look at --cache, --from and --to\n");
        Console.Said said = console.run(arguments("--topic-prefix", "other"));
        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(said.err())
                .isEqualTo("there is no topic other.peer-status; name the coordinator's prefix with --topic-prefix\n");
    }

    @Test
    void theBrokersMayStandInAFile() throws IOException {
        Path file = console.file("kafka.properties", "bootstrap.servers=" + KAFKA.bootstrapServers());
        JsonNode report =
                console.report("--from-log", "--kafka", file, "--cache", "muc9", "--from", "2026-03-01T09:00:00Z");
        assertThat(makespan(report)).isEqualTo(100);
        Path without = console.file("empty.properties", "client.id=x");
        assertThat(console.run("--from-log", "--kafka", without, "--cache", "muc9")
                        .err())
                .startsWith("neither --bootstrap-servers nor " + without + " names a broker");
    }
}

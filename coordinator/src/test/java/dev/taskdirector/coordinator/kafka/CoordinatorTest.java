package dev.taskdirector.coordinator.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.taskdirector.coordinator.TestInfrastructure;
import dev.taskdirector.coordinator.runtime.Condition;
import dev.taskdirector.wire.AssignmentState;
import dev.taskdirector.wire.Finished;
import dev.taskdirector.wire.Join;
import dev.taskdirector.wire.JoinSchema;
import dev.taskdirector.wire.JoinTask;
import dev.taskdirector.wire.JsonWireCodec;
import dev.taskdirector.wire.Outcome;
import dev.taskdirector.wire.PeerAssignment;
import dev.taskdirector.wire.PeerStatus;
import dev.taskdirector.wire.Read;
import dev.taskdirector.wire.SchemaDigest;
import dev.taskdirector.wire.Topics;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.utils.Utils;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole coordinator, over a real Kafka and a real PostgreSQL. */
@QuarkusTest
@QuarkusTestResource(TestInfrastructure.class)
class CoordinatorTest {
    private static final int PARTITIONS = 12;
    private final Topics topics = new Topics(Topics.DEFAULT_PREFIX);
    private final JsonWireCodec codec = new JsonWireCodec();

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String addresses;

    @Inject
    Coordinator coordinator;

    private BrokerClients clients;
    private Producer<byte[], byte[]> producer;

    @BeforeEach
    void connect() {
        clients = new BrokerClients(Map.of("bootstrap.servers", addresses));
        producer = clients.prompt();
    }

    @AfterEach
    void disconnect() {
        producer.close();
    }

    @Test
    void aPeerJoinsBuildsAndIsDone() {
        PeerStatus join = join("round-trip", "cache-1", "common");
        say(join);
        PeerAssignment work = answer("round-trip", 1);
        assertThat(work.state()).isEqualTo(AssignmentState.WORKING);
        assertThat(work.tasks()).hasSize(1);

        say(succeeded(join, work));

        PeerAssignment done = answer("round-trip", 2);
        assertThat(done.state()).isEqualTo(AssignmentState.COMPLETE);
        assertThat(done.seenSeq()).isEqualTo(2);
        assertThat(eventTypes("cache-1")).contains("run-opened", "peer-joined", "task-assigned", "task-succeeded");
    }

    @Test
    void aMisroutedStatusIsForwardedOnceAndAnswered() {
        PeerStatus join = join("misrouted", "cache-2", "common");
        int home = home("cache-2");
        int wrong = (home + 1) % PARTITIONS;

        send(new ProducerRecord<>(topics.peerStatus(), wrong, bytes("cache-2"), codec.write(join)));

        assertThat(answer("misrouted", 1).state()).isEqualTo(AssignmentState.WORKING);
        assertThat(metric("task_director_forwarded_total")).isPositive();
    }

    @Test
    void garbageIsDeadLetteredWithoutSecretsWhileOthersWork() {
        send(new ProducerRecord<>(
                topics.peerStatus(),
                bytes("cache-3"),
                bytes("{\"v\":1,\"peer\":\"x\",\"session\":\"random-id\",\"token\":\"secret-token\"")));
        say(join("beside-garbage", "cache-3", "common"));

        assertThat(answer("beside-garbage", 1).state()).isEqualTo(AssignmentState.WORKING);
        ConsumerRecord<byte[], byte[]> letter = first(topics.deadLetters(), 0, bytes("cache-3"));
        assertThat(text(letter.value())).contains("\"peer\":\"x\"").doesNotContain("secret-token", "random-id");
        List<String> names = new ArrayList<>();
        for (Header header : letter.headers()) {
            names.add(header.key());
        }
        assertThat(names).containsExactly("topic", "partition", "offset", "reason");
    }

    @Test
    void theCheckpointFollowsAndOffsetsAreCommitted() {
        say(join("checkpointed", "cache-4", "common"));
        answer("checkpointed", 1);

        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> RestAssured.given()
                        .when()
                        .get("/api/peers?cache=cache-4")
                        .then()
                        .statusCode(200)
                        .body("items[0].peer", equalTo("checkpointed")));
    }

    @Test
    void healthAndMetricsTellOfPartitions() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> coordinator.lanes().conditions().values().stream()
                                .filter(Condition.Running.class::isInstance)
                                .count()
                        == PARTITIONS);

        RestAssured.given()
                .when()
                .get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'partitions' }.data.running", equalTo(PARTITIONS));
        RestAssured.given().when().get("/q/health/live").then().statusCode(200);
        assertThat(metric("task_director_records_total")).isNotNegative();
    }

    @Test
    void allMetricsStandInThePageAndTheirLabelsAreFew() throws IOException {
        List<String> described = Files.readAllLines(Path.of("README.md")).stream()
                .map(line -> line.replaceAll("^\\| `(task_director_[a-z_]+)` \\|(?: `([a-z]+)`)?.*", "$1 $2")
                        .strip())
                .filter(line -> line.startsWith("task_director_"))
                .sorted()
                .toList();

        assertThat(described).hasSizeGreaterThan(30);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(metricsWithLabels()).isEqualTo(described));
    }

    private static List<String> metricsWithLabels() {
        return RestAssured.get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("task_director_"))
                .map(line -> line.replaceAll("^(\\w+)(?:\\{(\\w+)=\"[a-z0-9-]*\"\\})? .*", "$1 $2")
                        .strip())
                .distinct()
                .sorted()
                .toList();
    }

    // ---- what a peer does

    private PeerStatus join(String peer, String cache, String task) {
        List<JoinTask> tasks =
                List.of(new JoinTask(task, List.of("//" + task), List.of(), Optional.of(10.0), Optional.empty()));
        JoinSchema schema = new JoinSchema(
                "driving", SchemaDigest.of("driving", Optional.empty(), tasks), Optional.empty(), Optional.of(tasks));
        Join join = new Join(
                schema,
                "sha256:" + "0".repeat(64),
                Optional.empty(),
                true,
                List.of(),
                false,
                Optional.empty(),
                Optional.empty(),
                Map.of());
        return new PeerStatus(
                1,
                peer,
                "session-of-" + peer,
                cache,
                1,
                0,
                1,
                List.of(),
                List.of(),
                List.of(),
                Optional.of(join),
                Optional.empty(),
                Optional.empty());
    }

    private static PeerStatus succeeded(PeerStatus join, PeerAssignment work) {
        Finished finished = new Finished(
                work.tasks().get(0).name(),
                Optional.of(work.tasks().get(0).lease()),
                Outcome.SUCCEEDED,
                Optional.of(0),
                Optional.of(1.0),
                Optional.empty());
        return new PeerStatus(
                1,
                join.peer(),
                join.session(),
                join.cache(),
                2,
                work.epoch(),
                1,
                List.of(),
                List.of(finished),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                work.token());
    }

    private void say(PeerStatus status) {
        send(new ProducerRecord<>(topics.peerStatus(), bytes(status.cache()), codec.write(status)));
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
        var unused = producer.send(record);
        producer.flush();
    }

    /** The newest assignment of a peer once its epoch is this. */
    private PeerAssignment answer(String peer, long epoch) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> records(topics.assignments(peer), 0).stream()
                                .map(record -> ((Read.Ok<PeerAssignment>) codec.readAssignment(record.value())).value())
                                .filter(assignment -> assignment.epoch() == epoch)
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private List<String> eventTypes(String cache) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> records(topics.runEvents(), home(cache)).stream()
                                .map(record -> text(record.value()))
                                .filter(event -> event.contains("\"" + cache + "\""))
                                .map(event -> event.replaceAll(".*\"type\":\"([^\"]*)\".*", "$1"))
                                .toList(),
                        types -> types.contains("task-succeeded"));
    }

    private ConsumerRecord<byte[], byte[]> first(String topic, int partition, byte[] key) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> records(topic, partition).stream()
                                .filter(record -> text(record.key()).equals(text(key)))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    /** What a partition holds now; nothing while the topic is missing. */
    private List<ConsumerRecord<byte[], byte[]>> records(String topic, int partition) {
        TopicPartition where = new TopicPartition(topic, partition);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (Consumer<byte[], byte[]> consumer = clients.reader(1_000)) {
            if (!consumer.listTopics(Duration.ofSeconds(5)).containsKey(topic)) {
                return List.of();
            }
            consumer.assign(List.of(where));
            consumer.seek(where, 0);
            long end = consumer.endOffsets(List.of(where)).get(where);
            while (consumer.position(where) < end) {
                consumer.poll(Duration.ofMillis(100)).records(where).forEach(records::add);
            }
        } catch (KafkaException e) {
            return List.of();
        }
        return records;
    }

    private static double metric(String name) {
        String metrics = RestAssured.given().when().get("/q/metrics").asString();
        return metrics.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElse(-1);
    }

    private static int home(String cache) {
        return Utils.toPositive(Utils.murmur2(bytes(cache))) % PARTITIONS;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}

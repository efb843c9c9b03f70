package dev.taskdirector.coordinator.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.coordinator.TestInfrastructure;
import dev.taskdirector.coordinator.core.JoinRequest;
import dev.taskdirector.coordinator.core.Row;
import dev.taskdirector.coordinator.core.RunId;
import dev.taskdirector.coordinator.runtime.CheckpointStore;
import dev.taskdirector.coordinator.runtime.CheckpointStore.Loaded;
import dev.taskdirector.coordinator.runtime.SecretVault;
import dev.taskdirector.wire.AssignmentState;
import dev.taskdirector.wire.Outcome;
import dev.taskdirector.wire.PeerAssignment;
import dev.taskdirector.wire.PeerStatus;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each row of docs/bad-records.md, sent to a real coordinator while another peer works. */
@QuarkusTest
@QuarkusTestResource(TestInfrastructure.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadRecordsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PARTITION = Wire.home(BadRecords.CACHE);

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String addresses;

    @Inject
    CheckpointStore store;

    @Inject
    SecretVault vault;

    @Inject
    CoordinatorConfig config;

    private final Spoken bystander = new Spoken("bystander", "session-of-bystander", BadRecords.CACHE);
    private Wire wire;
    private BadRecords records;
    private PeerAssignment work;

    @BeforeAll
    void aPeerWorks() {
        wire = new Wire(addresses);
        RecordMetadata join = say(bystander.join(BadRecords.SHARED));
        work = wire.answer(bystander.peer, told -> told.state() == AssignmentState.WORKING);
        bystander.told(work);
        awaitCheckpointBehind(join);
        SecretSeals seals = new SecretSeals(SharedSecret.of(config.secret(), vault), Optional.empty());
        records = new BadRecords(wire, seals, bystander, work);
    }

    @AfterAll
    void disconnect() {
        wire.close();
    }

    static List<BadRecordPage.Row> rows() {
        return BadRecordPage.rows();
    }

    @Test
    @Order(1)
    void thePageAndTheTestHaveTheSameRows() {
        assertThat(records.names())
                .containsExactlyElementsOf(
                        rows().stream().map(BadRecordPage.Row::name).toList());
    }

    @ParameterizedTest
    @Order(2)
    @MethodSource("rows")
    void aBadRecordBecomesWhatThePageSaysAndNobodyElseIsTouched(BadRecordPage.Row row) {
        Spoken sender = new Spoken(row.name(), "session-of-" + row.name(), BadRecords.CACHE);
        BadRecords.Bad bad = records.make(row.name(), sender);
        records.before().ifPresent(this::awaitCheckpointBehind);
        Map<String, Double> countedBefore = counted();
        Map<Row.Key, Row> before = rowsOfTheBystander();
        Optional<JoinedAs> joinedBefore = joinedAs(sender);

        List<RecordMetadata> sent = wire.send(bad.records());

        RecordMetadata where = sent.get(sent.size() - 1);
        awaitCheckpointBehind(where);
        check(row, sender, where);
        if (row.becomes().equals("ignored")) {
            assertThat(joinedAs(sender)).isEqualTo(joinedBefore);
        }
        assertThat(rowsOfTheBystander()).isEqualTo(before);
        assertThat(difference(countedBefore, counted()))
                .isEqualTo(row.counted().isEmpty() ? Map.of() : Map.of(row.counted(), 1.0));
        records.before().ifPresent(was -> awaitCheckpointBehind(say(sender.leaving())));
        awaitConfiguredSettings();
    }

    @Test
    @Order(3)
    void thePeerThatWorkedIsDoneInTheEnd() {
        var lease = work.tasks().get(0);
        say(bystander.finished(lease.name(), Optional.of(lease.lease()), Outcome.SUCCEEDED));

        PeerAssignment next = wire.answer(bystander.peer, told -> told.seenSeq() == bystander.seq);
        assertThat(next.progress().orElseThrow().done()).isEqualTo(1);
    }

    private void check(BadRecordPage.Row row, Spoken sender, RecordMetadata where) {
        switch (row.becomes()) {
            case "dead letter" -> checkLetter(row, where);
            case "ignored" -> assertThat(wire.deadLetters(where)).isEmpty();
            case "taken" -> awaitConfiguredSettings();
            case "forwarded" ->
                assertThat(wire.answer(sender.peer, told -> true).state()).isEqualTo(AssignmentState.WORKING);
            default -> checkAnswer(row, sender);
        }
    }

    private void awaitConfiguredSettings() {
        Awaitility.await("the owner says its settings again")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> ((Loaded.Found) store.load(PARTITION))
                        .rows().stream()
                                .anyMatch(row -> row instanceof Row.PartitionRow partition
                                        && partition.settings().equals(DecisiveSettings.of(config))));
    }

    private void checkLetter(BadRecordPage.Row row, RecordMetadata where) {
        ConsumerRecord<byte[], byte[]> letter = wire.deadLetter(where);
        Map<String, String> headers = Wire.headers(letter.headers());
        assertThat(headers).containsKeys("topic", "partition", "offset", "reason");
        assertThat(headers.get("topic")).isEqualTo(wire.topics.peerStatus());
        assertThat(headers.get("reason")).matches(row.pattern()).hasSizeLessThan(600);
        String text = Wire.text(letter.value());
        assertThat(text).doesNotContain("secret-", "session-of-");
        assertThat(text.replace("\0", "")).as("in UTF-16").doesNotContain("secret-", "session-of-");
        assertThat(wire.deadLetters(where)).hasSize(1);
    }

    private void checkAnswer(BadRecordPage.Row row, Spoken sender) {
        String peer = row.name().equals("second-session") ? bystander.peer : sender.peer;
        String session = row.name().equals("session-of-another") ? bystander.session : sender.session;
        AssignmentState state =
                AssignmentState.valueOf(row.becomes().toUpperCase(Locale.ROOT).replace('-', '_'));
        PeerAssignment answer = wire.answer(peer, told -> told.session().equals(session) && told.state() == state);
        if (state == AssignmentState.REJECTED) {
            assertThat(answer.reason().orElse("")).matches(row.pattern());
        } else {
            assertThat(answer.tasks()).isEmpty();
        }
    }

    private RecordMetadata say(PeerStatus status) {
        return wire.send(wire.record(status.cache(), wire.codec.write(status)));
    }

    private void awaitCheckpointBehind(RecordMetadata record) {
        Awaitility.await("a checkpoint behind " + record)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> store.load(record.partition()) instanceof Loaded.Found found
                        && found.position().nextOffset() > record.offset());
    }

    /** What a session joined with, and what it got for it. */
    private record JoinedAs(JoinRequest join, Optional<RunId> run, Optional<Long> plan) {}

    private Optional<JoinedAs> joinedAs(Spoken sender) {
        return ((Loaded.Found) store.load(PARTITION))
                .rows().stream()
                        .filter(row -> row instanceof Row.SessionRow session
                                && session.session().value().equals(sender.session))
                        .map(Row.SessionRow.class::cast)
                        .map(session -> new JoinedAs(session.join(), session.run(), session.plan()))
                        .findFirst();
    }

    /** Its session, its run, and the run's plans and works. */
    private Map<Row.Key, Row> rowsOfTheBystander() {
        RunId run = new RunId(work.run().orElseThrow());
        List<Row> all = ((Loaded.Found) store.load(PARTITION)).rows();
        Set<Long> works = all.stream()
                .filter(row -> row instanceof Row.PlanRow plan && plan.run().equals(run))
                .flatMap(row -> ((Row.PlanRow) row).works().stream())
                .collect(Collectors.toSet());
        Map<Row.Key, Row> rows = new TreeMap<>();
        all.stream()
                .filter(row -> row instanceof Row.SessionRow session
                                && session.session().value().equals(bystander.session)
                        || row instanceof Row.RunRow some && some.run().equals(run)
                        || row instanceof Row.PlanRow plan && plan.run().equals(run)
                        || row instanceof Row.WorkRow some && works.contains(some.work()))
                .forEach(row -> rows.put(row.key(), row));
        assertThat(rows).hasSize(5);
        return rows;
    }

    private static Map<String, Double> counted() {
        Map<String, Double> counted = new TreeMap<>();
        RestAssured.get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.matches(
                        "task_director_(dead_letters|rejections|rejoins|superseded|schemas_wanted|ignored|forwarded|parked"
                                + "|publish_failures)_total.*"))
                .forEach(line -> counted.put(
                        line.substring(0, line.lastIndexOf(' ')),
                        Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))));
        return counted;
    }

    private static Map<String, Double> difference(Map<String, Double> before, Map<String, Double> after) {
        Map<String, Double> difference = new TreeMap<>();
        after.forEach((name, value) -> {
            double more = value - before.getOrDefault(name, 0.0);
            if (more != 0) {
                difference.put(name, more);
            }
        });
        return difference;
    }
}

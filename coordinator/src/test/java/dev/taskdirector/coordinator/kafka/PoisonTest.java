package dev.taskdirector.coordinator.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.coordinator.TestInfrastructure;
import dev.taskdirector.coordinator.admin.AdminCommand;
import dev.taskdirector.coordinator.admin.DatabaseAddress;
import dev.taskdirector.wire.AssignmentState;
import dev.taskdirector.wire.Join;
import dev.taskdirector.wire.Outcome;
import dev.taskdirector.wire.PeerAssignment;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A record that makes the core throw, from the standstill to the operator's way past it. */
@QuarkusTest
@QuarkusTestResource(TestInfrastructure.class)
class PoisonTest {
    private static final String CACHE = "poisoned";
    private static final int PARTITION = Wire.home(CACHE);
    private static final String ELSEWHERE = Wire.cacheOutside(PARTITION);

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String addresses;

    private Wire wire;

    @BeforeEach
    void connect() {
        wire = new Wire(addresses);
    }

    @AfterEach
    void disconnect() {
        wire.close();
    }

    @Test
    void itStopsItsPartitionAloneUntilAnOperatorSkipsIt() {
        Spoken before = new Spoken("before-poison", "session-before-poison", CACHE);
        say(before, Spoken.schema("shared", "common", "planning"));
        PeerAssignment work = wire.answer(before.peer, told -> told.state() == AssignmentState.WORKING);

        Spoken hostile = new Spoken("hostile", "session-of-hostile", CACHE);
        Join fault = Spoken.join(
                Spoken.schema("fault", "common").schema(), Optional.empty(), Map.of(PlantedFault.LABEL, "yes"));
        RecordMetadata poison = say(hostile, fault);
        Spoken behind = new Spoken("behind-poison", "session-behind-poison", CACHE);
        say(behind, Spoken.schema("shared", "common", "planning"));

        String sentence = "partition " + PARTITION + " stands still at offset " + poison.offset()
                + ": java.lang.IllegalStateException: schema poison needs the unknown task nowhere; to go on without"
                + " this record: admin skip --partition " + PARTITION + " --offset " + poison.offset();
        Response red = awaitReadiness(503);
        assertThat(red.path("checks.find { it.name == 'partitions' }.data.'partition-" + PARTITION + "'")
                        .toString())
                .isEqualTo("parked: partition " + PARTITION + " stands still at offset " + poison.offset()
                        + "; the coordinator's log and its command `admin parked` say why");
        assertThat(red.asString()).as("open to strangers").doesNotContain("Exception", "unknown task");
        assertThat(metric("task_director_partitions{condition=\"parked\"}")).isEqualTo(1);
        othersGoOn();
        assertThat(admin("parked").said).startsWith(sentence + " (since 20").endsWith("Z)\n");
        nonsenseIsRefused(poison.offset());

        assertThat(admin("skip", "--partition", "" + PARTITION, "--offset", "" + poison.offset(), "--reason", "a test"))
                .isEqualTo(new Said(
                        0,
                        "offset " + poison.offset() + " of partition " + PARTITION
                                + " is on the skip list: its record will be dead-lettered, and nothing of it applied\n",
                        ""));

        ConsumerRecord<byte[], byte[]> letter = wire.deadLetter(poison);
        assertThat(Wire.headers(letter.headers()))
                .isEqualTo(Map.of(
                        "topic",
                        wire.topics.peerStatus(),
                        "partition",
                        "" + PARTITION,
                        "offset",
                        "" + poison.offset(),
                        "reason",
                        "skipped by an operator"));
        assertThat(Wire.text(letter.value())).contains("\"hostile\"").doesNotContain("session-of-hostile");
        awaitReadiness(200);
        assertThat(metric("task_director_partitions{condition=\"parked\"}")).isZero();
        assertThat(wire.answer(behind.peer, told -> true).state()).isEqualTo(AssignmentState.WORKING);
        theFirstPeersWorkCounts(before, work);
        assertThat(admin("parked").said).isEqualTo("no partition stands still\n");
    }

    private void othersGoOn() {
        Spoken other = new Spoken("far-from-poison", "session-far-from-poison", ELSEWHERE);
        say(other, Spoken.schema("shared", "common"));
        assertThat(wire.answer(other.peer, told -> true).state()).isEqualTo(AssignmentState.WORKING);
    }

    private void nonsenseIsRefused(long offset) {
        String force = "; --force puts the offset on the list all the same\n";
        assertThat(admin("skip", "--partition", "99", "--offset", "1"))
                .isEqualTo(refused("there is no partition 99: the status topic has 12, numbered from 0\n"));
        assertThat(admin("skip", "--partition", "" + PARTITION, "--offset", "" + (offset + 1)))
                .isEqualTo(refused("partition " + PARTITION + " stands still at offset " + offset + ", not at "
                        + (offset + 1) + force));
        assertThat(admin("skip", "--partition", "" + Wire.home(ELSEWHERE), "--offset", "1000"))
                .isEqualTo(refused("partition " + Wire.home(ELSEWHERE) + " does not stand still" + force));
    }

    private void theFirstPeersWorkCounts(Spoken peer, PeerAssignment work) {
        peer.told(work);
        var lease = work.tasks().get(0);
        send(peer, wire.codec.write(peer.finished(lease.name(), Optional.of(lease.lease()), Outcome.SUCCEEDED)));
        PeerAssignment next = wire.answer(peer.peer, told -> told.seenSeq() == 2);
        assertThat(next.epoch()).isEqualTo(2);
        assertThat(next.progress().orElseThrow().done()).isEqualTo(1);
    }

    // ---- what is done and asked

    private RecordMetadata say(Spoken who, Join join) {
        return send(who, wire.codec.write(who.join(join)));
    }

    private RecordMetadata send(Spoken who, byte[] value) {
        return wire.send(wire.record(who.cache, value));
    }

    private static Response awaitReadiness(int status) {
        return Awaitility.await("readiness " + status)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> RestAssured.get("/q/health/ready"), response -> response.statusCode() == status);
    }

    static double metric(String name) {
        return RestAssured.get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElse(-1);
    }

    private record Said(int exit, String said, String refused) {}

    private static Said refused(String sentence) {
        return new Said(1, "", "admin: " + sentence);
    }

    private static Said admin(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        DatabaseAddress database =
                DatabaseAddress.of(name -> ConfigProvider.getConfig().getOptionalValue(name, String.class));
        int exit = new AdminCommand(new PrintStream(out, true), new PrintStream(errors, true))
                .run(List.of(arguments), database);
        return new Said(exit, out.toString(StandardCharsets.UTF_8), errors.toString(StandardCharsets.UTF_8));
    }
}

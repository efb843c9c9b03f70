package dev.taskdirector.deploy.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.taskdirector.deploy.embedded.BrokerSecurity;
import dev.taskdirector.wire.AssignmentState;
import dev.taskdirector.wire.PeerAssignment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a peer can and can't do on a broker that asks for passwords and has only the documented ACLs, with a real coordinator
 * and real agents.
 */
class StrangersEndToEnd {

    private static final String STATUSES = "task-director.peer-status";
    private static final String DEAD_LETTERS = "task-director.peer-status.dlq";

    private static final SecuredWorld WORLD = SecuredWorld.get();
    private static CoordinatorProcess coordinator;

    @TempDir
    Path folder;

    @BeforeAll
    static void startCoordinator() throws InterruptedException {
        coordinator = WORLD.coordinator();
    }

    @Test
    void peersShareABuildWithNothingButTheDocumentedAcls() throws Exception {
        SecuredAgent.Build build =
                new SecuredAgent.Build("shared", List.of("a", "b", "c", "d"), "60s", List.of("sleep", "1"));
        SecuredAgent one = SecuredAgent.start(folder, "runner-17", WORLD.propertiesOverTls(SecuredWorld.PEER), build);
        SecuredAgent other = SecuredAgent.start(folder, "pool-a.1", WORLD.properties(SecuredWorld.POOL), build);

        assertThat(one.exitCode()).as(one.output()).isZero();
        assertThat(other.exitCode()).as(other.output()).isZero();
        assertThat(one.builtHere()).as(one.output()).isNotEmpty();
        assertThat(other.builtHere()).as(other.output()).isNotEmpty().doesNotContainAnyElementsOf(one.builtHere());
        var built = new TreeSet<>(one.builtHere());
        built.addAll(other.builtHere());
        assertThat(built).containsExactly("a", "b", "c", "d");
        assertThat(one.output() + other.output()).doesNotContain("no answer", "can't", "not taken");
        List<String> secrets = new ArrayList<>(WORLD.secrets());
        secrets.addAll(tokensOf("runner-17"));
        secrets.addAll(tokensOf("pool-a.1"));
        assertThat(one.seen() + other.seen() + Files.readString(coordinator.log()) + commandLine(coordinator.pid()))
                .doesNotContain(secrets);
    }

    @Test
    void anAgentWithAWrongPasswordSaysSoWithoutItAndBuildsAlone() throws Exception {
        Map<String, Object> client = WORLD.client(SecuredWorld.PEER);
        client.put(
                "sasl.jaas.config",
                client.get("sasl.jaas.config")
                        .toString()
                        .replaceFirst("password=\"[^\"]*\"", "password=\"guessed-it\""));
        // it builds for as long as it has not said so; the line that shows this command does not match
        String untilSaid =
                "for i in $(seq 600); do grep -q 'Authentication[ ]failed' output.log && exit 0; sleep 0.1; done";
        SecuredAgent agent = SecuredAgent.start(
                folder,
                "runner-17",
                WORLD.write("wrong.properties", client),
                new SecuredAgent.Build("unshared", List.of("a"), "1s", List.of("sh", "-c", untilSaid + "; exit 1")));

        assertThat(agent.exitCode()).as(agent.output()).isZero();
        assertThat(agent.output())
                .contains("SaslAuthenticationException: Authentication failed", "alone")
                .doesNotContain("guessed-it");
        assertThat(agent.builtHere()).containsExactly("a");
    }

    @Test
    void aPeerReadsWhatIsForItselfAndNothingElse() {
        try (Stranger peer = stranger(SecuredWorld.PEER);
                Stranger pool = stranger(SecuredWorld.POOL)) {
            peer.read("task-director.assignments.runner-17", 0);
            pool.read("task-director.assignments.pool-a.1", 0);
            for (String topic : List.of(
                    "task-director.assignments.runner-18",
                    "task-director.assignments.runner-17.1",
                    "task-director.assignments.pool-a.1",
                    STATUSES,
                    DEAD_LETTERS,
                    "task-director.run-events")) {
                assertThatThrownBy(() -> peer.read(topic, 0)).as(topic).isInstanceOf(TopicAuthorizationException.class);
            }
            for (String topic : List.of(
                    "task-director.assignments.runner-17",
                    "task-director.assignments.pool-ab.1",
                    "task-director.assignments.pool-a",
                    STATUSES)) {
                assertThatThrownBy(() -> pool.read(topic, 0)).as(topic).isInstanceOf(TopicAuthorizationException.class);
            }
        }
    }

    @Test
    void aPeerWritesStatusesAndNothingElse() {
        RawPeer known = new RawPeer("runner-17", UUID.randomUUID().toString(), "writes");
        try (Stranger peer = stranger(SecuredWorld.PEER)) {
            peer.say(known.joins());
            peer.await("runner-17", isFor(known));
            for (String topic : List.of(
                    "task-director.assignments.runner-17",
                    "task-director.assignments.runner-18",
                    "task-director.run-events",
                    DEAD_LETTERS)) {
                assertThatThrownBy(() -> peer.write(topic, "muc9", "{}".getBytes(UTF_8)))
                        .as(topic)
                        .isInstanceOf(TopicAuthorizationException.class);
            }
        }
    }

    @Test
    void aPeerTakesNoPartitionFromTheCoordinators() {
        try (Stranger peer = stranger(SecuredWorld.PEER)) {
            assertThatThrownBy(() -> peer.subscribe("task-director.assignments.runner-17", "task-director"))
                    .isInstanceOf(GroupAuthorizationException.class);
        }
    }

    @Test
    void whoSpeaksForAnotherSessionWithoutItsTokenChangesNothing() {
        RawPeer victim = new RawPeer("runner-17", UUID.randomUUID().toString(), "spoken-for");
        RawPeer thief = new RawPeer("runner-18", UUID.randomUUID().toString(), "spoken-for-not");
        try (Stranger own = stranger(SecuredWorld.PEER);
                Stranger other = stranger(SecuredWorld.OTHER_PEER)) {
            own.say(victim.joins());
            other.say(thief.joins());
            PeerAssignment work = own.await("runner-17", isFor(victim));
            Optional<String> token = work.token();
            Optional<String> thiefsToken =
                    other.await("runner-18", isFor(thief)).token();
            own.say(victim.holds(work, 2, token));

            other.say(victim.fails(work, 100, Optional.empty()));
            other.say(victim.fails(work, 101, Optional.of("made-up")));
            other.say(victim.leaves(work, 102, thiefsToken));
            RawPeer usurper = new RawPeer("runner-17", UUID.randomUUID().toString(), "spoken-for");
            other.say(usurper.joins());
            other.say(usurper.leaves(work, 2, thiefsToken));

            assertThat(reasonsOfDeadLetters("spoken-for", 4))
                    .containsExactly(
                            "token is missing, though seenEpoch is 1",
                            "token is not this session's",
                            "token is not this session's",
                            "token is not this session's");
            PeerAssignment after = answerToHeartbeats(own, victim, work, token);
            assertThat(after.seenSeq()).isBetween(3L, 99L);
            assertThat(after.epoch()).isEqualTo(work.epoch());
            assertThat(after.state()).isEqualTo(AssignmentState.WORKING);
            assertThat(after.tasks()).hasSize(1).isEqualTo(work.tasks());
        }
    }

    @Test
    void aTickThatNoCoordinatorSealedIsADeadLetter() {
        try (Stranger peer = stranger(SecuredWorld.PEER)) {
            peer.write(STATUSES, "unsealed", "{\"v\":1,\"cache\":\"unsealed\",\"control\":\"tick\"}".getBytes(UTF_8));
        }
        assertThat(reasonsOfDeadLetters("unsealed", 1)).containsExactly("the control record's mac is missing or wrong");
    }

    /** Nothing has changed for the victim, so it may have to speak for two heartbeats until it is answered. */
    private static PeerAssignment answerToHeartbeats(
            Stranger own, RawPeer victim, PeerAssignment work, Optional<String> token) {
        AtomicInteger seq = new AtomicInteger(2);
        return await("an answer to a heartbeat of the victim")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofSeconds(1))
                .until(
                        () -> {
                            own.say(victim.holds(work, seq.incrementAndGet(), token));
                            return own.newest("runner-17", isFor(victim).and(answer -> answer.seenSeq() >= 3));
                        },
                        Optional::isPresent)
                .orElseThrow();
    }

    private static Predicate<PeerAssignment> isFor(RawPeer peer) {
        return assignment -> assignment.session().equals(peer.session());
    }

    private static Stranger stranger(String user) {
        return new Stranger(WORLD.client(user));
    }

    private static List<String> reasonsOfDeadLetters(String cache, int count) {
        try (Stranger operator = stranger(BrokerSecurity.SUPER_USER)) {
            return await("dead letters of " + cache)
                    .atMost(Duration.ofSeconds(60))
                    .until(
                            () -> operator.read(DEAD_LETTERS, 0).stream()
                                    .filter(record -> new String(record.key(), UTF_8).equals(cache))
                                    .map(StrangersEndToEnd::reason)
                                    .toList(),
                            reasons -> reasons.size() >= count);
        }
    }

    private static String reason(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.headers().lastHeader("reason").value(), UTF_8);
    }

    /** The tokens of all sessions of a peer that its topic still has. */
    private static List<String> tokensOf(String peer) {
        try (Stranger operator = stranger(BrokerSecurity.SUPER_USER)) {
            List<String> tokens = operator.assignments(peer).stream()
                    .flatMap(assignment -> assignment.token().stream())
                    .distinct()
                    .toList();
            assertThat(tokens).as("tokens of " + peer).isNotEmpty();
            return tokens;
        }
    }

    /** From the system: the JDK leaves long ones out. */
    private static String commandLine(long pid) throws IOException {
        String line = Files.readString(Path.of("/proc/" + pid + "/cmdline"));
        assertThat(line).as("the coordinator's command line").contains("java");
        return line;
    }
}

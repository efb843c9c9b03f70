package dev.taskdirector.deploy.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A peer whose Kafka user lacks a right, or loses it, ends by itself with its own verdict: from then on in the time that what
 * is left takes alone, its patience, and two seconds. Its log says which right that is, and how to give it.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("faults")
class MissingRightEndToEnd {

    private static final List<String> TASKS = List.of("a", "b", "c");
    private static final Duration TASK = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration SLACK = Duration.ofSeconds(2);

    /** The universe's, and nothing else's. */
    private static final int VERDICT = 7;

    private static final List<String> COMMAND =
            List.of("sh", "-c", "test -n \"$TASK_DIRECTOR_TASK\" || exit " + VERDICT + "; sleep 0.5");

    private static final SecuredWorld WORLD = SecuredWorld.get();

    @TempDir
    Path folder;

    @BeforeAll
    static void startCoordinator() throws InterruptedException {
        WORLD.coordinator();
    }

    @Order(1)
    @ParameterizedTest
    @CsvSource({"runner-19, WRITE", "runner-20, READ"})
    void whoLosesARightGoesOnAloneAndSaysWhichOne(String peer, AclOperation right) throws Exception {
        SecuredAgent agent = start(peer);
        agent.awaitOutput("built ");
        assertThat(agent.output()).contains("joined ").doesNotContain("note ", "no answer");
        long fault = System.nanoTime();
        WORLD.revoke(peer, right);
        assertEndsAlone(agent, fault, TASKS.size() - 1);
        assertSaysOnce(agent, peer, right);
    }

    /** Not the first one: the start of a process counts here, and a coordinator that has just started keeps a machine busy. */
    @Order(2)
    @ParameterizedTest
    @CsvSource({"runner-21, WRITE", "runner-22, READ"})
    void whoNeverHadARightBuildsAloneAndSaysWhichOne(String peer, AclOperation right) throws Exception {
        WORLD.revoke(peer, right);
        long fault = System.nanoTime();
        SecuredAgent agent = start(peer);
        assertEndsAlone(agent, fault, TASKS.size());
        assertSaysOnce(agent, peer, right);
        assertThat(agent.output()).doesNotContain("joined ");
    }

    private SecuredAgent start(String peer) throws Exception {
        // a cache of its own: else it would find what the peer before has built
        var build = new SecuredAgent.Build("cache-of-" + peer, TASKS, PATIENCE.toSeconds() + "s", COMMAND);
        return SecuredAgent.start(folder, peer, WORLD.properties(peer), build);
    }

    private static void assertEndsAlone(SecuredAgent agent, long faultNanos, int tasksLeft) throws Exception {
        int exitCode = agent.exitCode();
        Duration took = Duration.ofNanos(System.nanoTime() - faultNanos);
        System.out.printf("the peer ended %d ms after it lacked a right%n", took.toMillis());
        assertThat(exitCode).as(agent.output()).isEqualTo(VERDICT);
        assertThat(took)
                .as(agent.output())
                .isLessThan(TASK.multipliedBy(tasksLeft).plus(PATIENCE).plus(SLACK));
        assertThat(agent.builtHere()).as(agent.output()).containsExactlyInAnyOrderElementsOf(TASKS);
        assertThat(agent.output()).contains("no answer for").doesNotContain("Exception", "\tat ");
    }

    private static void assertSaysOnce(SecuredAgent agent, String peer, AclOperation right) throws IOException {
        boolean writes = right == AclOperation.WRITE;
        String topic = "task-director." + (writes ? "peer-status" : "assignments." + peer);
        assertThat(agent.output())
                .containsOnlyOnce("note       this agent's Kafka user may not " + (writes ? "write" : "read")
                        + " topic " + topic + ", so ")
                .containsOnlyOnce("; give it that right, with kafka-acls.sh --bootstrap-server "
                        + WORLD.client(peer).get("bootstrap.servers")
                        + " --add --allow-principal User:NAME --operation " + (writes ? "Write" : "Read") + " --topic "
                        + topic);
    }
}

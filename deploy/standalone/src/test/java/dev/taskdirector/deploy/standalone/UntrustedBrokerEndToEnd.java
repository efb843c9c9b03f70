package dev.taskdirector.deploy.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker whose certificate its clients don't trust: they say so, tell it no password, and do what they can without it. */
@Tag("faults")
class UntrustedBrokerEndToEnd {

    private static final String UNTRUSTED = "unable to find valid certification path to requested target";
    private static final List<String> TASKS = List.of("a", "b", "c");
    private static final Duration TASK = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration SLACK = Duration.ofSeconds(2);
    private static final Duration LIMIT = Duration.ofSeconds(90);

    /** The universe's, and nothing else's. */
    private static final int VERDICT = 7;

    private static final List<String> COMMAND =
            List.of("sh", "-c", "test -n \"$TASK_DIRECTOR_TASK\" || exit " + VERDICT + "; sleep 0.5");

    private static final SecuredWorld WORLD = SecuredWorld.get();

    @TempDir
    Path folder;

    @Test
    void anAgentSaysSoAndBuildsAloneToItsOwnVerdict() throws Exception {
        Path properties = WORLD.propertiesWithAnothersCertificate(SecuredWorld.PEER);
        var build = new SecuredAgent.Build("mistrusting", TASKS, PATIENCE.toSeconds() + "s", COMMAND);
        long begun = System.nanoTime();
        SecuredAgent agent = SecuredAgent.start(folder, SecuredWorld.PEER, properties, build);
        int exitCode = agent.exitCode();
        Duration took = Duration.ofNanos(System.nanoTime() - begun);

        assertThat(exitCode).as(agent.output()).isEqualTo(VERDICT);
        assertThat(took)
                .as(agent.output())
                .isLessThan(TASK.multipliedBy(TASKS.size()).plus(PATIENCE).plus(SLACK));
        assertThat(agent.builtHere()).as(agent.output()).containsExactlyInAnyOrderElementsOf(TASKS);
        assertThat(agent.output()).contains("note ", UNTRUSTED, "no answer for").doesNotContain("joined ", "\tat ");
        assertThat(agent.seen()).doesNotContain(WORLD.secrets());
    }

    @Test
    void aCoordinatorSaysSoAndIsNotReady() throws Exception {
        Path properties = WORLD.propertiesWithAnothersCertificate(SecuredWorld.COORDINATOR);
        CoordinatorProcess coordinator =
                WORLD.launch(Map.of("task-director.kafka.properties-file", properties.toString()));
        await("\"" + UNTRUSTED + "\" in " + coordinator.log())
                .atMost(LIMIT)
                .until(() -> Files.readString(coordinator.log()).contains(UNTRUSTED));

        assertThat(coordinator.isAlive()).isTrue();
        assertThat(coordinator.isReady()).isFalse();
        coordinator.stop();
        assertThat(Files.readString(coordinator.log()))
                .containsPattern("waiting, since Kafka at \\S+ does not answer: " + UNTRUSTED + "; ")
                .contains("the file that task-director.kafka.properties-file names")
                .doesNotContain("\tat ")
                .doesNotContain(WORLD.secrets());
    }
}

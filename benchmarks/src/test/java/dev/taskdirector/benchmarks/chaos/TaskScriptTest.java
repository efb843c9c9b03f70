package dev.taskdirector.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The task command against the auditor's own idea of it. */
class TaskScriptTest {

    private static final Build BUILD = new Build(
            "build-1",
            "cache",
            false,
            true,
            List.of(
                    new Build.Task("a", List.of(), 10, "a", 0),
                    new Build.Task("b", List.of(0), 10, "b", 1),
                    new Build.Task("c", List.of(1), 10, "c", 0)),
            List.of(1));

    @TempDir
    private Path folder;

    @BeforeEach
    void unpack() throws Exception {
        Files.createDirectories(folder.resolve("results"));
        try (InputStream in = TaskScriptTest.class.getResourceAsStream("task.sh")) {
            Files.copy(in, folder.resolve("task.sh"));
        }
    }

    @Test
    void theVerdictEndsWithTheExitCodeThatTheAuditorExpects() throws Exception {
        assertThat(run(peer("p1", "", 0), "", "all")).isZero();
        assertThat(run(peer("p2", "broken", 37), "", "all")).isEqualTo(37);
        assertThat(run(peer("p3", "other", 0), "", "all")).isZero();
        assertThat(log("p2")).containsExactly("end a hit 0", "begin b asked 0", "end b failed 37");
    }

    @Test
    void aTaskWhoseNeedFailsFailsWithItsCode() throws Exception {
        assertThat(run(peer("p1", "broken", 37), "c", "c")).isEqualTo(37);
        assertThat(log("p1"))
                .containsExactly(
                        "begin a needed 0", "end a ok 0", "begin b needed 0", "end b failed 37", "end c failed 37");
    }

    @Test
    void aTaskThatCannotBeTriedNowCanTheNextTime() throws Exception {
        assertThat(run(peer("p1", "", 0), "b", "b")).isEqualTo(75);
        assertThat(run(peer("p2", "", 0), "b", "b")).isZero();
        assertThat(log("p2")).containsExactly("begin b asked 0", "end b ok 0");
    }

    @Test
    void whatAReadOnlyPeerBuildsIsNotThereForOthers() throws Exception {
        PeerPlan reader = new PeerPlan(BUILD, "p1", 1, true, false, "verdict", "", 0);
        assertThat(run(reader, "a", "a")).isZero();
        assertThat(run(reader, "a", "a")).isZero();
        assertThat(run(peer("p2", "", 0), "a", "a")).isZero();
        assertThat(log("p1")).containsExactly("begin a asked 0", "end a ok 0", "end a local 0");
        assertThat(log("p2")).containsExactly("begin a asked 0", "end a ok 0");
    }

    private static PeerPlan peer(String name, String patch, int exitCode) {
        return new PeerPlan(BUILD, name, 1, false, false, "verdict", patch, exitCode);
    }

    private int run(PeerPlan peer, String task, String target) throws Exception {
        Path checkout = folder.resolve(peer.peer());
        if (!Files.exists(checkout)) {
            Checkout.write(checkout, peer);
        }
        Map<String, String> environment = new TreeMap<>(
                new AgentCommand(folder, folder, "", folder, new Mark("test")).environment(peer.peer() + ".1", peer));
        environment.put("TASK_DIRECTOR_TASK", task);
        ProcessBuilder builder = new ProcessBuilder(
                        "bash", folder.resolve("task.sh").toString(), target)
                .directory(checkout.toFile())
                .inheritIO();
        builder.environment().putAll(environment);
        int exitCode = builder.start().waitFor();
        if (task.isEmpty()) {
            assertThat(exitCode).isEqualTo(peer.expectedExitCode());
        }
        return exitCode;
    }

    private List<String> log(String peer) {
        return TaskEntry.read(folder.resolve("tasks.log")).stream()
                .filter(entry -> entry.peer().equals(peer))
                .map(entry ->
                        (entry.begins() ? "begin " : "end ") + entry.task() + " " + entry.how() + " " + entry.code())
                .toList();
    }
}

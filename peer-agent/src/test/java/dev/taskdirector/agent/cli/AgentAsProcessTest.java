package dev.taskdirector.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.taskdirector.agent.Pid;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of an agent, and of what it started, when the world around it behaves badly. */
@Execution(ExecutionMode.CONCURRENT)
class AgentAsProcessTest {

    /** Tells the process id of a command, once all that stands before it has been done. */
    private static final String NOTE_PID = "echo $$ > pid.tmp; mv pid.tmp pid; ";

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final long GIBIBYTE = 1024L * 1024 * 1024;
    private static final long MOST_RESIDENT_KIB = 200 * 1024;

    @TempDir
    Path folder;

    private final List<AgentProcess.Start> starts = new ArrayList<>();

    private AgentProcess.Start starting() {
        AgentProcess.Start start = new AgentProcess.Start(folder);
        starts.add(start);
        return start;
    }

    @AfterEach
    void endWhatIsLeft() {
        starts.forEach(AgentProcess.Start::clear);
    }

    @ParameterizedTest
    @CsvSource({"HUP,129,1", "INT,130,2", "TERM,143,15"})
    void aSignalEndsTheCommandsAndSaysWhichItWas(String name, int exitCode, int number) throws IOException {
        assumeFalse(isIgnoredHere(number), "this test was started with signal " + name + " ignored");
        AgentProcess agent = starting().script(NOTE_PID + "exec sleep 300");
        Pid command = Pid.in(folder.resolve("pid"));
        agent.signal(name);
        assertThat(agent.exitCode()).isEqualTo(exitCode);
        assertThat(command.isAlive()).isFalse();
        assertThat(agent.output())
                .contains("note       signal " + name + "; leaving, and stopping what runs")
                .contains("exit       " + exitCode + ", stopped by a signal");
    }

    @Test
    void aCommandThatIgnoresTermIsKilledAfterTheGrace() {
        AgentProcess agent = starting()
                .options("--abort-grace", "500ms")
                .script("trap '' TERM; " + NOTE_PID + "while :; do sleep 1; done");
        Pid command = Pid.in(folder.resolve("pid"));
        agent.signal("TERM");
        assertThat(agent.exitCode()).isEqualTo(143);
        assertThat(command.isAlive()).isFalse();
    }

    /** Some CI systems ask twice and then kill: whoever is killed leaves its commands behind. */
    @Test
    void theSecondSignalEndsTheGrace() {
        AgentProcess agent = starting()
                .options("--abort-grace", "10m")
                .script("trap '' TERM; " + NOTE_PID + "while :; do sleep 1; done");
        Pid command = Pid.in(folder.resolve("pid"));
        agent.signal("TERM");
        awaitOutput(agent, "leaving");
        agent.signal("TERM");
        assertThat(agent.end()).isLessThan(SOON);
        assertThat(agent.exitCode()).isEqualTo(143);
        assertThat(command.isAlive()).isFalse();
        assertThat(agent.output()).contains("signal TERM; killing what still runs");
    }

    @Test
    void whenItsParentIsGoneItLeaves() throws IOException {
        assumeFalse(isIgnoredHere(1), "this test was started under nohup");
        AgentProcess parent = startUnderParent(starting(), "\"$@\"", NOTE_PID + "exec sleep 300");
        Pid command = Pid.in(folder.resolve("pid"));
        Pid agent = Pid.in(folder.resolve("agent"));
        parent.process().destroyForcibly();
        awaitEnd(agent);
        assertThat(command.isAlive()).isFalse();
        assertThat(parent.await("agent-output"))
                .contains("note       the process that started this agent is gone; leaving, and stopping what runs");
    }

    /** As when a process group is asked to end: the shell goes at once, and nobody has asked twice. */
    @Test
    void afterASignalItsParentsEndIsNoSecondOne() throws IOException {
        assumeFalse(isIgnoredHere(1), "this test was started under nohup");
        AgentProcess parent = startUnderParent(
                starting().options("--abort-grace", "10m"),
                "\"$@\"",
                "trap ': > asked; while [ ! -e go ]; do sleep 0.05; done; : > cleaned; exit 1' TERM; " + NOTE_PID
                        + "while :; do sleep 0.05; done");
        Pid command = Pid.in(folder.resolve("pid"));
        Pid agent = Pid.in(folder.resolve("agent"));
        AgentProcess.signal("TERM", agent.number());
        parent.await("asked");
        parent.process().destroyForcibly();
        // longer than it takes to see that the parent is gone
        Awaitility.await()
                .during(3, TimeUnit.SECONDS)
                .atMost(60, TimeUnit.SECONDS)
                .until(command::isAlive);
        Files.createFile(folder.resolve("go"));
        awaitEnd(agent);
        assertThat(folder.resolve("cleaned")).exists();
        assertThat(parent.await("agent-output"))
                .contains("exit       143, stopped by a signal")
                .doesNotContain("killing what still runs");
    }

    @Test
    void underNohupItOutlivesItsParent() throws IOException {
        AgentProcess parent = startUnderParent(
                starting(), "nohup \"$@\"", NOTE_PID + "while [ ! -e go ]; do sleep 0.05; done; exit 0");
        Pid command = Pid.in(folder.resolve("pid"));
        Pid agent = Pid.in(folder.resolve("agent"));
        parent.process().destroyForcibly();
        // longer than it takes to see that the parent is gone
        Awaitility.await()
                .during(3, TimeUnit.SECONDS)
                .atMost(60, TimeUnit.SECONDS)
                .until(command::isAlive);
        Files.createFile(folder.resolve("go"));
        awaitEnd(agent);
        assertThat(parent.await("agent-output")).contains("exit       0, the verdict's");
    }

    @Test
    void whenItsParentDiedWhileItBeganItLeavesToo() throws IOException {
        assumeFalse(isIgnoredHere(1), "this test was started under nohup");
        AgentProcess.Start begins = starting().schema("""
                universe: all
                tasks:
                  - name: common
                    targets: [a]
                    fingerprint: [sh, -c, "echo $$ > pid.tmp; mv pid.tmp pid; exec sleep 300"]
                """);
        AgentProcess parent = startUnderParent(begins, "\"$@\"", "exec sleep 300");
        Pid agent = Pid.in(folder.resolve("agent"));
        Pid fingerprint = Pid.in(folder.resolve("pid"));
        parent.process().destroyForcibly();
        awaitEnd(agent);
        awaitEnd(fingerprint);
        assertThat(parent.await("agent-output")).contains("the process that started this agent is gone");
    }

    private AgentProcess startUnderParent(AgentProcess.Start start, String how, String script) {
        List<String> line = new ArrayList<>(List.of("sh", "-c"));
        line.add(how + " > agent-output 2>&1 & echo $! > agent.tmp; mv agent.tmp agent; wait");
        line.add("parent");
        line.addAll(start.line(List.of("sh", "-c", script)));
        return start.run(line);
    }

    /** Build servers are such daemons, and others use them too. */
    @Test
    void aDaemonIsLeftAloneAndHoldsNothingUp() {
        AgentProcess agent = starting().script("(setsid sh -c '" + NOTE_PID + "exec sleep 300' &); sleep 300");
        Pid daemon = Pid.in(folder.resolve("pid"));
        agent.signal("TERM");
        assertThat(agent.end()).isLessThan(SOON);
        assertThat(agent.exitCode()).isEqualTo(143);
        assertThat(daemon.isAlive()).isTrue();
        daemon.kill();
    }

    @Test
    void aGibibyteOfOutputPassesWithinBoundedMemory() throws IOException {
        AgentProcess agent = starting()
                .options("--verdict", "none")
                .unread()
                .script("head -c " + GIBIBYTE + " /dev/zero; while [ ! -e go ]; do sleep 0.05; done");
        InputStream output = agent.process().getInputStream();
        long zeros = readGibibyte(output);
        assertThat(residentKib(agent)).isLessThan(MOST_RESIDENT_KIB);
        Files.createFile(folder.resolve("go"));
        String rest = new String(output.readAllBytes());
        assertThat(agent.exitCode()).isZero();
        assertThat(rest).contains("exit       0, the tasks'");
        assertThat(zeros).isEqualTo(GIBIBYTE);
    }

    /** It waits in a file of the temp folder until the task has ended. */
    @Test
    @Tag("faults")
    void aGibibyteOfOutputPassesWithinBoundedMemoryWithSeveralSlotsToo() throws IOException {
        AgentProcess agent = starting()
                .environment("TASK_DIRECTOR_JAVA_OPTS", "-Djava.io.tmpdir=" + folder)
                .options("--slots", "2", "--verdict", "sh -c 'while [ ! -e go ]; do sleep 0.05; done'")
                .unread()
                .script("head -c " + GIBIBYTE + " /dev/zero");
        InputStream output = agent.process().getInputStream();
        long zeros = readGibibyte(output);
        assertThat(residentKib(agent)).isLessThan(MOST_RESIDENT_KIB);
        Files.createFile(folder.resolve("go"));
        String rest = new String(output.readAllBytes());
        assertThat(agent.exitCode()).isZero();
        assertThat(rest).contains("exit       0, the verdict's");
        assertThat(zeros).isEqualTo(GIBIBYTE);
    }

    private static long readGibibyte(InputStream output) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        long zeros = 0;
        while (zeros < GIBIBYTE) {
            int count = output.read(buffer);
            assertThat(count).isPositive();
            zeros += zerosIn(buffer, count);
        }
        return zeros;
    }

    private static long zerosIn(byte[] buffer, int count) {
        long zeros = 0;
        for (int i = 0; i < count; i++) {
            zeros += buffer[i] == 0 ? 1 : 0;
        }
        return zeros;
    }

    /** The most that it ever had in memory. */
    private static long residentKib(AgentProcess agent) throws IOException {
        Path status = Path.of("/proc", Long.toString(agent.process().pid()), "status");
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aLogFolderWhoseDiskIsFullIsSaidOnceAndTheBuildGoesOn() throws Exception {
        Path logs = Files.createDirectories(folder.resolve("logs"));
        AgentProcess.Start start = starting()
                .schema("universe: all\ntasks: [{name: common, targets: [a]}, {name: maps, targets: [b]}]\n")
                .options("--log-dir", "logs");
        String[] onSmallDisk = {
            "unshare", "-m", "sh", "-c", "mount -t tmpfs -o size=64k none \"$0\" && exec \"$@\"", logs.toString()
        };
        if (returnsZero(onSmallDisk, "true")) {
            start.after(onSmallDisk);
        } else {
            Files.createSymbolicLink(logs.resolve("common.log"), Path.of("/dev/full"));
            Files.createSymbolicLink(logs.resolve("maps.log"), Path.of("/dev/full"));
        }
        AgentProcess agent = start.script("seq 1 30000; echo end of $0");
        assertThat(agent.exitCode()).isZero();
        assertThat(agent.output().lines().filter(line -> line.startsWith("end of ")))
                .containsExactlyInAnyOrder("end of common", "end of maps", "end of verdict");
        assertThat(agent.output().lines().filter("30000"::equals)).hasSize(3);
        assertThat(agent.output().lines().filter(line -> line.contains("cannot write")))
                .singleElement()
                .asString()
                .contains("logs/", "No space left on device", "; the task goes on without it");
    }

    private static boolean returnsZero(String[] words, String command) throws Exception {
        List<String> line = new ArrayList<>(List.of(words));
        line.add(command);
        return new ProcessBuilder(line).start().waitFor() == 0;
    }

    @Test
    void aTempFolderThatIsFullOrMissingFailsNoTask() {
        AgentProcess agent = starting()
                .environment("TASK_DIRECTOR_JAVA_OPTS", "-Djava.io.tmpdir=/proc/no-such-folder")
                .options("--slots", "2")
                .script("echo \"hit $0\" >> \"$TASK_DIRECTOR_REPORT\"; echo end of $0");
        assertThat(agent.exitCode()).isZero();
        assertThat(agent.output().lines()).contains("end of common", "end of verdict");
    }

    @Test
    void whoDoesNotReadItsOutputDoesNotKeepItFromLeaving() {
        AgentProcess agent = starting().unread().script(NOTE_PID + "seq 1 100000; exec sleep 300");
        Pid command = Pid.in(folder.resolve("pid"));
        agent.signal("TERM");
        assertThat(agent.end()).isLessThan(SOON);
        assertThat(agent.exitCode()).isEqualTo(143);
        assertThat(command.isAlive()).isFalse();
    }

    @Test
    void whatAKilledAgentLeftInTheTempFolderGoesWithTheNextOneAndOnlyThat() throws IOException {
        Path temp = Files.createDirectories(folder.resolve("temp"));
        AgentProcess.Start start = starting()
                .environment("TASK_DIRECTOR_JAVA_OPTS", "-Djava.io.tmpdir=" + temp)
                .options("--verdict", "none");
        AgentProcess living = start.script(": > living; while [ ! -e go ]; do sleep 0.05; done");
        living.await("living");
        AgentProcess killed = start.script(NOTE_PID + "exec sleep 300");
        Pid command = Pid.in(folder.resolve("pid"));
        killed.process().destroyForcibly();
        killed.exitCode();
        command.kill();
        assertThat(reports(temp)).hasSize(2);
        for (Path report : reports(temp)) {
            Files.setLastModifiedTime(report.getParent(), java.nio.file.attribute.FileTime.fromMillis(0));
        }
        assertThat(start.script("exit 0").exitCode()).isZero();
        assertThat(reports(temp)).hasSize(1);
        Files.createFile(folder.resolve("go"));
        assertThat(living.exitCode()).isZero();
        assertThat(temp).isEmptyDirectory();
    }

    private static List<Path> reports(Path temp) throws IOException {
        try (var all = Files.walk(temp)) {
            return all.filter(path -> path.toString().endsWith(".report")).toList();
        }
    }

    /** As in most containers. */
    @Test
    void withoutALocaleTargetsStillArriveAndCommandsHaveNoneEither() throws IOException {
        Path checkout = Files.createDirectories(folder.resolve("jörg"));
        AgentProcess agent = new AgentProcess.Start(checkout)
                .withoutEnvironment()
                .schema("universe: all\ntasks: [{name: zürich, targets: [//münchen]}]\n")
                .script("echo \"${PWD##*/} $TASK_DIRECTOR_TASK $* ${LC_ALL-none}\"");
        assertThat(agent.exitCode()).isZero();
        assertThat(agent.output().lines())
                .contains("jörg zürich //münchen none")
                .contains("jörg  all none");
    }

    private static void awaitOutput(AgentProcess agent, String text) {
        Awaitility.await(text)
                .atMost(60, TimeUnit.SECONDS)
                .until(() -> agent.output().contains(text));
    }

    private static void awaitEnd(Pid pid) {
        Awaitility.await("the end of process " + pid.number())
                .atMost(60, TimeUnit.SECONDS)
                .until(() -> !pid.isAlive());
    }

    private static boolean isIgnoredHere(int signal) throws IOException {
        String mask = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .map(line -> line.replaceAll(".*\\s", ""))
                .findFirst()
                .orElseThrow();
        return (Long.parseUnsignedLong(mask, 16) >> (signal - 1) & 1) == 1;
    }
}

package dev.taskdirector.agent.process;

import static dev.taskdirector.agent.process.RunnerFixture.schemaTask;
import static dev.taskdirector.agent.process.RunnerFixture.task;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskdirector.agent.RunningTask;
import dev.taskdirector.agent.TaskInvocation;
import dev.taskdirector.agent.session.TaskResult;
import dev.taskdirector.wire.Outcome;
import dev.taskdirector.wire.Relied;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandTaskRunnerTest {

    @TempDir
    Path folder;

    /** A zombie is dead: where nobody reaps orphans it stays in the table. */
    private static boolean isAlive(String pid) {
        Path stat = Path.of("/proc", pid.strip(), "stat");
        try {
            return !Files.readString(stat).replaceAll(".*\\) ", "").startsWith("Z");
        } catch (java.io.IOException e) {
            return false;
        }
    }

    @ParameterizedTest
    @CsvSource({"0,SUCCEEDED", "1,FAILED", "75,UNAVAILABLE", "143,FAILED"})
    void theExitCodeSaysTheOutcome(int code, Outcome outcome) {
        try (RunnerFixture fixture = new RunnerFixture(folder, "exit " + code)) {
            TaskResult result = fixture.start(task("common")).await();
            assertThat(result.outcome()).isEqualTo(outcome);
            assertThat(result.exitCode()).contains(code);
        }
    }

    @Test
    void targetsArriveUnchangedAsOneArgumentEach() {
        String[] targets = {"; rm -rf x", "$(touch y)", "two\nlines", "-leading", "`z`", "a'b\"c", "", "*"};
        try (RunnerFixture fixture = new RunnerFixture(folder, "for a; do printf '[%s]' \"$a\"; done")) {
            assertThat(fixture.start(task("common", targets)).await().outcome()).isEqualTo(Outcome.SUCCEEDED);
            assertThat(fixture.output()).isEqualTo("[; rm -rf x][$(touch y)][two\nlines][-leading][`z`][a'b\"c][][*]");
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aCommandThatIsNotThereFailsTheTask() {
        RunnerFixture any = new RunnerFixture(folder, "");
        RunnerSettings settings = new RunnerSettings(
                "p",
                new CommandTemplate(List.of("no-such-command-here")),
                Optional.empty(),
                new Verdict.None(),
                1,
                Duration.ofSeconds(1),
                folder,
                Optional.empty(),
                java.util.Set.of());
        Ended ended = new Ended();
        try (CommandTaskRunner runner = new CommandTaskRunner(settings, new Silent(), any.notes()::add)) {
            runner.start(task("common"), ended);
            assertThat(ended.await().exitCode()).contains(127);
            assertThat(ended.await().outcome()).isEqualTo(Outcome.FAILED);
        }
    }

    private static final class Silent implements OutputSink {
        @Override
        public void pass(byte[] bytes, int count) {}

        @Override
        public void alone(Writing writing) {}
    }

    @Test
    void theCommandKnowsItsTaskItsSlotAndItsPeer() {
        String script = "echo \"$TASK_DIRECTOR_TASK $TASK_DIRECTOR_SLOT $TASK_DIRECTOR_PEER $0\"";
        try (RunnerFixture fixture = new RunnerFixture(folder, script)) {
            fixture.start(task("common", "//a")).await();
            assertThat(fixture.output()).isEqualTo("common 0 peer-1 common\n");
        }
    }

    @Test
    void anAbortStopsGrandchildrenWhoseParentIsGoneToo() {
        String script =
                "(sh -c 'echo $$ > grandchild.tmp; mv grandchild.tmp grandchild; exec sleep 300' &) ; sleep 300";
        try (RunnerFixture fixture = new RunnerFixture(folder, script)) {
            Ended ended = new Ended();
            RunningTask running = fixture.runner().start(task("common"), ended);
            await().atMost(20, SECONDS).until(() -> Files.exists(folder.resolve("grandchild")));
            String grandchild = fixture.file("grandchild");
            assertThat(isAlive(grandchild)).isTrue();
            running.abort();
            running.abort();
            assertThat(ended.await().outcome()).isEqualTo(Outcome.ABORTED);
            assertThat(ended.await().exitCode()).isEmpty();
            assertThat(isAlive(grandchild)).isFalse();
        }
    }

    @Test
    void aCommandThatIgnoresTermIsKilledAfterTheGrace() {
        String script = "trap '' TERM; echo $$ > pid.tmp; mv pid.tmp pid; while :; do sleep 1; done";
        try (RunnerFixture fixture = new RunnerFixture(folder, script).grace(Duration.ofMillis(300))) {
            Ended ended = new Ended();
            RunningTask running = fixture.runner().start(task("common"), ended);
            await().atMost(20, SECONDS).until(() -> Files.exists(folder.resolve("pid")));
            running.abort();
            TaskResult result = ended.await();
            assertThat(result.outcome()).isEqualTo(Outcome.ABORTED);
            assertThat(result.took()).isGreaterThanOrEqualTo(Duration.ofMillis(300));
            assertThat(isAlive(fixture.file("pid"))).isFalse();
        }
    }

    @Test
    void aCommandMayCleanUpOnTermWithinTheGrace() {
        String script = "trap 'echo cleaned; exit 0' TERM; : > ready; while :; do sleep 0.05; done";
        try (RunnerFixture fixture = new RunnerFixture(folder, script)) {
            Ended ended = new Ended();
            RunningTask running = fixture.runner().start(task("common"), ended);
            await().atMost(20, SECONDS).until(() -> Files.exists(folder.resolve("ready")));
            running.abort();
            assertThat(ended.await().outcome()).isEqualTo(Outcome.ABORTED);
            assertThat(fixture.output()).endsWith("cleaned\n");
        }
    }

    @Test
    void aTimeoutFailsTheTask() {
        try (RunnerFixture fixture = new RunnerFixture(folder, "sleep 300")) {
            Ended ended = fixture.start(new TaskInvocation("common", List.of(), 0, Duration.ofMillis(200)));
            assertThat(ended.await().outcome()).isEqualTo(Outcome.FAILED);
            assertThat(ended.await().exitCode()).isEmpty();
            assertThat(fixture.output()).contains("stopped after its timeout");
        }
    }

    @Test
    void whatACommandLeavesBehindDoesNotHoldItsEndUp() {
        try (RunnerFixture fixture = new RunnerFixture(folder, "sleep 30 & echo $! > left; echo done")) {
            TaskResult result = fixture.start(task("common")).await();
            assertThat(result.outcome()).isEqualTo(Outcome.SUCCEEDED);
            assertThat(fixture.output()).isEqualTo("done\n");
            String left = fixture.file("left");
            assertThat(isAlive(left)).isTrue();
            ProcessHandle.of(Long.parseLong(left.strip())).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void closingStopsAllThatRuns() {
        RunnerFixture fixture = new RunnerFixture(folder, "echo $$ > $0.tmp; mv $0.tmp $0; exec sleep 300").slots(2);
        Ended one = fixture.start(task("common"));
        Ended other = fixture.start(task("maps"));
        await().atMost(20, SECONDS)
                .until(() -> Files.exists(folder.resolve("common")) && Files.exists(folder.resolve("maps")));
        fixture.close();
        assertThat(one.await().outcome()).isEqualTo(Outcome.ABORTED);
        assertThat(other.await().outcome()).isEqualTo(Outcome.ABORTED);
        assertThat(isAlive(fixture.file("common"))).isFalse();
        assertThat(isAlive(fixture.file("maps"))).isFalse();
    }

    @Test
    void aReportTellsHitsAndGhosts() {
        String script = "{ echo 'miss common'; echo 'hit maps'; echo 'hit planning'; echo 'miss planning';"
                + " echo 'hit nobody'; echo nonsense; } >> \"$TASK_DIRECTOR_REPORT\"";
        try (RunnerFixture fixture = new RunnerFixture(folder, script)) {
            TaskResult result = fixture.start(task("common")).await();
            assertThat(result.cacheHit()).contains(false);
            assertThat(result.relied()).containsExactly(new Relied("maps", true), new Relied("planning", false));
        }
    }

    @Test
    void withoutAReportNothingIsKnownOfTheCache() {
        try (RunnerFixture fixture = new RunnerFixture(folder, ":")) {
            TaskResult result = fixture.start(task("common")).await();
            assertThat(result.cacheHit()).isEmpty();
            assertThat(result.relied()).isEmpty();
        }
    }

    @Test
    void successIsReportedOnlyAfterWhatComesAfterTheTask() {
        try (RunnerFixture fixture = new RunnerFixture(folder, "echo built").afterTask("echo flushed $0; exit 4")) {
            TaskResult result = fixture.start(task("common")).await();
            assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(result.exitCode()).contains(4);
            assertThat(fixture.output()).isEqualTo("built\nflushed common\n");
        }
    }

    @Test
    void afterAFailureNothingComesAfterTheTask() {
        try (RunnerFixture fixture = new RunnerFixture(folder, "exit 3").afterTask("echo flushed")) {
            assertThat(fixture.start(task("common")).await().exitCode()).contains(3);
            assertThat(fixture.output()).isEmpty();
        }
    }

    @Test
    void oneSlotPassesLinesAsTheyCome() {
        String script = "echo first; while [ ! -e go ]; do sleep 0.02; done; echo err >&2; echo last";
        try (RunnerFixture fixture = new RunnerFixture(folder, script)) {
            Ended ended = fixture.start(task("common"));
            await().atMost(20, SECONDS).until(() -> fixture.output().equals("first\n"));
            assertThat(ended.isThere()).isFalse();
            Files.createFile(folder.resolve("go"));
            ended.await();
            assertThat(fixture.output()).isEqualTo("first\nerr\nlast\n");
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void moreSlotsGroupTheLinesOfEachTask() {
        String script =
                "echo $0 1; : > $0.begun; while [ ! -e common.begun ] || [ ! -e maps.begun ]; do sleep 0.02; done;"
                        + " echo $0 2";
        try (RunnerFixture fixture = new RunnerFixture(folder, script).slots(2)) {
            Ended one = fixture.start(task("common"));
            Ended other = fixture.start(new TaskInvocation("maps", List.of(), 1, Duration.ofMinutes(1)));
            one.await();
            other.await();
            assertThat(fixture.output())
                    .isIn("common 1\ncommon 2\nmaps 1\nmaps 2\n", "maps 1\nmaps 2\ncommon 1\ncommon 2\n");
        }
    }

    @Test
    void groupedOutputAboveWhatFitsInMemoryComesBackWhole() {
        int bytes = GroupedOutput.IN_MEMORY + 70_000;
        String script = "head -c " + bytes + " /dev/zero | tr '\\0' x";
        try (RunnerFixture fixture = new RunnerFixture(folder, script).slots(2)) {
            fixture.start(task("common")).await();
            assertThat(fixture.output()).hasSize(bytes);
        }
    }

    @Test
    void theLogFolderHasAFileForEachTask() throws java.io.IOException {
        Path logs = folder.resolve("logs");
        try (RunnerFixture fixture = new RunnerFixture(folder, "echo $0").logs(logs)) {
            fixture.start(task("common")).await();
            fixture.start(task("maps")).await();
            assertThat(Files.readString(logs.resolve("common.log"))).isEqualTo("common\n");
            assertThat(Files.readString(logs.resolve("maps.log"))).isEqualTo("maps\n");
            assertThat(fixture.output()).isEqualTo("common\nmaps\n");
        }
    }

    @Test
    void aFullDiskIsNotTheTasksFaultAndIsSaidOnce() throws java.io.IOException {
        Path logs = Files.createDirectories(folder.resolve("logs"));
        Files.createSymbolicLink(logs.resolve("common.log"), Path.of("/dev/full"));
        Files.createSymbolicLink(logs.resolve("maps.log"), Path.of("/dev/full"));
        try (RunnerFixture fixture =
                new RunnerFixture(folder, "echo $0").slots(2).logs(logs)) {
            assertThat(fixture.start(task("common")).await().outcome()).isEqualTo(Outcome.SUCCEEDED);
            assertThat(fixture.start(task("maps")).await().outcome()).isEqualTo(Outcome.SUCCEEDED);
            assertThat(fixture.output()).isEqualTo("common\nmaps\n");
            assertThat(fixture.notes())
                    .singleElement()
                    .asString()
                    .contains("cannot write")
                    .contains("common.log");
        }
    }

    @Test
    void theVerdictIsOneCommandWithTheUniverse() {
        CommandTemplate command =
                RunnerFixture.template("echo verdict \"$@\"; echo 'miss maps' >> $TASK_DIRECTOR_REPORT; exit 75");
        Verdict verdict = new Verdict.OneCommand(command, List.of("//..."));
        try (RunnerFixture fixture = new RunnerFixture(folder, "exit 1").verdict(verdict)) {
            Ended ended = new Ended();
            fixture.runner().startVerdict(ended);
            assertThat(ended.await().outcome()).isEqualTo(Outcome.FAILED);
            assertThat(ended.await().exitCode()).contains(75);
            assertThat(ended.await().relied()).containsExactly(new Relied("maps", false));
            assertThat(fixture.output()).isEqualTo("verdict //...\n");
        }
    }

    @Test
    void withoutAUniverseTheVerdictIsEachTaskOnceMoreInOrderOfNeed() {
        Verdict verdict = new Verdict.EachTask(
                List.of(schemaTask("planning", "common"), schemaTask("common"), schemaTask("maps")));
        String script = "echo $0 \"$@\"; echo \"hit $0\" >> $TASK_DIRECTOR_REPORT";
        try (RunnerFixture fixture = new RunnerFixture(folder, script).verdict(verdict)) {
            Ended ended = new Ended();
            fixture.runner().startVerdict(ended);
            assertThat(ended.await().outcome()).isEqualTo(Outcome.SUCCEEDED);
            assertThat(ended.await().exitCode()).contains(0);
            assertThat(ended.await().relied())
                    .containsExactly(
                            new Relied("common", true), new Relied("planning", true), new Relied("maps", true));
            assertThat(fixture.output()).isEqualTo("common //common\nplanning //planning\nmaps //maps\n");
        }
    }

    @Test
    void aFailedTaskFailsTheVerdictAndSparesWhatNeedsIt() {
        Verdict verdict = new Verdict.EachTask(
                List.of(schemaTask("common"), schemaTask("planning", "common"), schemaTask("maps")));
        String script = "echo $0; [ $0 != common ] || exit 9";
        try (RunnerFixture fixture = new RunnerFixture(folder, script).verdict(verdict)) {
            Ended ended = new Ended();
            fixture.runner().startVerdict(ended);
            assertThat(ended.await().outcome()).isEqualTo(Outcome.FAILED);
            assertThat(ended.await().exitCode()).contains(9);
            assertThat(fixture.output()).isEqualTo("common\nmaps\n");
        }
    }

    @Test
    void anAbortedVerdictSaysSo() {
        Verdict verdict = new Verdict.EachTask(List.of(schemaTask("common"), schemaTask("maps")));
        try (RunnerFixture fixture = new RunnerFixture(folder, ": > begun; sleep 300").verdict(verdict)) {
            Ended ended = new Ended();
            RunningTask running = fixture.runner().startVerdict(ended);
            await().atMost(20, SECONDS).until(() -> Files.exists(folder.resolve("begun")));
            running.abort();
            assertThat(ended.await().outcome()).isEqualTo(Outcome.ABORTED);
        }
    }

    @Test
    void withoutSetsidTheDescendantsAreStopped() throws java.io.IOException {
        String script = "sh -c 'echo $$ > child.tmp; mv child.tmp child; exec sleep 300' & wait";
        Scratch scratch = new Scratch(folder);
        ProcessGroup group =
                ProcessGroup.startWithoutSession(List.of("sh", "-c", script), folder, java.util.Map.of(), scratch);
        await().atMost(20, SECONDS).until(() -> Files.exists(folder.resolve("child")));
        group.stop(Duration.ofSeconds(5), new java.util.concurrent.CompletableFuture<>());
        assertThat(group.leader().isAlive()).isFalse();
        assertThat(isAlive(Files.readString(folder.resolve("child")))).isFalse();
        scratch.close();
    }
}

package dev.taskdirector.agent.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.agent.BatchInvocation;
import dev.taskdirector.agent.RunningTask;
import dev.taskdirector.agent.TaskInvocation;
import dev.taskdirector.agent.session.TaskResult;
import dev.taskdirector.wire.Outcome;
import dev.taskdirector.wire.Relied;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchedCommandTest {

    private static final BatchInvocation BOTH = new BatchInvocation(
            List.of(RunnerFixture.task("common", "//a", "//b c"), RunnerFixture.task("maps", "$(x)")));

    @TempDir
    Path folder;

    private RunnerFixture fixture(String script) {
        return new RunnerFixture(folder, new CommandTemplate(List.of("sh", "-c", script, "sh", "{targets}")));
    }

    private static Ended start(RunnerFixture fixture, BatchInvocation batch) {
        Ended ended = new Ended();
        RunningTask unused = fixture.runner().batches().orElseThrow().start(batch, ended);
        return ended;
    }

    @Test
    void oneCommandGetsTheTargetsOfAllAndTheirNames() {
        try (RunnerFixture fixture = fixture("printf '[%s]' \"$@\" \"$TASK_DIRECTOR_TASK\" \"$TASK_DIRECTOR_SLOT\"")) {
            assertThat(start(fixture, BOTH).await().outcome()).isEqualTo(Outcome.SUCCEEDED);
            assertThat(fixture.output()).isEqualTo("[//a][//b c][$(x)][common maps][0]");
        }
    }

    @ParameterizedTest
    @CsvSource({"0,SUCCEEDED", "1,FAILED", "75,UNAVAILABLE"})
    void theExitCodeSaysTheOutcomeOfAll(int code, Outcome outcome) {
        try (RunnerFixture fixture = fixture("exit " + code)) {
            TaskResult result = start(fixture, BOTH).await();
            assertThat(result.outcome()).isEqualTo(outcome);
            assertThat(result.exitCode()).contains(code);
        }
    }

    @Test
    void whatIsReportedByNameIsToldAndWhatIsReportedOfAllIsNot() {
        String script = "(echo hit maps; echo miss planning; echo \"hit $TASK_DIRECTOR_TASK\") > $TASK_DIRECTOR_REPORT";
        try (RunnerFixture fixture = fixture(script)) {
            TaskResult result = start(fixture, BOTH).await();
            assertThat(result.relied()).containsExactly(new Relied("maps", true), new Relied("planning", false));
            assertThat(result.cacheHit()).isEmpty();
        }
    }

    @Test
    void theTimeIsThatOfAllTogether() {
        BatchInvocation brief = new BatchInvocation(List.of(
                new TaskInvocation("common", List.of(), 0, Duration.ofMillis(200)),
                new TaskInvocation("maps", List.of(), 0, Duration.ofMillis(300))));
        try (RunnerFixture fixture = fixture("sleep 300")) {
            TaskResult result = start(fixture, brief).await();
            assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(result.took()).isGreaterThanOrEqualTo(Duration.ofMillis(500));
        }
    }

    /** The coordinator would take all of them for timed out a minute after their own time. */
    @Test
    void whatHangsIsStoppedBeforeTheTimeOfItsTasksIsLongOver() {
        List<TaskInvocation> tasks = IntStream.range(0, 50)
                .mapToObj(i -> new TaskInvocation("t" + i, List.of(), 0, Duration.ofSeconds(60 + i)))
                .toList();
        assertThat(new BatchInvocation(tasks).timeout()).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void anAbortStopsTheCommand() {
        try (RunnerFixture fixture = fixture("sleep 300")) {
            Ended ended = new Ended();
            fixture.runner().batches().orElseThrow().start(BOTH, ended).abort();
            assertThat(ended.await().outcome()).isEqualTo(Outcome.ABORTED);
        }
    }

    @Test
    void theOutputIsInOneFileThatTheLogOfEachNames() {
        try (RunnerFixture fixture = fixture("echo \"$# targets\"").logs(folder.resolve("logs"))) {
            start(fixture, BOTH).await();
            assertThat(fixture.file("logs/_together-1.log")).isEqualTo("3 targets\n");
            String pointer = "task-director: its output, with that of others, is in _together-1.log\n";
            assertThat(fixture.file("logs/common.log")).isEqualTo(pointer);
            assertThat(fixture.file("logs/maps.log")).isEqualTo(pointer);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "make {targets},,true",
        "make {targets},sync --all,true",
        "make {targets} --slot={slot},sync {targets},true",
        "make {targets} GOALS={targets},,true",
        "make,,false",
        "make GOALS={targets},,false",
        "make {targets} {task},,false",
        "make {targets} --log={task}.log,,false",
        "make {targets},upload {task},false"
    })
    void aCommandTakesSeveralTasksIfTargetsAreItsArgumentsAndNothingNamesTheTask(
            String command, String afterTask, boolean takesSeveral) {
        RunnerSettings settings = new RunnerSettings(
                "p",
                CommandTemplate.ofLine(command),
                Optional.ofNullable(afterTask).map(CommandTemplate::ofLine),
                new Verdict.None(),
                1,
                Duration.ofSeconds(1),
                folder,
                Optional.empty(),
                Set.of());
        assertThat(takesBatches(settings)).isEqualTo(takesSeveral);
        assertThat(takesBatches(settings.withoutBatches())).isFalse();
    }

    private static boolean takesBatches(RunnerSettings settings) {
        OutputSink nowhere = new OutputSink() {
            @Override
            public void pass(byte[] bytes, int count) {}

            @Override
            public void alone(Writing writing) {}
        };
        try (CommandTaskRunner runner = new CommandTaskRunner(settings, nowhere, note -> {})) {
            return runner.batches().isPresent();
        }
    }
}

package dev.taskdirector.agent.process;

import static dev.taskdirector.agent.process.RunnerFixture.schemaTask;
import static dev.taskdirector.agent.process.RunnerFixture.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.agent.Pid;
import dev.taskdirector.agent.session.TaskResult;
import dev.taskdirector.wire.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Each end is told once, whatever the agent itself lacks: the session would hold the task for ever. */
@Execution(ExecutionMode.CONCURRENT)
class FailingAgentTest {

    private static final int OF_THE_TASK = 1;
    private static final int OF_THE_OUTPUT = 2;
    private static final int OF_THE_LAST_LINES = 3;
    private static final int OF_THE_SECOND_TASK = 4;

    private static final String RUN_ON = "echo $$ > pid.tmp; mv pid.tmp pid; while :; do echo on; sleep 0.05; done";

    @TempDir
    Path folder;

    @Test
    void withoutAThreadForItsOutputACommandIsStopped() {
        ThreadFactory afterTheStart = without(OF_THE_OUTPUT, () -> Pid.in(folder.resolve("pid")));
        try (RunnerFixture fixture = new RunnerFixture(folder, RUN_ON).threads(afterTheStart)) {
            assertThat(fixture.start(task("common")).await().outcome()).isEqualTo(Outcome.UNAVAILABLE);
            assertThat(Pid.in(folder.resolve("pid")).isAlive()).isFalse();
            assertThat(fixture.output()).contains("the agent failed (").contains("no more threads");
        }
    }

    @Test
    void withoutAThreadForTheLastLinesTheyAreShownAllTheSame() {
        ThreadFactory threads = without(OF_THE_LAST_LINES, () -> {});
        try (RunnerFixture fixture =
                new RunnerFixture(folder, "echo built").slots(2).threads(threads)) {
            assertThat(fixture.start(task("common")).await().outcome()).isEqualTo(Outcome.SUCCEEDED);
            assertThat(fixture.output()).isEqualTo("built\n");
        }
    }

    @Test
    void aCommandWhoseOutputCanNotBePassedOnIsStopped() {
        try (RunnerFixture fixture = new RunnerFixture(folder, RUN_ON).sink(new Broken())) {
            assertThat(fixture.start(task("common")).await().outcome()).isEqualTo(Outcome.UNAVAILABLE);
            assertThat(Pid.in(folder.resolve("pid")).isAlive()).isFalse();
        }
    }

    @Test
    void anEndIsToldEvenIfItCanNotBeShown() {
        ThreadFactory threads = without(OF_THE_LAST_LINES, () -> {});
        try (RunnerFixture fixture = new RunnerFixture(folder, "echo built")
                .slots(2)
                .threads(threads)
                .sink(new Broken())) {
            assertThat(fixture.start(task("common")).await().outcome()).isEqualTo(Outcome.UNAVAILABLE);
        }
    }

    @Test
    void aVerdictWhoseFirstTaskCanNotBeStartedFails() {
        assertThatAVerdictFailsWithout(OF_THE_TASK, "planning", "common\nmaps\n");
    }

    @Test
    void aVerdictWhoseSecondTaskCanNotBeStartedFails() {
        assertThatAVerdictFailsWithout(OF_THE_SECOND_TASK, "common", "planning\nmaps\n");
    }

    private void assertThatAVerdictFailsWithout(int thread, String notStarted, String output) {
        Verdict verdict =
                new Verdict.EachTask(List.of(schemaTask("planning"), schemaTask("common"), schemaTask("maps")));
        try (RunnerFixture fixture = new RunnerFixture(folder, "echo $0").verdict(verdict)) {
            Ended ended = new Ended();
            fixture.threads(without(thread, () -> {})).runner().startVerdict(ended);
            TaskResult result = ended.await();
            assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(result.exitCode()).isEmpty();
            assertThat(fixture.output()).isEqualTo(output);
            assertThat(fixture.notes())
                    .singleElement()
                    .asString()
                    .contains("could not start " + notStarted)
                    .contains("no more threads");
        }
    }

    /** A machine that gives threads, but for one of them. */
    private static ThreadFactory without(int missing, Runnable before) {
        AtomicInteger asked = new AtomicInteger();
        return work -> {
            if (asked.incrementAndGet() == missing) {
                before.run();
                throw new OutOfMemoryError("no more threads");
            }
            return new Thread(work);
        };
    }

    /** Fails once. */
    private static final class Broken implements OutputSink {

        private final AtomicInteger asked = new AtomicInteger();

        @Override
        public void pass(byte[] bytes, int count) {
            failOnce();
        }

        @Override
        public void alone(Writing writing) {
            failOnce();
        }

        private void failOnce() {
            if (asked.incrementAndGet() == 1) {
                throw new IllegalStateException("this sink takes nothing");
            }
        }
    }
}

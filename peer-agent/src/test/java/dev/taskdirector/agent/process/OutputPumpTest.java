package dev.taskdirector.agent.process;

import static dev.taskdirector.agent.process.RunnerFixture.task;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskdirector.agent.Pid;
import dev.taskdirector.agent.RunningTask;
import dev.taskdirector.agent.session.TaskResult;
import dev.taskdirector.wire.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Readers of the CI log who are slow, and commands whose output comes late. */
@Execution(ExecutionMode.CONCURRENT)
class OutputPumpTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aSlowReaderGetsTheLastLinesToo(int slots) {
        Slow slow = new Slow(OutputPump.LAST_OUTPUT.plusSeconds(1));
        String script = "head -c 110000 /dev/zero | tr '\\0' x; echo LAST";
        try (RunnerFixture fixture =
                new RunnerFixture(folder, script).slots(slots).sink(slow)) {
            TaskResult result = fixture.start(task("common")).await();
            assertThat(result.outcome()).isEqualTo(Outcome.SUCCEEDED);
            assertThat(slow.text()).hasSize(110_005).endsWith("xLAST\n");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aReaderWhoTakesNothingDoesNotHoldUpTheEndOfWhatIsWantedNoMore(int slots) {
        Slow stuck = new Slow(Duration.ofMinutes(5));
        String script = "trap 'exit 0' TERM; echo begun; : > begun; while :; do sleep 0.05; done";
        try (RunnerFixture fixture =
                new RunnerFixture(folder, script).slots(slots).sink(stuck)) {
            Ended ended = new Ended();
            RunningTask running = fixture.runner().start(task("common"), ended);
            await().atMost(60, SECONDS).until(() -> Files.exists(folder.resolve("begun")));
            long asked = System.nanoTime();
            running.abort();
            assertThat(ended.await().outcome()).isEqualTo(Outcome.ABORTED);
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(60));
        }
        stuck.release();
    }

    /** As in a script that begins with {@code exec > >(tee log)}. */
    @Test
    void whatABackgroundProcessSaysSoonAfterTheEndIsShown() throws IOException {
        String script = "echo begun; while [ ! -e go ]; do sleep 0.02; done;"
                + " (for i in 1 2 3 4 5; do sleep 0.1; echo late $i; done) & exit 0";
        try (RunnerFixture fixture = new RunnerFixture(folder, script)) {
            Ended ended = fixture.start(task("common"));
            await().atMost(60, SECONDS).until(() -> fixture.output().equals("begun\n"));
            Files.createFile(folder.resolve("go"));
            assertThat(ended.await().outcome()).isEqualTo(Outcome.SUCCEEDED);
            assertThat(fixture.output()).isEqualTo("begun\nlate 1\nlate 2\nlate 3\nlate 4\nlate 5\n");
        }
    }

    /** However soon the command ends: sooner than anybody can begin to read. */
    @Test
    void whatABackgroundProcessOfAShortCommandSaysIsShownEachTime() {
        String script = "echo hello; (sleep 0.05; echo late) & exit 0";
        try (RunnerFixture fixture = new RunnerFixture(folder, script)) {
            for (int i = 0; i < 30; i++) {
                assertThat(fixture.start(task("common")).await().outcome()).isEqualTo(Outcome.SUCCEEDED);
            }
            assertThat(fixture.output()).isEqualTo("hello\nlate\n".repeat(30));
        }
    }

    @Test
    void aServerThatGoesOnTalkingDoesNotHoldTheEndUp() {
        String script = "(while :; do sleep 0.05; echo on; done) & echo $! > pid.tmp; mv pid.tmp pid; exit 0";
        try (RunnerFixture fixture = new RunnerFixture(folder, script)) {
            TaskResult result = fixture.start(task("common")).await();
            assertThat(result.outcome()).isEqualTo(Outcome.SUCCEEDED);
            assertThat(result.took()).isLessThan(Duration.ofSeconds(60));
            Pid.in(folder.resolve("pid")).kill();
        }
    }

    /** Then it makes no pauses: whenever one looks there is more to be taken. */
    @Test
    void aServerThatNeverStopsTalkingToASlowReaderDoesNotHoldTheEndUp() {
        Steady slow = new Steady(Duration.ofMillis(100));
        String script = "echo own; yes & echo $! > pid.tmp; mv pid.tmp pid; exit 0";
        try (RunnerFixture fixture = new RunnerFixture(folder, script).sink(slow)) {
            TaskResult result = fixture.start(task("common")).await();
            assertThat(result.outcome()).isEqualTo(Outcome.SUCCEEDED);
            assertThat(slow.text()).startsWith("own\ny\n");
            assertThat((long) slow.text().length()).isGreaterThanOrEqualTo(OutputPump.MOST_IN_PIPE);
            Pid.in(folder.resolve("pid")).kill();
        }
    }

    /** Takes a while for each part. */
    private static final class Steady implements OutputSink {

        private final Slow slow = new Slow(Duration.ZERO);
        private final CountDownLatch never = new CountDownLatch(1);
        private final Duration delay;

        Steady(Duration delay) {
            this.delay = delay;
        }

        String text() {
            return slow.text();
        }

        @Override
        public void pass(byte[] bytes, int count) {
            try {
                boolean unused = never.await(delay.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            slow.pass(bytes, count);
        }

        @Override
        public void alone(Writing writing) {
            slow.alone(writing);
        }
    }

    /** Takes nothing for a while, and then everything. */
    private static final class Slow implements OutputSink {

        private final Duration delay;
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Slow(Duration delay) {
            this.delay = delay;
        }

        boolean isAsked() {
            return asked.getCount() == 0;
        }

        void release() {
            released.countDown();
        }

        String text() {
            return out.toString(StandardCharsets.UTF_8);
        }

        @Override
        public void pass(byte[] bytes, int count) {
            hesitate();
            out.write(bytes, 0, count);
        }

        @Override
        public void alone(Writing writing) {
            hesitate();
            try {
                writing.to(out);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void hesitate() {
            boolean isFirst = !isAsked();
            asked.countDown();
            try {
                boolean unused = isFirst && released.await(delay.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

package dev.taskdirector.agent.process;

import static dev.taskdirector.agent.process.RunnerFixture.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.agent.Pid;
import dev.taskdirector.agent.RunningTask;
import dev.taskdirector.wire.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What is stopped with a command, and what isn't. */
@Execution(ExecutionMode.CONCURRENT)
class StoppingTest {

    private static final String NOTE = "echo $$ > pid.tmp; mv pid.tmp pid; ";

    @TempDir
    Path folder;

    @Test
    void whatOpenedAProcessGroupOfItsOwnIsStoppedToo() {
        String script = "timeout 300 sh -c '" + NOTE + "exec sleep 300'; :";
        try (RunnerFixture fixture = new RunnerFixture(folder, script)) {
            Ended ended = new Ended();
            RunningTask running = fixture.runner().start(task("common"), ended);
            Pid inner = Pid.in(folder.resolve("pid"));
            running.abort();
            assertThat(ended.await().outcome()).isEqualTo(Outcome.ABORTED);
            assertThat(inner.isAlive()).isFalse();
        }
    }

    @Test
    void whatOpenedAProcessGroupAndIgnoresTermIsKilled() {
        String script = "timeout 300 sh -c 'trap \"\" TERM; " + NOTE + "while :; do sleep 1; done'; :";
        try (RunnerFixture fixture = new RunnerFixture(folder, script).grace(Duration.ofMillis(200))) {
            Ended ended = new Ended();
            RunningTask running = fixture.runner().start(task("common"), ended);
            Pid inner = Pid.in(folder.resolve("pid"));
            running.abort();
            assertThat(ended.await().outcome()).isEqualTo(Outcome.ABORTED);
            assertThat(inner.isAlive()).isFalse();
        }
    }

    /** A build server that the command started is others' too. */
    @Test
    void aDaemonIsLeftAloneAndDoesNotHoldTheEndUp() {
        String script = "(setsid sh -c '" + NOTE + "exec sleep 300' &) ; sleep 300";
        try (RunnerFixture fixture = new RunnerFixture(folder, script)) {
            Ended ended = new Ended();
            RunningTask running = fixture.runner().start(task("common"), ended);
            Pid daemon = Pid.in(folder.resolve("pid"));
            long asked = System.nanoTime();
            running.abort();
            assertThat(ended.await().outcome()).isEqualTo(Outcome.ABORTED);
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(60));
            assertThat(daemon.isAlive()).isTrue();
            daemon.kill();
        }
    }

    @Test
    void aKillEndsTheGrace() {
        String script = "trap '' TERM; " + NOTE + "while :; do sleep 1; done";
        try (RunnerFixture fixture = new RunnerFixture(folder, script).grace(Duration.ofSeconds(40))) {
            Ended ended = new Ended();
            RunningTask running = fixture.runner().start(task("common"), ended);
            Pid stubborn = Pid.in(folder.resolve("pid"));
            running.abort();
            fixture.runner().kill();
            assertThat(ended.await().outcome()).isEqualTo(Outcome.ABORTED);
            assertThat(stubborn.isAlive()).isFalse();
        }
    }

    /** The session must hear of each end: it would hold the task for ever. */
    @Test
    void whenTheAgentItselfFailsTheTaskIsNotToBlame() {
        try (RunnerFixture fixture = new RunnerFixture(folder, "echo never").peer("a\0b")) {
            Ended ended = fixture.start(task("common"));
            assertThat(ended.await().outcome()).isEqualTo(Outcome.UNAVAILABLE);
            assertThat(fixture.output())
                    .contains("task-director: the agent failed (")
                    .doesNotContain("never");
        }
    }
}

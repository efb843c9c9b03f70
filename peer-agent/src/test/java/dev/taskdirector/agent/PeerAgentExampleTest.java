package dev.taskdirector.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.agent.session.Fact;
import dev.taskdirector.agent.session.SessionSettings;
import dev.taskdirector.agent.session.TaskResult;
import dev.taskdirector.wire.Join;
import dev.taskdirector.wire.JoinSchema;
import dev.taskdirector.wire.JoinTask;
import dev.taskdirector.wire.Leaving;
import dev.taskdirector.wire.Outcome;
import dev.taskdirector.wire.PeerStatus;
import dev.taskdirector.wire.SchemaDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a build tool on the JVM becomes a peer: a runner of its own, no processes. */
@Timeout(60)
public class PeerAgentExampleTest {

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    @Test
    void aBuildToolOnTheJvmBuildsWhatItIsAssignedAndEndsWithItsOwnVerdict() {
        InProcessBuild build = new InProcessBuild(threads, 0);
        List<Fact> facts = new ArrayList<>();

        int exitCode = PeerAgent.builder()
                .peer("runner-17")
                .cache("muc9")
                .join(join("common", "maps"))
                .runner(build)
                .transport(new DirectTransport(new LoneDirector()))
                .facts(facts::add)
                .build()
                .run();

        assertThat(exitCode).isZero();
        assertThat(build.log).containsExactly("common", "maps", "verdict");
        assertThat(facts)
                .contains(new Fact.Joined("run", 0), new Fact.VerdictStarted("all tasks are done"))
                .filteredOn(Fact.Built.class::isInstance)
                .hasSize(2);
    }

    @Test
    void aBuildToolThatTakesSeveralTasksAtOnceGetsShortOnesTogether() {
        BatchingBuild build = new BatchingBuild("");

        assertThat(exitCodeOf(build)).isZero();

        assertThat(build.log).containsExactly("common+maps+planning", "verdict");
    }

    @Test
    void whatFailsTogetherIsTriedOneByOneAndEachTellsItsOwnOutcome() {
        BatchingBuild build = new BatchingBuild("maps");

        assertThat(exitCodeOf(build)).isZero();

        assertThat(build.log).containsExactly("common+maps+planning", "common", "maps", "verdict");
    }

    private static int exitCodeOf(TaskRunner build) {
        return PeerAgent.builder()
                .peer("runner-17")
                .cache("muc9")
                .join(join("common", "maps", "planning"))
                .runner(build)
                .transport(new DirectTransport(LoneDirector.givingAhead(3)))
                .build()
                .run();
    }

    @Test
    void withoutAnAnswerItBuildsAloneAndTheVerdictStillDecides() {
        InProcessBuild build = new InProcessBuild(threads, 9);

        int exitCode = PeerAgent.builder()
                .peer("runner-17")
                .cache("muc9")
                .join(join("common", "maps"))
                .slots(2)
                .runner(build)
                .transport(new Silence())
                .settings(SessionSettings.defaults().withPatience(Duration.ofMillis(50)))
                .build()
                .run();

        assertThat(exitCode).isEqualTo(9);
        assertThat(build.log).containsExactlyInAnyOrder("common", "maps", "verdict");
        assertThat(build.log).endsWith("verdict");
    }

    @Test
    void aPeerThatIsStoppedLeavesAndReturnsTheSignalsCode() throws Exception {
        LinkedBlockingQueue<String> begun = new LinkedBlockingQueue<>();
        TaskRunner endless = new Endless(begun);
        DirectTransport transport = new DirectTransport(new LoneDirector());
        PeerAgent agent = PeerAgent.builder()
                .peer("runner-17")
                .cache("muc9")
                .join(join("common"))
                .runner(endless)
                .transport(transport)
                .build();
        Future<Integer> exitCode = threads.submit(agent::run);

        assertThat(begun.take()).isEqualTo("common");
        agent.stop(143);

        assertThat(exitCode.get()).isEqualTo(143);
        assertThat(transport.last().leaving()).contains(Leaving.CANCELLED);
    }

    public static Join join(String... tasks) {
        List<JoinTask> all = new ArrayList<>();
        for (String task : tasks) {
            all.add(new JoinTask(task, List.of("//" + task), List.of(), Optional.of(1.0), Optional.empty()));
        }
        return new Join(
                new JoinSchema(
                        "example",
                        SchemaDigest.of("example", Optional.of("//..."), all),
                        Optional.of("//..."),
                        Optional.of(all)),
                "sha256:" + "1".repeat(64),
                Optional.empty(),
                true,
                List.of(),
                false,
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    /** Runs until it is aborted. */
    private record Endless(LinkedBlockingQueue<String> begun) implements TaskRunner {

        @Override
        public RunningTask start(TaskInvocation invocation, Consumer<TaskResult> ended) {
            begun.add(invocation.task());
            return () -> ended.accept(
                    new TaskResult(Outcome.ABORTED, Optional.empty(), Duration.ZERO, Optional.empty(), List.of()));
        }

        @Override
        public RunningTask startVerdict(Consumer<TaskResult> ended) {
            throw new IllegalStateException("a peer that is stopped has no verdict");
        }
    }

    /** The coordinator in the same thread. */
    private static final class DirectTransport implements Transport {

        private final LoneDirector director;
        private final List<PeerStatus> sent = Collections.synchronizedList(new ArrayList<>());
        private Optional<Listener> listener = Optional.empty();

        DirectTransport(LoneDirector director) {
            this.director = director;
        }

        PeerStatus last() {
            return sent.get(sent.size() - 1);
        }

        @Override
        public void open(Listener value) {
            listener = Optional.of(value);
        }

        @Override
        public void send(PeerStatus status) {
            sent.add(status);
            director.answer(status).forEach(listener.orElseThrow()::assigned);
        }

        @Override
        public void close() {}
    }

    private static final class Silence implements Transport {

        @Override
        public void open(Listener listener) {}

        @Override
        public void send(PeerStatus status) {}

        @Override
        public void close() {}
    }
}

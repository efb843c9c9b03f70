package dev.taskdirector.agent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.taskdirector.agent.log.CiLog;
import dev.taskdirector.agent.session.Action;
import dev.taskdirector.agent.session.Session;
import dev.taskdirector.agent.session.SessionPlan;
import dev.taskdirector.agent.session.SessionSettings;
import dev.taskdirector.agent.session.TaskResult;
import dev.taskdirector.fuzz.Bounds;
import dev.taskdirector.fuzz.Corpus;
import dev.taskdirector.fuzz.JsonPieces;
import dev.taskdirector.wire.Join;
import dev.taskdirector.wire.JoinSchema;
import dev.taskdirector.wire.JoinTask;
import dev.taskdirector.wire.JsonWireCodec;
import dev.taskdirector.wire.Outcome;
import dev.taskdirector.wire.PeerAssignment;
import dev.taskdirector.wire.Read;
import dev.taskdirector.wire.Received;
import dev.taskdirector.wire.SchemaDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Assignments as the agent reads them, one a line, and what its session does with them. */
class AssignmentFuzzTest {
    private static final List<String> PIECES = List.of(
            "{\"v\":1,\"peer\":\"p\",\"session\":\"s-1\",\"cache\":\"c\",\"epoch\":2,\"seenSeq\":1,",
            "\"state\":\"working\",",
            "\"state\":\"complete\",",
            "\"state\":\"failed\",",
            "\"state\":\"rejoin\",",
            "\"state\":\"rejected\",\"reason\":\"a\\u001b[31m\\nb\",",
            "\"session\":\"s-2\",",
            "\"epoch\":9007199254740991,",
            "\"seenSeq\":9007199254740991,",
            "\"heartbeatSeconds\":0.0000001,",
            "\"heartbeatSeconds\":1000000}",
            "\"tasks\":[{\"name\":\"common\",\"lease\":\"1.1\",\"expectedSeconds\":10}],",
            "\"tasks\":[{\"name\":\"nonsense\",\"lease\":\"1.1\",\"expectedSeconds\":10}],",
            "\n");

    private final JsonWireCodec codec = new JsonWireCodec();

    @FuzzTest
    void whateverIsAssignedTheSessionGoesOnAndEnds(byte[] lines) throws Exception {
        Bounds.hold(lines.length, () -> new Trial().run(new String(lines, ISO_8859_1).split("\n")));
    }

    @Test
    void soItDoesForTheCorpusAndMutationsOfIt() {
        List<String> pieces = new ArrayList<>(JsonPieces.ALL);
        pieces.addAll(PIECES);
        Corpus.of(getClass(), "whateverIsAssignedTheSessionGoesOnAndEnds")
                .run(3_000, pieces, this::whateverIsAssignedTheSessionGoesOnAndEnds);
    }

    /** A session whose commands end when it is told something, well and badly by turns. */
    private final class Trial {
        private static final int MOST_STEPS = 400;
        private static final int MOST_ACTIONS = 200;
        private final Set<String> running = new LinkedHashSet<>();
        private final List<String> log = new ArrayList<>();
        private final CiLog ciLog = new CiLog(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), "build", log::add);
        private int sessions;
        private int ended;
        private long now = 1_000_000;
        private boolean isJudging;
        private boolean isOver;
        private final Session session = new Session(plan(), SessionSettings.defaults(), () -> "s-" + ++sessions, now);

        void run(String[] lines) {
            perform(session.start(now));
            for (String line : lines) {
                hear(line.getBytes(ISO_8859_1));
                pass(300);
            }
            for (int step = 0; step < MOST_STEPS && !isOver; step++) {
                pass(10_000);
            }
            assertThat(isOver).as("the session ends by itself").isTrue();
            assertThat(log).allSatisfy(line -> assertThat(line).doesNotContainPattern("\\p{Cntrl}"));
        }

        private void hear(byte[] line) {
            Read<PeerAssignment> read = codec.readAssignment(line);
            if (read instanceof Read.Ok<PeerAssignment> ok) {
                assertThat(codec.readAssignment(codec.write(ok.value()))).isEqualTo(read);
                perform(session.onAssignment(ok.value(), now));
            } else {
                assertThat(((Read.Malformed<PeerAssignment>) read).reason())
                        .isNotBlank()
                        .hasSizeLessThan(1_000);
            }
        }

        private void pass(long millis) {
            now += millis;
            perform(session.onTick(now));
            if (!running.isEmpty()) {
                end(running.iterator().next(), ended++ % 2 == 0 ? Outcome.SUCCEEDED : Outcome.FAILED);
            } else if (isJudging && !isOver) {
                perform(session.onVerdictEnded(result(Outcome.SUCCEEDED), now));
            }
        }

        private void end(String task, Outcome outcome) {
            running.remove(task);
            perform(session.onTaskEnded(task, result(outcome), now));
        }

        private void perform(List<Action> actions) {
            assertThat(actions).hasSizeLessThan(MOST_ACTIONS);
            List<String> aborted = new ArrayList<>();
            for (Action action : actions) {
                assertThat(isOver).isFalse();
                if (action instanceof Action.SendStatus send) {
                    assertThat(codec.readStatusRecord(codec.write(send.status())))
                            .isEqualTo(new Received.Status(send.status()));
                } else if (action instanceof Action.StartTask start) {
                    assertThat(isJudging).isFalse();
                    assertThat(running.add(start.task().name())).isTrue();
                    assertThat(running).hasSizeLessThanOrEqualTo(2);
                } else if (action instanceof Action.AbortTask abort) {
                    aborted.add(abort.task());
                } else if (action instanceof Action.StartVerdict) {
                    assertThat(running).isEmpty();
                    isJudging = true;
                } else if (action instanceof Action.Tell tell) {
                    ciLog.accept(tell.fact());
                } else if (action instanceof Action.Exit) {
                    isOver = true;
                }
            }
            aborted.forEach(task -> end(task, Outcome.ABORTED));
        }
    }

    private static TaskResult result(Outcome outcome) {
        return new TaskResult(outcome, Optional.of(0), Duration.ofSeconds(1), Optional.empty(), List.of());
    }

    private static SessionPlan plan() {
        List<JoinTask> tasks = List.of(task("common"), task("maps"), task("planning", "common"));
        JoinSchema schema = new JoinSchema(
                "driving", SchemaDigest.of("driving", Optional.empty(), tasks), Optional.empty(), Optional.of(tasks));
        Join join = new Join(
                schema,
                "sha256:context",
                Optional.empty(),
                true,
                List.of(),
                false,
                Optional.empty(),
                Optional.empty(),
                Map.of());
        return new SessionPlan("p", "c", join, 2);
    }

    private static JoinTask task(String name, String... needs) {
        return new JoinTask(name, List.of("//" + name), List.of(needs), Optional.of(10.0), Optional.empty());
    }
}

package dev.taskdirector.agent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
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
import dev.taskdirector.fuzz.JsonSchemas;
import dev.taskdirector.fuzz.JsonWords;
import dev.taskdirector.fuzz.Neighbours;
import dev.taskdirector.wire.AssignmentState;
import dev.taskdirector.wire.Join;
import dev.taskdirector.wire.JoinSchema;
import dev.taskdirector.wire.JoinTask;
import dev.taskdirector.wire.JsonWireCodec;
import dev.taskdirector.wire.Outcome;
import dev.taskdirector.wire.PeerAssignment;
import dev.taskdirector.wire.PeerStatus;
import dev.taskdirector.wire.Read;
import dev.taskdirector.wire.Received;
import dev.taskdirector.wire.SchemaDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

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

    private static final String BEFORE =
            line(1, "\"tasks\":[{\"name\":\"maps\",\"lease\":\"1.0\",\"expectedSeconds\":1}],") + "\n";

    /** First something old, with news in it, then more than there are slots, some of it short. */
    private static final String AFTER = "\n"
            + line(
                    1,
                    "\"news\":{\"shared\":3,\"cachePeers\":9,\"candidates\":9,\"built\":[{\"task\":\"maps\",\"peer\":\"q\"}]},")
            + "\n"
            + line(
                    9,
                    "\"tasks\":[{\"name\":\"docs\",\"lease\":\"2.0\",\"expectedSeconds\":1},{\"name\":\"tools\",\"lease\":\"2.1\","
                            + "\"expectedSeconds\":0.1},{\"name\":\"ui\",\"lease\":\"2.2\",\"expectedSeconds\":0.1}],");

    private static final int LONGEST_NEIGHBOUR = 6_000;
    private static final long LONGEST_SLEEP = 60_000;

    private final JsonWireCodec codec = new JsonWireCodec();

    @JsonWords
    @MethodSource("linesWithNeighbours")
    @FuzzTest
    void whateverIsAssignedTheSessionGoesOnAndEnds(byte[] lines) throws Exception {
        Bounds.hold(lines.length, () -> new Trial().run(new String(lines, ISO_8859_1).split("\n")));
    }

    private static String line(int epoch, String more) {
        return "{\"v\":1,\"peer\":\"p\",\"session\":\"s-1\",\"cache\":\"c\",\"epoch\":" + epoch + ",\"seenSeq\":1,"
                + "\"state\":\"working\"," + more + "\"heartbeatSeconds\":5,\"token\":\"t\"}";
    }

    /** A session that has work is told something that is wrong in one place, and then to build on. */
    static List<byte[]> linesWithNeighbours() {
        String fullest = Neighbours.fullest("assignment")
                .replace(
                        "\"peer\":\"a\",\"session\":\"a\",\"cache\":\"a\"",
                        "\"peer\":\"p\",\"session\":\"s-1\",\"cache\":\"c\"")
                .replace("\"epoch\":1", "\"epoch\":2")
                .replace("\"tasks\":[{\"name\":\"a\"", "\"tasks\":[{\"name\":\"common\"");
        List<byte[]> all = new ArrayList<>();
        for (byte[] neighbour : Neighbours.of("assignment", fullest)) {
            if (neighbour.length < LONGEST_NEIGHBOUR) {
                all.add((BEFORE + new String(neighbour, UTF_8) + AFTER).getBytes(UTF_8));
            }
        }
        return all;
    }

    @Test
    void soItDoesForEachFieldAtItsBounds() throws Exception {
        for (byte[] lines : linesWithNeighbours()) {
            whateverIsAssignedTheSessionGoesOnAndEnds(lines);
        }
    }

    @Test
    void theReaderAndTheSchemaAgreeOnEachFieldAtItsBounds() {
        for (byte[] record : Neighbours.of("assignment", Neighbours.fullest("assignment"))) {
            Read<PeerAssignment> read = codec.readAssignment(record);
            boolean isHalfACharacter = read instanceof Read.Malformed<PeerAssignment> malformed
                    && malformed.reason().endsWith(" has half a surrogate pair");
            assertThat(read instanceof Read.Ok)
                    .as(read.toString())
                    .isEqualTo(JsonSchemas.isValid("assignment", record) && !isHalfACharacter);
        }
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
        private static final Set<AssignmentState> STATES_OF_AN_EPOCH = Set.of(
                AssignmentState.WORKING, AssignmentState.WAITING, AssignmentState.COMPLETE, AssignmentState.FAILED);
        private static final Set<AssignmentState> SENT_AWAY =
                Set.of(AssignmentState.REJECTED, AssignmentState.SUPERSEDED);

        /** What runs in which slot: a task, or several as one. */
        private final Map<Integer, List<String>> running = new TreeMap<>();

        private final List<String> log = new ArrayList<>();
        private final CiLog ciLog = new CiLog(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), "build", log::add);
        private int sessions;
        private int ended;
        private long now = 1_000_000;
        private PeerStatus said;
        private boolean isSentAway;
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
                assertThat(JsonSchemas.refusals("assignment", codec.write(ok.value())))
                        .isEmpty();
                List<Action> actions = session.onAssignment(ok.value(), now);
                if (isNoBusinessOfThis(ok.value())) {
                    assertThat(actions).noneMatch(this::decides);
                } else {
                    isSentAway |= SENT_AWAY.contains(ok.value().state());
                }
                perform(actions);
            } else {
                assertThat(((Read.Malformed<PeerAssignment>) read).reason())
                        .isNotBlank()
                        .hasSizeLessThan(1_000);
            }
        }

        /** Nobody is followed any more, or it is for another session, or says less than what was heard before. */
        private boolean isNoBusinessOfThis(PeerAssignment assignment) {
            boolean isOurs = assignment.peer().equals("p")
                    && assignment.cache().equals("c")
                    && assignment.session().equals(said.session());
            boolean isOld = assignment.epoch() < said.seenEpoch() && STATES_OF_AN_EPOCH.contains(assignment.state());
            return isSentAway || !isOurs || isOld;
        }

        private boolean decides(Action action) {
            return action instanceof Action.StartTask
                    || action instanceof Action.StartBatch
                    || action instanceof Action.AbortTask
                    || action instanceof Action.AbortBatch
                    || action instanceof Action.StartVerdict
                    || action instanceof Action.Tell
                    || action instanceof Action.Exit;
        }

        private void pass(long millis) {
            now += millis;
            perform(session.onTick(now));
            if (!running.isEmpty()) {
                end(running.keySet().iterator().next(), ended++ % 2 == 0 ? Outcome.SUCCEEDED : Outcome.FAILED);
            } else if (isJudging && !isOver) {
                perform(session.onVerdictEnded(result(Outcome.SUCCEEDED), now));
            }
        }

        private void start(int slot, List<String> tasks) {
            assertThat(isJudging).isFalse();
            assertThat(slot).isBetween(0, 1);
            assertThat(running.values()).noneMatch(other -> tasks.stream().anyMatch(other::contains));
            assertThat(running.put(slot, tasks)).isNull();
        }

        private void end(int slot, Outcome outcome) {
            List<String> tasks = running.remove(slot);
            perform(
                    tasks.size() == 1
                            ? session.onTaskEnded(tasks.get(0), result(outcome), now)
                            : session.onBatchEnded(slot, result(outcome), now));
        }

        private void perform(List<Action> actions) {
            assertThat(actions).hasSizeLessThan(MOST_ACTIONS);
            Map<Integer, List<String>> aborted = new TreeMap<>();
            for (Action action : actions) {
                assertThat(isOver).isFalse();
                if (action instanceof Action.SendStatus send) {
                    said = send.status();
                    assertThat(codec.readStatusRecord(codec.write(said))).isEqualTo(new Received.Status(said));
                    assertThat(said.holding()).hasSizeLessThanOrEqualTo(2 + 64);
                } else if (action instanceof Action.StartTask start) {
                    start(start.slot(), List.of(start.task().name()));
                } else if (action instanceof Action.StartBatch start) {
                    assertThat(start.tasks()).hasSizeGreaterThan(1);
                    start(
                            start.slot(),
                            start.tasks().stream().map(one -> one.task().name()).toList());
                } else if (action instanceof Action.AbortTask abort) {
                    running.forEach((slot, tasks) -> {
                        if (tasks.equals(List.of(abort.task()))) {
                            aborted.put(slot, tasks);
                        }
                    });
                } else if (action instanceof Action.AbortBatch abort) {
                    assertThat(running.get(abort.slot())).hasSizeGreaterThan(1);
                    aborted.put(abort.slot(), running.get(abort.slot()));
                } else if (action instanceof Action.StartVerdict) {
                    assertThat(running).isEmpty();
                    isJudging = true;
                } else if (action instanceof Action.Tell tell) {
                    ciLog.accept(tell.fact());
                } else if (action instanceof Action.Exit) {
                    isOver = true;
                }
            }
            aborted.forEach((slot, tasks) -> {
                if (tasks.equals(running.get(slot))) {
                    end(slot, Outcome.ABORTED);
                }
            });
            session.nextWakeMillis()
                    .ifPresent(next -> assertThat(next - now).as("sleeps").isBetween(1L, LONGEST_SLEEP));
        }
    }

    private static TaskResult result(Outcome outcome) {
        return new TaskResult(outcome, Optional.of(0), Duration.ofSeconds(1), Optional.empty(), List.of());
    }

    private static SessionPlan plan() {
        List<JoinTask> tasks = List.of(
                task("common"), task("maps"), task("planning", "common"), task("docs"), task("tools"), task("ui"));
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
        return new SessionPlan("p", "c", join, 2, true);
    }

    private static JoinTask task(String name, String... needs) {
        return new JoinTask(name, List.of("//" + name), List.of(needs), Optional.of(10.0), Optional.empty());
    }
}

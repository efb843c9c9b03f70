package dev.taskdirector.coordinator.runtime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.taskdirector.coordinator.core.Changes;
import dev.taskdirector.coordinator.core.Director;
import dev.taskdirector.coordinator.core.Extent;
import dev.taskdirector.coordinator.core.Row;
import dev.taskdirector.coordinator.core.Settings;
import dev.taskdirector.coordinator.fakes.FakeLog;
import dev.taskdirector.coordinator.fakes.FakeSeals;
import dev.taskdirector.coordinator.fakes.FakeSink;
import dev.taskdirector.coordinator.fakes.FakeStore;
import dev.taskdirector.coordinator.fakes.FakeTally;
import dev.taskdirector.coordinator.runtime.CheckpointStore.LogPosition;
import dev.taskdirector.fuzz.Bounds;
import dev.taskdirector.fuzz.Corpus;
import dev.taskdirector.fuzz.JsonPieces;
import dev.taskdirector.fuzz.JsonSchemas;
import dev.taskdirector.fuzz.JsonWords;
import dev.taskdirector.fuzz.MendedDigest;
import dev.taskdirector.fuzz.Neighbours;
import dev.taskdirector.wire.JsonWireCodec;
import dev.taskdirector.wire.PeerAssignment;
import dev.taskdirector.wire.Read;
import dev.taskdirector.wire.RunEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A partition of the status topic, a record a line, through the edge and the real translation into the core. A line may
 * begin with how many milliseconds have passed, such as {@code +5000} and a blank.
 */
class StatusLogFuzzTest {
    private static final Pattern LINE = Pattern.compile("(?:([+-]\\d{1,9}) )?(.*)", Pattern.DOTALL);
    private static final String TICK = "{\"v\":1,\"control\":\"tick\",\"cache\":\"c\",\"mac\":\"sealed\"}";
    private static final int LINGER_STEPS = 75;
    private static final int LONGEST_NEIGHBOUR = 4_000;

    /** Each build looks at one neighbour in so many. */
    private static final int EACH_BUILD = 10;

    private static final String TASKS = "{\"name\":\"a\",\"targets\":[\"a\"],\"needs\":[],\"expectedSeconds\":10},"
            + "{\"name\":\"b\",\"targets\":[\"b\"],\"needs\":[\"a\"],\"timeoutSeconds\":20},"
            + "{\"name\":\"c\",\"targets\":[\"c\"],\"needs\":[\"a\",\"b\"]}";
    private static final String JOIN = join("1");
    private static final String OTHER = join("2");
    private static final String SUCCESS =
            "{\"v\":1,\"peer\":\"p1\",\"session\":\"s1\",\"cache\":\"c\",\"seq\":2,\"seenEpoch\":1,"
                    + "\"slots\":2,\"holding\":[],\"finished\":[{\"task\":\"a\",\"lease\":\"1.1\",\"outcome\":\"succeeded\",\"exitCode\":0,"
                    + "\"seconds\":9.5,\"cacheHit\":false}],\"relied\":[{\"task\":\"a\",\"hit\":true}],\"token\":\"token of p1/s1/c\"}";

    private final JsonWireCodec codec = new JsonWireCodec();

    private static String join(String who) {
        return "{\"v\":1,\"peer\":\"p" + who + "\",\"session\":\"s" + who
                + "\",\"cache\":\"c\",\"seq\":1,\"seenEpoch\":0,"
                + "\"slots\":2,\"join\":{\"schema\":{\"id\":\"x\",\"digest\":\"sha256:" + "0".repeat(64)
                + "\",\"tasks\":[" + TASKS
                + "]},\"context\":\"x\",\"keys\":[\"k1\",\"k2\",\"k3\"],\"repositories\":[{\"name\":\"r\",\"baseRef\":\"main\","
                + "\"patchset\":\"1\",\"additionalPatchsets\":[\"2\"]}]}}";
    }

    @JsonWords
    @MethodSource("logsWithNeighbours")
    @FuzzTest
    void theCoreThrowsOnNothingThatTheEdgeAccepts(byte[] lines) throws Exception {
        Bounds.hold(lines.length, () -> new Trial().run(new String(lines, ISO_8859_1).split("\n")));
    }

    /** Two peers of which one says something that is wrong in one place, at first or later, and goes on. */
    static List<byte[]> logsWithNeighbours() {
        List<byte[]> all = new ArrayList<>();
        for (byte[] bent : Neighbours.of("peer-status", JOIN)) {
            if (bent.length < LONGEST_NEIGHBOUR) {
                String line = new String(bent, UTF_8);
                all.add((line + "\n" + OTHER + "\n" + SUCCESS + "\n+9000 " + TICK).getBytes(UTF_8));
            }
        }
        for (byte[] bent : Neighbours.of("peer-status", SUCCESS)) {
            if (bent.length < LONGEST_NEIGHBOUR) {
                String line = new String(bent, UTF_8);
                all.add((JOIN + "\n" + OTHER + "\n" + line + "\n+9000 " + TICK).getBytes(UTF_8));
            }
        }
        return all;
    }

    @Test
    void norOnEachFieldAtItsBounds() throws Exception {
        List<byte[]> all = logsWithNeighbours();
        for (int i = 0; i < all.size(); i += EACH_BUILD) {
            theCoreThrowsOnNothingThatTheEdgeAccepts(all.get(i));
        }
    }

    @Test
    void norOnTheCorpusAndMutationsOfIt() {
        List<String> pieces = new ArrayList<>(JsonPieces.ALL);
        pieces.addAll(List.of(
                "\n",
                "\n+31000 ",
                "+5000 ",
                "-5000 ",
                "\n" + TICK + "\n",
                "\"session\":\"s1\",",
                "\"session\":\"s2\",",
                "\"peer\":\"p1\",",
                "\"peer\":\"p2\",",
                "\"cache\":\"d\",",
                "\"token\":\"token of p1/s1/c\",",
                "\"seenEpoch\":2,",
                "\"cacheWrite\":false,",
                "\"relied\":[{\"task\":\"a\",\"hit\":false},{\"task\":\"b\",\"hit\":false}],",
                "\"finished\":[{\"task\":\"a\",\"outcome\":\"succeeded\"}],",
                "\"finished\":[{\"task\":\"b\",\"lease\":\"2.2\",\"outcome\":\"unavailable\"}],"));
        Corpus.of(getClass(), "theCoreThrowsOnNothingThatTheEdgeAccepts")
                .run(1_200, pieces, this::theCoreThrowsOnNothingThatTheEdgeAccepts);
    }

    /** One life of a partition, and the checkpoint that follows it. */
    private final class Trial {
        private long clock = 1_000_000;
        private final FakeLog log = new FakeLog(1, codec, () -> clock);
        private final FakeSink sink = new FakeSink();
        private final Ports ports = new Ports(
                log, new FakeStore(), sink, sink, sink, log, log, sink, codec, new FakeSeals(), new FakeTally());
        private final Director director = new Director(0, Settings.DEFAULTS);
        private final Replica replica = new Replica(director, ports, new LogPosition("topic", 1, 0), List.of());
        private final TreeMap<Row.Key, Row> checkpoint = new TreeMap<>();
        private final StateTrial state = new StateTrial();
        private boolean hasOtherSettings;

        void run(String[] lines) {
            for (String line : lines) {
                Matcher matcher = LINE.matcher(line);
                assertThat(matcher.matches()).isTrue();
                clock += matcher.group(1) == null ? 100 : Long.parseLong(matcher.group(1));
                apply(MendedDigest.of(matcher.group(2).getBytes(ISO_8859_1)));
            }
            isRestoredFromItsRows();
            for (int step = 0; step < LINGER_STEPS; step++) {
                clock += 10_000;
                apply(TICK.getBytes(UTF_8));
            }
            if (director.settings().equals(Settings.DEFAULTS)) {
                Extent left = director.extent();
                assertThat(left)
                        .isEqualTo(new Extent(
                                0, left.endedSessions(), 0, 0, 0, 0, 0, 0, left.durations(), left.machines(), 0, 0, 0));
            }
        }

        private void apply(byte[] value) {
            String key = new String(value, UTF_8).contains("\"cache\":\"d\"") ? "d" : "c";
            Outbox outbox = new Outbox(ports);
            replica.apply(log.append(0, key, value, List.of()), outbox);
            outbox.send();
            for (PeerAssignment assignment : sink.takeAssignments()) {
                byte[] record = codec.write(assignment);
                assertThat(codec.readAssignment(record)).isEqualTo(new Read.Ok<>(assignment));
                assertThat(JsonSchemas.refusals("assignment", record)).isEmpty();
                state.hear(assignment);
            }
            for (RunEvent event : sink.takeEvents()) {
                byte[] record = codec.write(event);
                assertThat(codec.readRunEvent(record)).isEqualTo(new Read.Ok<>(event));
                assertThat(JsonSchemas.refusals("run-event", record)).isEmpty();
            }
            sink.takeDeadLetters();
            hasOtherSettings |= !director.settings().equals(Settings.DEFAULTS);
            state.look(director.rows(), hasOtherSettings ? Optional.empty() : Optional.of(Settings.DEFAULTS));
            Changes changes = director.drainChanges();
            changes.written().forEach(row -> checkpoint.put(row.key(), row));
            changes.closed().forEach(checkpoint::remove);
        }

        private void isRestoredFromItsRows() {
            List<Row> rows = checkpoint.values().stream()
                    .filter(row -> !(row instanceof Row.AttemptRow))
                    .toList();
            if (!rows.isEmpty()) {
                assertThat(rows).isEqualTo(director.rows());
            }
            Director restored = Director.load(0, director.rows());
            assertThat(restored.rows()).isEqualTo(director.rows());
            assertThat(restored.newestAssignments()).containsExactlyInAnyOrderElementsOf(director.newestAssignments());
        }
    }
}

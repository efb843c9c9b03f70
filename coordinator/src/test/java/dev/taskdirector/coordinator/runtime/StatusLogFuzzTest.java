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
import dev.taskdirector.wire.JsonWireCodec;
import dev.taskdirector.wire.PeerAssignment;
import dev.taskdirector.wire.Read;
import dev.taskdirector.wire.Received;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * A partition of the status topic, a record a line, through the edge and the real translation into the core. A line may
 * begin with how many milliseconds have passed, such as {@code +5000} and a blank.
 */
class StatusLogFuzzTest {
    private static final Pattern LINE = Pattern.compile("(?:([+-]\\d{1,9}) )?(.*)", Pattern.DOTALL);
    private static final Pattern WRONG_DIGEST =
            Pattern.compile("the schema's digest is (\\S+), but that of its tasks is (\\S+)");
    private static final String TICK = "{\"v\":1,\"control\":\"tick\",\"cache\":\"c\",\"mac\":\"sealed\"}";
    private static final int LINGER_STEPS = 75;

    private final JsonWireCodec codec = new JsonWireCodec();

    @FuzzTest
    void theCoreThrowsOnNothingThatTheEdgeAccepts(byte[] lines) throws Exception {
        Bounds.hold(lines.length, () -> new Trial().run(new String(lines, ISO_8859_1).split("\n")));
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
                .run(1_500, pieces, this::theCoreThrowsOnNothingThatTheEdgeAccepts);
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

        void run(String[] lines) {
            for (String line : lines) {
                Matcher matcher = LINE.matcher(line);
                assertThat(matcher.matches()).isTrue();
                clock += matcher.group(1) == null ? 100 : Long.parseLong(matcher.group(1));
                apply(mended(matcher.group(2).getBytes(ISO_8859_1)));
            }
            isRestoredFromItsRows();
            for (int step = 0; step < LINGER_STEPS; step++) {
                clock += 10_000;
                apply(TICK.getBytes(UTF_8));
            }
            if (director.settings().equals(Settings.DEFAULTS)) {
                Extent left = director.extent();
                assertThat(left)
                        .isEqualTo(new Extent(0, left.endedSessions(), 0, 0, 0, 0, left.durations(), left.machines()));
            }
        }

        private void apply(byte[] value) {
            String key = new String(value, UTF_8).contains("\"cache\":\"d\"") ? "d" : "c";
            Outbox outbox = new Outbox(ports);
            replica.apply(log.append(0, key, value, List.of()), outbox);
            outbox.send();
            for (PeerAssignment assignment : sink.takeAssignments()) {
                assertThat(codec.readAssignment(codec.write(assignment))).isEqualTo(new Read.Ok<>(assignment));
            }
            sink.takeEvents()
                    .forEach(event ->
                            assertThat(codec.readRunEvent(codec.write(event))).isEqualTo(new Read.Ok<>(event)));
            sink.takeDeadLetters();
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

    /** Bent tasks have another digest: here it is put right, else none of them would come to the core. */
    private byte[] mended(byte[] value) {
        if (codec.readStatusRecord(value) instanceof Received.BeyondLimit beyond) {
            Matcher matcher = WRONG_DIGEST.matcher(beyond.reason());
            if (matcher.matches()) {
                return new String(value, ISO_8859_1)
                        .replace(matcher.group(1), matcher.group(2))
                        .getBytes(ISO_8859_1);
            }
        }
        return value;
    }
}

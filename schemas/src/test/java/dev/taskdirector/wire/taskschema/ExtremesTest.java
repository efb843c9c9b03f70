package dev.taskdirector.wire.taskschema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.fuzz.Bounds;
import dev.taskdirector.wire.JsonWireCodec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A megabyte of what makes readers slow or hungry takes each reader no more time and memory than it is worth. */
class ExtremesTest {
    private static final int MEGA = 1_000_000;
    private static final int MANY = 100_000;
    private final JsonWireCodec codec = new JsonWireCodec();

    static Stream<Arguments> records() {
        Map<String, String> records = new LinkedHashMap<>();
        records.put("nested lists", "[".repeat(MEGA));
        records.put("nested lists in a field", "{\"x\":" + "[".repeat(MEGA));
        records.put("nested objects", "{\"a\":".repeat(MANY));
        records.put("lists that end", "{\"x\":" + "[".repeat(MEGA / 2) + "]".repeat(MEGA / 2) + "}");
        for (String field : new String[] {"v", "seq", "slots", "epoch", "heartbeatSeconds", "seconds", "x"}) {
            records.put("a million digits for " + field, "{\"" + field + "\":" + "9".repeat(MEGA) + "}");
            records.put("1e999999999 for " + field, "{\"" + field + "\":1e999999999}");
            records.put("-1e-999999999 for " + field, "{\"" + field + "\":-1e-999999999}");
            records.put("a long fraction for " + field, "{\"" + field + "\":0." + "0".repeat(MEGA) + "1}");
        }
        records.put("a long text", "{\"peer\":\"" + "a".repeat(MEGA) + "\"}");
        records.put("a longer text", "{\"peer\":\"" + "a".repeat(20 * MEGA) + "\"}");
        records.put("a text of escapes", "{\"reason\":\"" + "\\u0041".repeat(MEGA / 6) + "\"}");
        records.put("a long name", "{\"" + "a".repeat(MEGA) + "\":1}");
        records.put("one name many times", "{" + "\"v\":1,".repeat(MEGA / 6) + "\"v\":1}");
        records.put(
                "many names",
                IntStream.range(0, MANY).mapToObj(i -> "\"n" + i + "\":1").collect(Collectors.joining(",", "{", "}")));
        records.put(
                "names of one hash",
                IntStream.range(0, 1 << 14)
                        .mapToObj(i -> "\"" + collision(i) + "\":1")
                        .collect(Collectors.joining(",", "{", "}")));
        records.put("many small lists", "{\"holding\":[" + "{\"task\":\"a\"},".repeat(MANY) + "{\"task\":\"a\"}]}");
        records.put("many quotes", "\"".repeat(MEGA));
        records.put("many secrets", "\"token\":".repeat(MANY));
        records.put("blanks", " ".repeat(MEGA));
        return arguments(records);
    }

    static Stream<Arguments> files() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("nested flow lists", "[".repeat(MEGA));
        files.put("nested flow mappings", "{a: ".repeat(MANY));
        files.put("nested lists", "- ".repeat(MANY));
        files.put("nested keys", "? ".repeat(MANY));
        files.put("aliases of aliases", laughs());
        files.put(
                "many anchors",
                IntStream.range(0, MANY).mapToObj(i -> "- &a" + i + " x\n").collect(Collectors.joining()));
        files.put("many aliases", "x-a: &a b\ntasks:\n" + "  - *a\n".repeat(MANY));
        files.put("a long text", "id: " + "a".repeat(MEGA));
        files.put("the longest text", "id: " + "a".repeat(4 * 65_536));
        files.put("a long key", "a".repeat(MEGA) + ": 1");
        files.put(
                "many unknown fields",
                IntStream.range(0, MANY).mapToObj(i -> "task" + i + ": 1\n").collect(Collectors.joining()));
        files.put("one field many times", "id: a\n".repeat(MANY));
        files.put("many blank lines", "id: >\n" + "\n".repeat(MEGA) + "  a\n");
        files.put("many documents", "---\n".repeat(MANY));
        files.put("many comments", "#\n".repeat(MEGA / 2));
        files.put("many quotes", "'".repeat(MEGA));
        files.put("many escapes", "id: \"" + "\\x41".repeat(MEGA / 4) + "\"");
        files.put("a million digits", "tasks:\n  - {name: a, targets: a, expectedSeconds: " + "9".repeat(MEGA) + "}\n");
        files.put("1e999999999", "tasks:\n  - {name: a, targets: a, expectedSeconds: 1e999999999}\n");
        files.put(
                "a number in base 60",
                "tasks:\n  - {name: a, targets: a, expectedSeconds: " + "1:".repeat(MANY) + "1}\n");
        files.put("one short task many times", "tasks:\n" + "  - task: sleep\n".repeat(MANY));
        files.put("one name many times", "tasks:\n" + "  - {name: a, targets: a}\n".repeat(30_000));
        files.put(
                "many needs that nobody has",
                "tasks:\n  - name: a\n    targets: a\n    needs: ["
                        + IntStream.range(0, MANY).mapToObj(i -> "b" + i).collect(Collectors.joining(", ")) + "]\n");
        files.put(
                "many tasks that need a strange one",
                "tasks:\n"
                        + IntStream.range(0, 20_000)
                                .mapToObj(i -> "  - {name: task-" + i + ", targets: a, needs: [tusk-" + i + "]}\n")
                                .collect(Collectors.joining()));
        files.put(
                "many steps",
                "steps:\n"
                        + IntStream.range(0, 50_000)
                                .mapToObj(i -> "  " + i + ": a\n")
                                .collect(Collectors.joining()));
        files.put(
                "many steps of one number",
                "steps:\n"
                        + IntStream.range(1, 3_000)
                                .mapToObj(i -> "  " + "0".repeat(i) + "1: a\n")
                                .collect(Collectors.joining()));
        files.put("a JSON file of nested lists", "{\"tasks\":" + "[".repeat(MEGA));
        files.put("a binary text", "id: !!binary " + "QUFB".repeat(MEGA / 4));
        return arguments(files);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("records")
    void recordsCostWhatTheyAreWorth(String name, String record) throws Exception {
        byte[] bytes = record.getBytes(UTF_8);
        Bounds.holdRecord(
                bytes.length, () -> assertThat(codec.readStatusRecord(bytes)).isNotNull());
        Bounds.holdRecord(
                bytes.length, () -> assertThat(codec.readAssignment(bytes)).isNotNull());
        Bounds.holdRecord(
                bytes.length, () -> assertThat(codec.readRunEvent(bytes)).isNotNull());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void filesCostWhatTheyAreWorth(String name, String file) throws Exception {
        byte[] bytes = file.getBytes(UTF_8);
        Bounds.hold(bytes.length, () -> SchemaTrial.read("s.yaml", bytes));
        Bounds.hold(bytes.length, () -> SchemaTrial.read("s.json", bytes));
    }

    private static Stream<Arguments> arguments(Map<String, String> cases) {
        return cases.entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    /** Names with one hash code: each bit chooses between two pairs of letters of the same hash. */
    private static String collision(int bits) {
        return IntStream.range(0, 14)
                .mapToObj(bit -> (bits >> bit & 1) == 0 ? "Aa" : "BB")
                .collect(Collectors.joining());
    }

    private static String laughs() {
        StringBuilder file = new StringBuilder("x-0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for (int i = 1; i < 20; i++) {
            file.append("x-" + i + ": &a" + i + " [" + ("*a" + (i - 1) + ", ").repeat(8) + "*a" + (i - 1) + "]\n");
        }
        return file.append("tasks: *a19\n").toString();
    }

    @Test
    void targetsOfAllTasksAreCountedTogether() {
        String targets = "[" + "\"a\",".repeat(49_999) + "\"a\"]";
        String tasks = IntStream.range(0, 21)
                .mapToObj(i -> "{\"name\":\"" + i + "\",\"targets\":" + targets + "}")
                .collect(Collectors.joining(",\n"));

        assertThat(TaskSchemaReader.read("s.json", "{\"tasks\":[" + tasks + "]}"))
                .isEqualTo(
                        new ReadSchema.Invalid(List.of("s.json:21: up to here the tasks have 1050000 targets; at most"
                                + " 1000000 are allowed in all")));
    }
}

package dev.taskdirector.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.fuzz.Bounds;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** No bytes make the codec throw. */
class HostileRecordsTest {

    private static final String STATUS = """
            {"v":1,"peer":"runner-17","session":"0192f0c4","cache":"muc9","seq":9,"seenEpoch":3,"slots":2,
             "holding":[{"task":"planning","lease":"1.1"}],
             "finished":[{"task":"common","outcome":"succeeded","exitCode":0,"seconds":612.4,"cacheHit":false}],
             "relied":[{"task":"maps","hit":true}],"token":"abc",
             "join":{"schema":{"id":"x","digest":"sha256:0000000000000000000000000000000000000000000000000000000000000000",
               "tasks":[{"name":"a","targets":["b"],"needs":[]}]},"context":"c","labels":{"a":"ü𐍈"}}}""";
    private static final String HEAD =
            "{\"v\":1,\"peer\":\"p\",\"session\":\"s\",\"cache\":\"c\",\"seq\":1,\"seenEpoch\":0,\"slots\":1,";
    private static final List<String> PIECES = List.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\\",
            "\\ud800",
            "null",
            "true",
            "1e400",
            "-0",
            "9".repeat(500),
            "\0",
            "\"control\":\"tick\",",
            "\"v\":1,",
            "\"join\":{",
            "\"tasks\":[");

    private final JsonWireCodec codec = new JsonWireCodec();

    @Property(tries = 2_000)
    void anyBytesAreRead(@ForAll byte[] bytes) {
        readAll(bytes);
    }

    @Property(tries = 3_000)
    void anyMutationOfARecordIsRead(@ForAll Random random) {
        byte[] bytes = STATUS.getBytes(UTF_8);
        for (int i = random.nextInt(4); i >= 0; i--) {
            bytes = mutated(bytes, random);
        }
        readAll(bytes);
    }

    @Test
    void deepNestingIsMalformed() {
        for (String open : List.of("[", "{\"a\":", "{\"holding\":[")) {
            assertThat(codec.readStatusRecord(open.repeat(100_000).getBytes(UTF_8)))
                    .isInstanceOf(Received.Malformed.class);
        }
        String nested = "{\"x\":" + "[".repeat(70) + "]".repeat(70) + "}";
        assertThat(codec.readStatusRecord(nested.getBytes(UTF_8)))
                .isInstanceOfSatisfying(
                        Received.Malformed.class, it -> assertThat(it.reason()).contains("nesting depth"));
    }

    @Test
    void invalidUtf8AndTextsThatCannotBeStoredAreMalformed() {
        byte[] bytes = "{\"v\":1,\"peer\":\"p\",\"token\":\"?\"}".getBytes(UTF_8);
        bytes[bytes.length - 3] = (byte) 0xff;
        assertThat(codec.readStatusRecord(bytes)).isInstanceOf(Received.Malformed.class);
        assertThat(reason("{\"token\":\"\\ud800\"}")).isEqualTo("token has half a surrogate pair");
        assertThat(reason("{\"token\":\"\\u0000\"}")).isEqualTo("token has a NUL character");
        assertThat(reason("{\"token\":\"a\\nb\"}")).isEqualTo("token has a control character");
    }

    @Test
    void aRecordBeyondTheGreatestSizeIsRefusedUnread() {
        byte[] bytes = new byte[Limits.RECORD_BYTES + 1];
        Arrays.fill(bytes, (byte) ' ');
        assertThat(codec.readStatusRecord(bytes)).isInstanceOf(Received.Malformed.class);
    }

    @Test
    void aHundredThousandTasksAreReadAndOneMoreIsBeyondTheLimit() {
        assertThat(codec.readStatusRecord(chain(Limits.TASKS))).isInstanceOf(Received.Status.class);
        assertThat(codec.readStatusRecord(chain(Limits.TASKS + 1)))
                .isInstanceOfSatisfying(
                        Received.BeyondLimit.class,
                        it -> assertThat(it.reason()).isEqualTo("join.schema.tasks has more than 100000 entries"));
    }

    /** 69 kB of gzip that would be 16 million texts. */
    @Test
    void aJoinOfVeryManyTinyTargetsIsBeyondTheLimitAndCostsLittleMore() throws Exception {
        String task = "{\"name\":\"%d\",\"targets\":[" + "\"a\",".repeat(64_999) + "\"a\"]}";
        byte[] record = joining(IntStream.range(0, 250).mapToObj(task::formatted));

        Bounds.holdRecord(
                0,
                () -> assertThat(beyond(record)).isEqualTo("join.schema.tasks has more than 1000000 targets in all"));
    }

    @Test
    void needsOfAllTasksAreCountedTogether() throws Exception {
        String needs = "\"needs\":[" + "\"a\",".repeat(99_999) + "\"a\"]";
        byte[] record = joining(
                IntStream.range(0, 11).mapToObj(i -> "{\"name\":\"" + i + "\",\"targets\":[\"a\"]," + needs + "}"));

        Bounds.holdRecord(
                0, () -> assertThat(beyond(record)).isEqualTo("join.schema.tasks has more than 1000000 needs in all"));
    }

    @Test
    void asManyTargetsAsAllowedAreRead() {
        List<JoinTask> tasks = IntStream.range(0, 20)
                .mapToObj(i -> new JoinTask(
                        "task-" + i,
                        Collections.nCopies(Limits.TARGETS / 20, "a"),
                        List.of(),
                        Optional.empty(),
                        Optional.empty()))
                .toList();

        assertThat(codec.readStatusRecord(codec.write(Samples.joining(tasks)))).isInstanceOf(Received.Status.class);
    }

    @Test
    void aNameIsKeptOnceHoweverManyTasksNeedIt() {
        Received.Status read = (Received.Status) codec.readStatusRecord(chain(3));

        List<JoinTask> tasks =
                read.status().join().orElseThrow().schema().tasks().orElseThrow();
        assertThat(tasks.get(1).needs().get(0)).isSameAs(tasks.get(0).name());
    }

    @Test
    void additionalPatchsetsOfAllRepositoriesAreCountedTogether() {
        assertThat(breach("\"repositories\":[" + repositories(10) + "]")).isEmpty();
        assertThat(breach("\"repositories\":[" + repositories(10) + "," + repository(10, 1) + "]"))
                .isEqualTo("join.repositories has more than 10000 additional patchsets in all");
    }

    @Test
    void theTextOfAllRepositoriesIsCountedTogether() {
        String full = longRepository("x", 512, 1_000) + "," + longRepository("y", 508, 22);
        assertThat(breach("\"repositories\":[" + full + "]")).isEmpty();
        assertThat(breach("\"repositories\":[" + full + "," + longRepository("z", 1, 0) + "]"))
                .isEqualTo("join.repositories has more than 524288 bytes of text in all");
    }

    /** Of {@code 2 + length + 512 * additional} bytes. */
    private static String longRepository(String name, int length, int additional) {
        return "{\"name\":\"%s\",\"baseRef\":\"m\",\"patchset\":\"%s\",\"additionalPatchsets\":[%s]}"
                .formatted(
                        name,
                        "p".repeat(length),
                        String.join(",", Collections.nCopies(additional, '"' + "x".repeat(512) + '"')));
    }

    @Test
    void labelsAreShortOneByOneAndTogether() {
        assertThat(breach("\"labels\":{\"a\":\"" + "x".repeat(256) + "\"}")).isEmpty();
        assertThat(breach("\"labels\":{\"a\":\"" + "x".repeat(257) + "\"}"))
                .isEqualTo("join.labels.a has more than 256 characters");
        assertThat(breach("\"labels\":{" + labels(32, 254) + "}")).isEmpty();
        assertThat(breach("\"labels\":{" + labels(32, 254) + ",\"l\":\"\"}"))
                .isEqualTo("join.labels has 8193 bytes; at most 8192 are allowed");
    }

    private static String labels(int count, int length) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"%02d\":\"%s\"".formatted(i, "x".repeat(length)))
                .collect(Collectors.joining(","));
    }

    private static String repositories(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> repository(i, Limits.ADDITIONAL_PATCHSETS))
                .collect(Collectors.joining(","));
    }

    private static String repository(int number, int patchsets) {
        return "{\"name\":\"%d\",\"baseRef\":\"main\",\"patchset\":\"1\",\"additionalPatchsets\":[%s]}"
                .formatted(number, String.join(",", Collections.nCopies(patchsets, "\"1\"")));
    }

    /** What is wrong with a join of which this is a part; empty if nothing is. */
    private String breach(String part) {
        String join = "\"join\":{\"schema\":{\"id\":\"x\",\"digest\":\"sha256:" + "0".repeat(64)
                + "\"},\"context\":\"c\"," + part + "}";
        byte[] record = (HEAD + join + "}").getBytes(UTF_8);
        return codec.readStatusRecord(record) instanceof Received.Status ? "" : beyond(record);
    }

    private static byte[] joining(Stream<String> tasks) {
        return (HEAD + "\"join\":{\"schema\":{\"id\":\"x\",\"digest\":\"sha256:" + "0".repeat(64) + "\",\"tasks\":["
                        + tasks.collect(Collectors.joining(",")) + "]},\"context\":\"c\"}}")
                .getBytes(UTF_8);
    }

    private String beyond(byte[] record) {
        return ((Received.BeyondLimit) codec.readStatusRecord(record)).reason();
    }

    private byte[] chain(int length) {
        return codec.write(Samples.joining(Samples.chain(length)));
    }

    private String reason(String json) {
        return ((Received.Malformed) codec.readStatusRecord(json.getBytes(UTF_8))).reason();
    }

    private void readAll(byte[] bytes) {
        assertThat(codec.readStatusRecord(bytes)).isNotNull();
        assertThat(codec.readAssignment(bytes)).isNotNull();
        assertThat(codec.readRunEvent(bytes)).isNotNull();
        assertThat(BlankedTokens.of(bytes)).isNotNull();
    }

    private static byte[] mutated(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length + 1);
        int end = Math.min(bytes.length, at + random.nextInt(20));
        byte[] piece = PIECES.get(random.nextInt(PIECES.size())).getBytes(UTF_8);
        if (random.nextInt(3) == 0) {
            piece = new byte[] {(byte) random.nextInt(256)};
        }
        byte[] mutated = Arrays.copyOf(bytes, at + piece.length + bytes.length - end);
        System.arraycopy(piece, 0, mutated, at, piece.length);
        System.arraycopy(bytes, end, mutated, at + piece.length, bytes.length - end);
        return mutated;
    }
}

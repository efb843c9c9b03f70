package dev.taskdirector.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.taskdirector.fuzz.Bounds;
import dev.taskdirector.fuzz.Corpus;
import dev.taskdirector.fuzz.JsonPieces;
import dev.taskdirector.fuzz.JsonSchemas;
import dev.taskdirector.fuzz.JsonWords;
import dev.taskdirector.fuzz.MendedDigest;
import dev.taskdirector.fuzz.Neighbours;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/** Records of the status topic, statuses and control records alike, as the coordinator reads them. */
class StatusRecordFuzzTest {
    private static final int LONGEST_REASON = 1_000;
    private static final int LONGEST_SEED = 4_000;

    private static final String STATUS = Neighbours.fullest("peer-status")
            .replace(
                    "{\"name\":\"a\",\"targets\":[\"a\"],\"needs\":[\"a\"],",
                    "{\"name\":\"b\",\"targets\":[\"b\"]},"
                            + "{\"name\":\"c\",\"targets\":[\"c\"],\"needs\":[\"b\"]},"
                            + "{\"name\":\"a\",\"targets\":[\"a\"],\"needs\":[\"b\",\"c\"],")
            .replace("\"keys\":[\"a\"]", "\"keys\":[\"k1\",\"k2\",\"k3\"]");
    private static final String CONTROL = Neighbours.fullest("control");

    private final JsonWireCodec codec = new JsonWireCodec();

    @JsonWords
    @MethodSource("smallNeighbours")
    @FuzzTest
    void aRecordIsReadOrRefusedWithASentence(byte[] record) throws Exception {
        Bounds.holdRecord(record.length, () -> {
            read(record);
            byte[] mended = MendedDigest.of(record);
            if (mended != record) {
                read(mended);
            }
        });
    }

    static List<byte[]> smallNeighbours() {
        List<byte[]> all = new ArrayList<>(Neighbours.of("peer-status", STATUS));
        all.addAll(Neighbours.of("control", CONTROL));
        all.removeIf(record -> record.length > LONGEST_SEED);
        return all;
    }

    @Test
    void theReaderAndTheSchemaAgreeOnEachFieldOfAStatusAtItsBounds() throws Exception {
        for (byte[] bent : Neighbours.of("peer-status", STATUS)) {
            byte[] record = MendedDigest.of(bent);
            aRecordIsReadOrRefusedWithASentence(record);
            Received received = codec.readStatusRecord(record);
            assertThat(received).isNotInstanceOf(Received.ControlRecord.class);
            Agreement.check("peer-status", record, refusal(received));
        }
    }

    @Test
    void theReaderAndTheSchemaAgreeOnEachFieldOfAControlRecordAtItsBounds() throws Exception {
        for (byte[] record : Neighbours.of("control", CONTROL)) {
            aRecordIsReadOrRefusedWithASentence(record);
            Received received = codec.readStatusRecord(record);
            assertThat(received).isNotInstanceOf(Received.Status.class);
            Agreement.check("control", record, refusal(received));
        }
    }

    private static Optional<String> refusal(Received received) {
        if (received instanceof Received.Malformed malformed) {
            return Optional.of(malformed.reason());
        }
        return received instanceof Received.BeyondLimit beyond ? Optional.of(beyond.reason()) : Optional.empty();
    }

    @Test
    void soAreTheCorpusAndMutationsOfIt() {
        Corpus.of(getClass(), "aRecordIsReadOrRefusedWithASentence")
                .run(15_000, JsonPieces.ALL, this::aRecordIsReadOrRefusedWithASentence);
    }

    private void read(byte[] record) {
        assertThat(BlankedTokens.of(record)).isNotNull();
        Received received = codec.readStatusRecord(record);
        if (received instanceof Received.Status read) {
            assertThat(codec.readStatusRecord(codec.write(read.status()))).isEqualTo(read);
            isBlanked(read.status());
            assertThat(JsonSchemas.refusals("peer-status", codec.write(read.status())))
                    .isEmpty();
            read.status().join().ifPresent(JoinTrial::check);
        } else if (received instanceof Received.ControlRecord read) {
            assertThat(codec.readStatusRecord(codec.write(read.control()))).isEqualTo(read);
            assertThat(JsonSchemas.refusals("control", codec.write(read.control())))
                    .isEmpty();
        } else if (received instanceof Received.BeyondLimit beyond) {
            isTellable(beyond.reason());
            reachesItsPeer(beyond);
        } else {
            isTellable(((Received.Malformed) received).reason());
        }
    }

    /** What was written may be shown once its secrets are blanked. */
    private void isBlanked(PeerStatus status) {
        Received shown = codec.readStatusRecord(BlankedTokens.of(codec.write(status)));
        assertThat(shown).isInstanceOf(Received.Malformed.class);
        assertThat(((Received.Malformed) shown).reason()).startsWith("session is \"\"");
    }

    private static void isTellable(String reason) {
        assertThat(reason).isNotBlank().hasSizeLessThan(LONGEST_REASON).doesNotContain("\n", "\0");
        assertThat(new String(reason.getBytes(UTF_8), UTF_8)).isEqualTo(reason);
    }

    private void reachesItsPeer(Received.BeyondLimit beyond) {
        PeerAssignment rejected = new PeerAssignment(
                1,
                beyond.peer(),
                beyond.session(),
                beyond.cache(),
                0,
                0,
                AssignmentState.REJECTED,
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.of(beyond.reason()),
                Optional.empty(),
                5,
                Optional.empty());
        assertThat(codec.readAssignment(codec.write(rejected))).isEqualTo(new Read.Ok<>(rejected));
    }
}

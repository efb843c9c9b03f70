package dev.taskdirector.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.taskdirector.fuzz.Bounds;
import dev.taskdirector.fuzz.Corpus;
import dev.taskdirector.fuzz.JsonPieces;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Records of the status topic, statuses and control records alike, as the coordinator reads them. */
class StatusRecordFuzzTest {
    private static final int LONGEST_REASON = 1_000;
    private final JsonWireCodec codec = new JsonWireCodec();

    @FuzzTest
    void aRecordIsReadOrRefusedWithASentence(byte[] record) throws Exception {
        Bounds.hold(record.length, () -> read(record));
    }

    @Test
    void soAreTheCorpusAndMutationsOfIt() {
        Corpus.of(getClass(), "aRecordIsReadOrRefusedWithASentence")
                .run(20_000, JsonPieces.ALL, this::aRecordIsReadOrRefusedWithASentence);
    }

    private void read(byte[] record) {
        assertThat(BlankedTokens.of(record)).isNotNull();
        Received received = codec.readStatusRecord(record);
        if (received instanceof Received.Status read) {
            assertThat(codec.readStatusRecord(codec.write(read.status()))).isEqualTo(read);
            isBlanked(read.status());
        } else if (received instanceof Received.ControlRecord read) {
            assertThat(codec.readStatusRecord(codec.write(read.control()))).isEqualTo(read);
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

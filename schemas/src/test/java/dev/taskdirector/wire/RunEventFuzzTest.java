package dev.taskdirector.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.taskdirector.fuzz.Bounds;
import dev.taskdirector.fuzz.Corpus;
import dev.taskdirector.fuzz.JsonPieces;
import dev.taskdirector.fuzz.JsonSchemas;
import dev.taskdirector.fuzz.JsonWords;
import dev.taskdirector.fuzz.Neighbours;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/** Run events, as a chat bot or a dashboard reads them. */
class RunEventFuzzTest {
    private final JsonWireCodec codec = new JsonWireCodec();

    @JsonWords
    @MethodSource("neighbours")
    @FuzzTest
    void anEventIsReadOrRefusedWithASentence(byte[] record) throws Exception {
        Bounds.holdRecord(record.length, () -> {
            Read<RunEvent> read = codec.readRunEvent(record);
            if (read instanceof Read.Ok<RunEvent> ok) {
                assertThat(codec.readRunEvent(codec.write(ok.value()))).isEqualTo(read);
                assertThat(JsonSchemas.refusals("run-event", codec.write(ok.value())))
                        .isEmpty();
            } else {
                assertThat(((Read.Malformed<RunEvent>) read).reason())
                        .isNotBlank()
                        .hasSizeLessThan(1_000);
            }
        });
    }

    static List<byte[]> neighbours() {
        return Neighbours.of("run-event", Neighbours.fullest("run-event"));
    }

    @Test
    void theReaderAndTheSchemaAgreeOnEachFieldAtItsBounds() throws Exception {
        for (byte[] record : neighbours()) {
            anEventIsReadOrRefusedWithASentence(record);
            Read<RunEvent> read = codec.readRunEvent(record);
            Optional<String> refusal = read instanceof Read.Malformed<RunEvent> malformed
                    ? Optional.of(malformed.reason())
                    : Optional.empty();
            Agreement.check("run-event", record, refusal);
        }
    }

    @Test
    void soAreTheCorpusAndMutationsOfIt() {
        Corpus.of(getClass(), "anEventIsReadOrRefusedWithASentence")
                .run(10_000, JsonPieces.ALL, this::anEventIsReadOrRefusedWithASentence);
    }
}

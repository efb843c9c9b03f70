package dev.taskdirector.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.taskdirector.fuzz.Bounds;
import dev.taskdirector.fuzz.Corpus;
import dev.taskdirector.fuzz.JsonPieces;
import org.junit.jupiter.api.Test;

/** Run events, as a chat bot or a dashboard reads them. */
class RunEventFuzzTest {
    private final JsonWireCodec codec = new JsonWireCodec();

    @FuzzTest
    void anEventIsReadOrRefusedWithASentence(byte[] record) throws Exception {
        Bounds.hold(record.length, () -> {
            Read<RunEvent> read = codec.readRunEvent(record);
            if (read instanceof Read.Ok<RunEvent> ok) {
                assertThat(codec.readRunEvent(codec.write(ok.value()))).isEqualTo(read);
            } else {
                assertThat(((Read.Malformed<RunEvent>) read).reason())
                        .isNotBlank()
                        .hasSizeLessThan(1_000);
            }
        });
    }

    @Test
    void soAreTheCorpusAndMutationsOfIt() {
        Corpus.of(getClass(), "anEventIsReadOrRefusedWithASentence")
                .run(10_000, JsonPieces.ALL, this::anEventIsReadOrRefusedWithASentence);
    }
}

package dev.taskdirector.wire.taskschema;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.taskdirector.fuzz.Bounds;
import dev.taskdirector.fuzz.Corpus;
import dev.taskdirector.fuzz.JsonPieces;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Task schemas in JSON, in all three notations. */
class JsonSchemaFuzzTest {

    @FuzzTest
    void aFileIsReadOrItsFaultsAreSaid(byte[] text) throws Exception {
        Bounds.hold(text.length, () -> SchemaTrial.read("s.json", text));
    }

    @Test
    void soAreTheCorpusAndMutationsOfIt() {
        List<String> pieces = new ArrayList<>(JsonPieces.ALL);
        pieces.addAll(List.of(
                "\"task\":2,",
                "\"steps\":{\"1\":\"a\"},",
                "\"universe\":\"\",",
                "\"verdict\":\"none\",",
                "\"01\":\"a\","));
        Corpus.of(getClass(), "aFileIsReadOrItsFaultsAreSaid").run(15_000, pieces, this::aFileIsReadOrItsFaultsAreSaid);
    }
}

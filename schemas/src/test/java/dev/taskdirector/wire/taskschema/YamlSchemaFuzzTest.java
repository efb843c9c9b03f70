package dev.taskdirector.wire.taskschema;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.taskdirector.fuzz.Bounds;
import dev.taskdirector.fuzz.Corpus;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Task schemas in YAML, in all three notations. */
class YamlSchemaFuzzTest {
    private static final List<String> PIECES = List.of(
            ": ",
            "- ",
            "\n",
            "\n  ",
            "\t",
            "&a ",
            "*a",
            "<<: *a",
            "!!binary ",
            "!!set {a}",
            "!!float ",
            "!<tag> ",
            "? ",
            "|\n",
            ">-\n",
            "{",
            "}",
            "[",
            "]",
            "'",
            "\"",
            "\"\\ud800\"",
            "\"\\0\"",
            "#",
            "%YAML 1.1\n",
            "---\n",
            "...\n",
            "~",
            "true",
            "0x1F",
            "1_000",
            "1:30",
            ".nan",
            "-.inf",
            "1e999999999",
            "9".repeat(500),
            "\u0000",
            "\u0085",
            "\u2028",
            "\ufeff",
            "𐍈",
            "needs: [common]\n",
            "task: 2\n",
            "steps:\n  1: a\n",
            "expectedSeconds: 1e-9\n",
            "verdict: none\n",
            "x-y: z\n");

    @FuzzTest
    void aFileIsReadOrItsFaultsAreSaid(byte[] text) throws Exception {
        Bounds.hold(text.length, () -> SchemaTrial.read("s.yaml", text));
    }

    @Test
    void soAreTheCorpusAndMutationsOfIt() {
        Corpus.of(getClass(), "aFileIsReadOrItsFaultsAreSaid").run(8_000, PIECES, this::aFileIsReadOrItsFaultsAreSaid);
    }
}

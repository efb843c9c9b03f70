package dev.taskdirector.wire.taskschema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** No text makes the reader throw, and what it accepts keeps the contract's rules. */
class HostileFilesTest {

    private static final List<String> PIECES = List.of(
            ":",
            "- ",
            "\n",
            "\t",
            "&a ",
            "*a",
            "!!binary ",
            "? ",
            "|\n",
            "{",
            "}",
            "[",
            "]",
            "'",
            "\"",
            "#",
            "%",
            "---\n",
            "\0",
            "\ud800",
            "0x",
            "1e999",
            "~",
            "<<: ",
            "needs: [maps]",
            "\u0085",
            "!!set {a}",
            "!<tag> ");
    private static final List<String> FILES = List.of("tasks.yaml", "steps.json", "steps.yaml", "sleep.yaml");

    @Property(tries = 200)
    void anyTextIsRead(@ForAll String text) {
        readAll(text);
    }

    @Property(tries = 1_000)
    void anyMutationOfAnExampleIsRead(@ForAll Random random) throws IOException {
        String text = Files.readString(Path.of("examples", FILES.get(random.nextInt(FILES.size()))));
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(text.length() + 1);
            int end = Math.min(text.length(), at + random.nextInt(10));
            text = text.substring(0, at) + PIECES.get(random.nextInt(PIECES.size())) + text.substring(end);
        }
        readAll(text);
    }

    private static void readAll(String text) {
        for (String name : List.of("s.yaml", "s.json")) {
            ReadSchema read = TaskSchemaReader.read(name, text);
            if (read instanceof ReadSchema.Ok ok) {
                assertThat(ok.schema().tasks()).isNotEmpty();
                assertThat(ok.schema().digest()).startsWith("sha256:");
            } else {
                assertThat(((ReadSchema.Invalid) read).problems()).hasSizeBetween(1, Problems.MOST);
            }
        }
    }
}

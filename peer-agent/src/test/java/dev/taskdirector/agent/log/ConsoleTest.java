package dev.taskdirector.agent.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ConsoleTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Console console = new Console(new PrintStream(bytes, true, StandardCharsets.UTF_8));

    private void pass(String text) {
        byte[] part = text.getBytes(StandardCharsets.UTF_8);
        console.pass(part, part.length);
    }

    private String shown() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void anOwnLineBeginsAtTheStartOfALine() {
        pass("half");
        console.line("td line");
        pass("whole\n");
        console.line("td line");
        assertThat(shown()).isEqualTo("half\ntd line\nwhole\ntd line\n");
    }

    @Test
    void aGroupBeginsAtTheStartOfALineAndStaysWhole() {
        pass("half");
        console.alone(out -> out.write("group\n".getBytes(StandardCharsets.UTF_8)));
        assertThat(shown()).isEqualTo("half\ngroup\n");
    }

    @Test
    void theProgressLineGivesWay() {
        console.progress("[1/3]");
        pass("out\n");
        console.progress("[2/3]");
        console.clearProgress();
        assertThat(shown()).isEqualTo("[1/3]\r\u001b[Kout\n[2/3]\r\u001b[K");
    }

    @Test
    void inTheMiddleOfALineThereIsNoProgress() {
        pass("half");
        console.progress("[1/3]");
        assertThat(shown()).isEqualTo("half");
    }
}

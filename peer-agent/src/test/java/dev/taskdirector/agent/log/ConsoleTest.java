package dev.taskdirector.agent.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ConsoleTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Console console = new Console(new PrintStream(bytes, true, StandardCharsets.UTF_8));

    private void pass(String text) {
        byte[] part = text.getBytes(StandardCharsets.UTF_8);
        console.pass(part, part.length);
    }

    private String shown() {
        assertThat(console.flush(Duration.ofSeconds(20))).isTrue();
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

    @Test
    void aReaderWhoTakesNothingHoldsUpNobodyWhoWritesALine() throws Exception {
        Stuck stuck = new Stuck();
        Console held = new Console(new PrintStream(stuck, true, StandardCharsets.UTF_8));
        Thread command = new Thread(() -> held.pass("half".getBytes(StandardCharsets.UTF_8), 4));
        command.start();
        stuck.awaitWrite();
        for (int i = 0; i < Console.MOST_WAITING + 5; i++) {
            held.line("td " + i);
        }
        assertThat(held.flush(Duration.ofMillis(50))).isFalse();
        stuck.release();
        held.close();
        assertThat(stuck.lines())
                .startsWith("half", "td 0", "td 1")
                .endsWith("td 9999", "[5 lines of task-director are lost: nobody read them]")
                .hasSize(Console.MOST_WAITING + 2);
    }

    @Test
    void whereNoThreadIsToBeHadALineIsWrittenAtOnce() {
        Console without = new Console(new PrintStream(bytes, true, StandardCharsets.UTF_8), work -> {
            throw new OutOfMemoryError("no more threads");
        });
        without.line("td line");
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("td line\n");
        without.close();
    }

    @Test
    void aLineComesBeforeWhatIsPassedAfterIt() {
        for (int i = 0; i < 200; i++) {
            console.line("td " + i);
            pass("out " + i + "\n");
        }
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            expected.append("td ").append(i).append("\nout ").append(i).append('\n');
        }
        assertThat(shown()).isEqualTo(expected.toString());
    }

    @Test
    void theProgressLineFitsATerminalAndMovesNothingThere() {
        console.progress("[1/3] a\u009b2J\n" + "x".repeat(100));
        assertThat(shown()).isEqualTo("[1/3] a?2J?" + "x".repeat(68));
    }

    /** Takes nothing until it is released. */
    private static final class Stuck extends OutputStream {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

        void awaitWrite() throws InterruptedException {
            assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
        }

        void release() {
            released.countDown();
        }

        List<String> lines() {
            return taken.toString(StandardCharsets.UTF_8).lines().toList();
        }

        @Override
        public void write(int one) {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) {
            begun.countDown();
            try {
                assertThat(released.await(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            taken.write(bytes, from, count);
        }
    }
}

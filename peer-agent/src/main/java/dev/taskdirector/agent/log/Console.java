package dev.taskdirector.agent.log;

import dev.taskdirector.agent.process.OutputSink;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Standard output, shared by the agent's lines, the commands' output and the progress line: each of the agent's lines
 * begins at the start of a line, and the progress line gives way to everything else. A reader that has gone away is
 * nobody's failure.
 */
public final class Console implements OutputSink {

    private static final byte[] ERASE = "\r\u001b[K".getBytes(StandardCharsets.US_ASCII);

    private final PrintStream out;
    private boolean atLineStart = true;
    private boolean progressShown;

    public Console(PrintStream out) {
        this.out = out;
    }

    /** Writes a line of the agent's own. */
    public synchronized void line(String text) {
        clearProgress();
        if (!atLineStart) {
            out.write('\n');
        }
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        write(bytes, bytes.length);
    }

    /** Shows a text in place, until something else is written. In the middle of a command's line it isn't shown. */
    public synchronized void progress(String text) {
        if (!atLineStart) {
            return;
        }
        clearProgress();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write(bytes, 0, bytes.length);
        out.flush();
        progressShown = true;
    }

    /** Takes the progress line away. */
    public synchronized void clearProgress() {
        if (progressShown) {
            out.write(ERASE, 0, ERASE.length);
            progressShown = false;
        }
    }

    @Override
    public synchronized void pass(byte[] bytes, int count) {
        clearProgress();
        write(bytes, count);
    }

    @Override
    public synchronized void alone(Writing writing) {
        clearProgress();
        if (!atLineStart) {
            out.write('\n');
            atLineStart = true;
        }
        try {
            writing.to(new Passing());
        } catch (IOException e) {
            line("[output could not be read back: " + e.getMessage() + "]");
        }
    }

    private void write(byte[] bytes, int count) {
        if (count > 0) {
            out.write(bytes, 0, count);
            out.flush();
            atLineStart = bytes[count - 1] == '\n';
        }
    }

    private final class Passing extends OutputStream {
        @Override
        public void write(int one) {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) {
            byte[] part = java.util.Arrays.copyOfRange(bytes, from, from + count);
            pass(part, count);
        }
    }
}

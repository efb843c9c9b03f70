package dev.taskdirector.agent.log;

import dev.taskdirector.agent.process.OutputSink;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Standard output, shared by the agent's lines, the commands' output and the progress line: each of the agent's lines
 * begins at the start of a line, and the progress line gives way to everything else. A reader that has gone away is
 * nobody's failure.
 *
 * <p>A reader that is slow, or takes nothing at all, holds up the commands whose output it doesn't take, and never who
 * writes a line: lines wait, at most {@value #MOST_WAITING} of them, and come before whatever is written next.
 */
public final class Console implements OutputSink, AutoCloseable {

    static final int MOST_WAITING = 10_000;

    private static final byte[] ERASE = "\r\u001b[K".getBytes(StandardCharsets.US_ASCII);
    private static final int PROGRESS_COLUMNS = 79;
    private static final Duration LAST_LINES = Duration.ofMinutes(1);

    /** What waits to be written. */
    private sealed interface Entry {

        record Line(String text) implements Entry {}

        record Progress(String text) implements Entry {}
    }

    private final PrintStream out;
    private final ThreadFactory threads;
    private final ReentrantLock turn = new ReentrantLock();
    private final Queue<Entry> waiting = new ArrayDeque<>();
    private Optional<Thread> writer = Optional.empty();
    private long unwritten;
    private int lost;
    private boolean closed;
    private boolean atLineStart = true;
    private boolean progressShown;

    public Console(PrintStream out) {
        this(out, Thread::new);
    }

    Console(PrintStream out, ThreadFactory threads) {
        this.out = out;
        this.threads = threads;
    }

    /** Writes a line of the agent's own, soon. */
    public void line(String text) {
        add(new Entry.Line(text));
    }

    /** Shows a text in place, until something else is written. In the middle of a command's line it isn't shown. */
    public void progress(String text) {
        add(new Entry.Progress(text));
    }

    /** Takes the progress line away. */
    public void clearProgress() {
        progress("");
    }

    @Override
    public void pass(byte[] bytes, int count) {
        inTurn(() -> {
            erase();
            write(bytes, count);
        });
    }

    @Override
    public void alone(Writing writing) {
        inTurn(() -> {
            erase();
            endLine();
            try {
                writing.to(new Passing());
            } catch (IOException e) {
                writeLine("[output could not be read back: " + e.getMessage() + "]");
            }
        });
    }

    /** Waits until all lines are written, a minute at most: a reader that takes nothing for so long reads no more. */
    @Override
    public void close() {
        close(LAST_LINES);
    }

    /** Waits until all lines are written, or for as long as that. */
    public void close(Duration limit) {
        flush(limit);
        synchronized (waiting) {
            closed = true;
            waiting.notifyAll();
        }
    }

    /** Returns whether all lines were written in time. */
    boolean flush(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        synchronized (waiting) {
            long left = limit.toNanos();
            while (isAnyLeft() && left > 0) {
                try {
                    TimeUnit.NANOSECONDS.timedWait(waiting, left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return false;
                }
                left = deadline - System.nanoTime();
            }
            return !isAnyLeft();
        }
    }

    /** Whether something has to be written; that lines are lost is said behind the last one. */
    private boolean isAnyLeft() {
        return unwritten > 0 || lost > 0;
    }

    private void add(Entry entry) {
        boolean hasWriter;
        synchronized (waiting) {
            if (waiting.size() >= MOST_WAITING) {
                lost += entry instanceof Entry.Line ? 1 : 0;
                return;
            }
            waiting.add(entry);
            unwritten++;
            hasWriter = hasWriter();
            waiting.notifyAll();
        }
        if (!hasWriter) {
            inTurn(() -> {});
        }
    }

    /** Where no thread is to be had, who adds a line writes it. */
    private boolean hasWriter() {
        if (writer.isEmpty()) {
            try {
                Thread thread = threads.newThread(this::writeAll);
                thread.setName("console");
                thread.setDaemon(true);
                thread.start();
                writer = Optional.of(thread);
            } catch (OutOfMemoryError noThread) {
                return false;
            }
        }
        return true;
    }

    private void writeAll() {
        while (isAnyWaiting()) {
            inTurn(() -> {});
        }
    }

    /** Waits for something; false in the end. */
    private boolean isAnyWaiting() {
        synchronized (waiting) {
            while (waiting.isEmpty() && !closed) {
                try {
                    waiting.wait();
                } catch (InterruptedException e) {
                    return false;
                }
            }
            return !waiting.isEmpty();
        }
    }

    /** Writes what waits, and then what is to be written. */
    private void inTurn(Runnable writing) {
        turn.lock();
        try {
            for (Optional<Entry> next = next(); next.isPresent(); next = next()) {
                write(next.get());
                written();
            }
            writing.run();
        } finally {
            turn.unlock();
        }
    }

    private Optional<Entry> next() {
        synchronized (waiting) {
            if (waiting.isEmpty() && lost > 0) {
                waiting.add(new Entry.Line("[" + lost + " lines of task-director are lost: nobody read them]"));
                unwritten++;
                lost = 0;
            }
            return Optional.ofNullable(waiting.poll());
        }
    }

    private void written() {
        synchronized (waiting) {
            unwritten--;
            waiting.notifyAll();
        }
    }

    private void write(Entry entry) {
        erase();
        if (entry instanceof Entry.Line line) {
            writeLine(line.text());
        } else if (entry instanceof Entry.Progress progress && atLineStart) {
            show(progress.text());
        }
    }

    private void writeLine(String text) {
        endLine();
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        write(bytes, bytes.length);
    }

    private void show(String text) {
        if (!text.isEmpty()) {
            String line = text.substring(0, Math.min(PROGRESS_COLUMNS, text.length()));
            byte[] bytes = PlainText.of(line).getBytes(StandardCharsets.UTF_8);
            out.write(bytes, 0, bytes.length);
            progressShown = true;
        }
        out.flush();
    }

    private void erase() {
        if (progressShown) {
            out.write(ERASE, 0, ERASE.length);
            progressShown = false;
        }
    }

    private void endLine() {
        if (!atLineStart) {
            out.write('\n');
            atLineStart = true;
        }
    }

    private void write(byte[] bytes, int count) {
        if (count > 0) {
            out.write(bytes, 0, count);
            out.flush();
            atLineStart = bytes[count - 1] == '\n';
        }
    }

    /** For who has the turn already. */
    private final class Passing extends OutputStream {
        @Override
        public void write(int one) {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) {
            byte[] part = from == 0 ? bytes : Arrays.copyOfRange(bytes, from, from + count);
            Console.this.write(part, count);
        }
    }
}

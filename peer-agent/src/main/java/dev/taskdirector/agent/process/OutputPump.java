package dev.taskdirector.agent.process;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.function.BooleanSupplier;

/** Passes a command's output on as it comes, on a thread of its own and with one buffer, however much it is. */
final class OutputPump {

    /**
     * How long after a command's end its output is still waited for, if something that it left behind holds the pipe; and
     * how long a reader who takes nothing holds up the end of a command that was stopped.
     */
    static final Duration LAST_OUTPUT = Duration.ofSeconds(2);

    /**
     * As much as a pipe may hold: what is passed on at least of what comes after a command's end, so that nothing is lost
     * that it wrote itself. Beyond, and after {@link #LAST_OUTPUT}, it isn't waited for a pause any more: there may be
     * none, if a slow reader is what makes the pause.
     */
    static final long MOST_IN_PIPE = 1024 * 1024;

    private static final long LOOK_MILLIS = 20;
    /** As much as a pipe holds by default: fewer turns between the command and the agent. */
    private static final int BUFFER = 64 * 1024;

    private final InputStream in;
    private final TaskOutput output;
    private final Thread thread;
    private final CompletableFuture<Void> failure = new CompletableFuture<>();
    private volatile Optional<Long> commandEndNanos = Optional.empty();
    private volatile boolean isPassing;

    private OutputPump(InputStream in, TaskOutput output, ThreadFactory threads) {
        this.in = in;
        this.output = output;
        this.thread = threads.newThread(this::pump);
        thread.setName("output");
        thread.setDaemon(true);
    }

    static OutputPump start(InputStream in, TaskOutput output, ThreadFactory threads) {
        OutputPump pump = new OutputPump(in, output, threads);
        pump.thread.start();
        return pump;
    }

    /** Fails if the output could not be passed on: nobody reads it any more, so the command would wait for ever. */
    CompletableFuture<Void> failure() {
        return failure;
    }

    /**
     * Returns when all has been passed on, or nothing came for long enough. While the one who reads the log is slow there
     * is more to come, so that time doesn't count, unless the command is wanted no more.
     */
    void awaitEnd(Future<?> stop) {
        commandEndNanos = Optional.of(System.nanoTime());
        if (!isOverWithin(LAST_OUTPUT, thread, () -> !isPassing || stop.isDone())) {
            close();
        }
    }

    /**
     * Shows what was held back, in the same way: a slow reader is waited for, unless the command is wanted no more. Where
     * no thread is to be had it is waited for in any case.
     */
    static void show(Runnable showing, Future<?> stop, ThreadFactory threads) {
        Thread thread;
        try {
            thread = threads.newThread(showing);
            thread.setName("last-output");
            thread.setDaemon(true);
            thread.start();
        } catch (OutOfMemoryError noThread) {
            showing.run();
            return;
        }
        isOverWithin(LAST_OUTPUT, thread, stop::isDone);
    }

    private static boolean isOverWithin(Duration limit, Thread thread, BooleanSupplier counts) {
        long left = limit.toMillis();
        try {
            while (left > 0 && thread.isAlive()) {
                thread.join(LOOK_MILLIS);
                left -= counts.getAsBoolean() ? LOOK_MILLIS : 0;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    /**
     * The stream is held all the time: where it is the JDK's own, that keeps the JDK from closing it at the end of the
     * process. See {@link NamedPipe}.
     */
    private void pump() {
        try {
            synchronized (in) {
                copy();
            }
        } catch (IOException e) {
            // the pipe was closed under the reader: the command has ended and its last output was waited for
        } catch (RuntimeException | Error broken) {
            failure.completeExceptionally(broken);
        } finally {
            close();
        }
    }

    private void copy() throws IOException {
        byte[] buffer = new byte[BUFFER];
        long late = 0;
        while (late < MOST_IN_PIPE || !isLongEnded()) {
            boolean isLate = commandEndNanos.isPresent();
            int count = in.read(buffer);
            if (count < 0) {
                return;
            }
            isPassing = true;
            output.write(buffer, count);
            isPassing = false;
            late += isLate ? count : 0;
        }
    }

    private boolean isLongEnded() {
        return commandEndNanos
                .filter(end -> System.nanoTime() - end >= LAST_OUTPUT.toNanos())
                .isPresent();
    }

    private void close() {
        try {
            in.close();
        } catch (IOException e) {
            // nobody reads it any more
        }
    }
}

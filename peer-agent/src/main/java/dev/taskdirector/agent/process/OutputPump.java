package dev.taskdirector.agent.process;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;

/** Passes a command's output on as it comes, on a thread of its own and with one buffer, however much it is. */
final class OutputPump {

    /**
     * How long after a command's end its output is still waited for, if something that it left behind holds the pipe; and
     * how long a reader who takes nothing holds up the end of a command that was stopped.
     */
    static final Duration LAST_OUTPUT = Duration.ofSeconds(2);

    private static final long LOOK_MILLIS = 20;
    /** As much as a pipe holds: fewer turns between the command and the agent. */
    private static final int BUFFER = 64 * 1024;

    private final InputStream in;
    private final TaskOutput output;
    private final Thread thread;
    private volatile boolean isPassing;

    private OutputPump(ProcessGroup group, TaskOutput output) {
        this.in = group.output();
        this.output = output;
        this.thread = new Thread(this::pump, "output-" + group.leader().pid());
        thread.setDaemon(true);
    }

    static OutputPump start(ProcessGroup group, TaskOutput output) {
        OutputPump pump = new OutputPump(group, output);
        pump.thread.start();
        return pump;
    }

    /**
     * Returns when all has been passed on, or nothing came for long enough. While the one who reads the log is slow there
     * is more to come, so that time doesn't count, unless the command is wanted no more.
     */
    void awaitEnd(Future<?> stop) {
        if (!isOverWithin(LAST_OUTPUT, thread, () -> !isPassing || stop.isDone())) {
            try {
                in.close();
            } catch (IOException e) {
                // nobody reads it any more
            }
        }
    }

    /** Shows what was held back, in the same way: a slow reader is waited for, unless the command is wanted no more. */
    static void show(Runnable showing, Future<?> stop) {
        Thread thread = new Thread(showing, "last-output");
        thread.setDaemon(true);
        thread.start();
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
        synchronized (in) {
            copy();
        }
    }

    private void copy() {
        byte[] buffer = new byte[BUFFER];
        try {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                isPassing = true;
                output.write(buffer, count);
                isPassing = false;
            }
        } catch (IOException e) {
            // the pipe was closed under the reader: the command has ended and its last output was waited for
        }
    }
}

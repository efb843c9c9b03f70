package dev.taskdirector.agent.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs one command to its end on the calling thread: by itself, by a stop, or by the deadline. What it started and left
 * behind after a normal end is left alone (build tools keep servers); after a stop nothing of its group is left.
 */
final class Execution {

    /** How long after a command's end output is still waited for, if something that it left behind holds the pipe. */
    private static final Duration LAST_OUTPUT = Duration.ofSeconds(2);

    private static final int BUFFER = 16 * 1024;

    private final CompletableFuture<Void> stop;
    private final Duration grace;
    private final long deadline;

    /**
     * @param stop completed when the command is wanted no more
     * @param timeout for all commands that this execution runs, together
     * @param grace between asking a command to end and ending it
     */
    Execution(CompletableFuture<Void> stop, Duration timeout, Duration grace) {
        this.stop = stop;
        this.grace = grace;
        this.deadline = System.nanoTime() + timeout.toNanos();
    }

    Ending run(List<String> arguments, Path folder, Map<String, String> environment, TaskOutput output) {
        if (stop.isDone()) {
            return new Ending.Stopped();
        }
        ProcessGroup group;
        try {
            group = ProcessGroup.start(arguments, folder, environment);
        } catch (IOException e) {
            return new Ending.NotStarted(String.valueOf(e.getMessage()));
        }
        Thread reader = readOutput(group.leader(), output);
        Ending ending = awaitEnd(group);
        awaitOutput(reader, group.leader());
        return ending;
    }

    private Ending awaitEnd(ProcessGroup group) {
        CompletableFuture<Process> exit = group.leader().onExit();
        try {
            CompletableFuture.anyOf(exit, stop).get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (exit.isDone()) {
                return new Ending.Exited(group.leader().exitValue());
            }
            group.stop(grace);
            return new Ending.Stopped();
        } catch (TimeoutException e) {
            group.stop(grace);
            return new Ending.TimedOut();
        } catch (InterruptedException e) {
            group.stop(Duration.ZERO);
            Thread.currentThread().interrupt();
            return new Ending.Stopped();
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "waiting for process " + group.leader().pid() + " failed", e);
        }
    }

    private static Thread readOutput(Process process, TaskOutput output) {
        Thread reader = new Thread(() -> copy(process.getInputStream(), output), "output-" + process.pid());
        reader.setDaemon(true);
        reader.start();
        return reader;
    }

    private static void copy(InputStream in, TaskOutput output) {
        byte[] buffer = new byte[BUFFER];
        try {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                output.write(buffer, count);
            }
        } catch (IOException e) {
            // the pipe was closed under the reader: the command has ended and its last output was waited for
        }
    }

    private static void awaitOutput(Thread reader, Process process) {
        try {
            reader.join(LAST_OUTPUT.toMillis());
            if (reader.isAlive()) {
                process.getInputStream().close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // nobody reads it any more
        }
    }
}

package dev.taskdirector.agent.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs one command to its end on the calling thread: by itself, by a stop, or by the deadline. What it started and left
 * behind after a normal end is left alone (build tools keep servers); after a stop nothing of its group is left.
 */
final class Execution {

    private final Stop stop;
    private final Duration grace;
    private final Scratch scratch;
    private final ThreadFactory threads;
    private final long deadline;

    /**
     * @param timeout for all commands that this execution runs, together
     * @param grace between asking a command to end and ending it
     * @param scratch takes the pipes of their output
     * @param threads makes those that read it
     */
    Execution(Stop stop, Duration timeout, Duration grace, Scratch scratch, ThreadFactory threads) {
        this.stop = stop;
        this.grace = grace;
        this.scratch = scratch;
        this.threads = threads;
        this.deadline = System.nanoTime() + timeout.toNanos();
    }

    Ending run(List<String> arguments, Path folder, Map<String, String> environment, TaskOutput output) {
        if (stop.asked().isDone()) {
            return new Ending.Stopped();
        }
        ProcessGroup group;
        try {
            group = ProcessGroup.start(arguments, folder, environment, scratch);
        } catch (IOException e) {
            return new Ending.NotStarted(String.valueOf(e.getMessage()));
        }
        try {
            OutputPump pump = OutputPump.start(group.output(), output, threads);
            Ending ending = awaitEnd(group, pump.failure());
            pump.awaitEnd(stop.asked());
            return ending;
        } catch (RuntimeException | Error broken) {
            // nobody would read what it says, nor hear of its end
            group.stop(Duration.ZERO, stop.hurried());
            throw broken;
        }
    }

    private Ending awaitEnd(ProcessGroup group, CompletableFuture<Void> failure) {
        CompletableFuture<Process> exit = group.leader().onExit();
        try {
            CompletableFuture.anyOf(exit, stop.asked(), failure)
                    .get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (exit.isDone()) {
                return new Ending.Exited(group.leader().exitValue());
            }
            group.stop(grace, stop.hurried());
            return new Ending.Stopped();
        } catch (TimeoutException e) {
            group.stop(grace, stop.hurried());
            return new Ending.TimedOut();
        } catch (InterruptedException e) {
            group.stop(Duration.ZERO, stop.hurried());
            Thread.currentThread().interrupt();
            return new Ending.Stopped();
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "process " + group.leader().pid() + " could not be followed to its end: " + e.getCause(), e);
        }
    }
}

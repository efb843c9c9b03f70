package dev.taskdirector.agent.process;

import java.io.IOException;
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

    private final Stop stop;
    private final Duration grace;
    private final Scratch scratch;
    private final long deadline;

    /**
     * @param timeout for all commands that this execution runs, together
     * @param grace between asking a command to end and ending it
     * @param scratch takes the pipes of their output
     */
    Execution(Stop stop, Duration timeout, Duration grace, Scratch scratch) {
        this.stop = stop;
        this.grace = grace;
        this.scratch = scratch;
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
        OutputPump pump = OutputPump.start(group, output);
        Ending ending = awaitEnd(group);
        pump.awaitEnd(stop.asked());
        return ending;
    }

    private Ending awaitEnd(ProcessGroup group) {
        CompletableFuture<Process> exit = group.leader().onExit();
        try {
            CompletableFuture.anyOf(exit, stop.asked()).get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
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
                    "waiting for process " + group.leader().pid() + " failed", e);
        }
    }
}

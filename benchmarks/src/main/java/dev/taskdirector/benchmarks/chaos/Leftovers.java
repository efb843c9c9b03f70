package dev.taskdirector.benchmarks.chaos;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What is still running when all should have ended, however that came. */
final class Leftovers {

    /** Commands of killed agents end by themselves within this. */
    private static final long ORDERLY_SECONDS = 5;

    /** While the JVM goes down other threads may start something once more. */
    private static final int ROUNDS = 20;

    private static final int ROUND_MILLIS = 200;

    private final Mark mark;

    Leftovers(Mark mark) {
        this.mark = mark;
    }

    /** Waits a little, and ends and names what is left then. */
    List<Finding> find() throws InterruptedException {
        awaitEnds(mark.processes(), ORDERLY_SECONDS * 1_000);
        List<ProcessHandle> left = mark.processes();
        List<Finding> findings = left.stream()
                .map(process -> new Finding(
                        Finding.Kind.WRONG,
                        "process " + process.pid() + " outlived the storm: "
                                + process.info().commandLine().orElse("unknown")))
                .toList();
        left.forEach(ProcessHandle::destroyForcibly);
        return findings;
    }

    /** Ends everything on the spot: the command was told to end. */
    void end() {
        try {
            for (int round = 0; round < ROUNDS; round++) {
                List<ProcessHandle> left = mark.processes();
                left.forEach(ProcessHandle::destroyForcibly);
                awaitEnds(left, ROUND_MILLIS);
                if (left.isEmpty() && round > 1) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitEnds(List<ProcessHandle> processes, long millis) throws InterruptedException {
        CompletableFuture<?>[] ends =
                processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(ends).get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a process's end was not noticed", e);
        }
    }
}

package dev.taskdirector.benchmarks;

import dev.taskdirector.agent.RunningTask;
import dev.taskdirector.agent.TaskInvocation;
import dev.taskdirector.agent.TaskRunner;
import dev.taskdirector.agent.session.TaskResult;
import dev.taskdirector.wire.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** An in-process runner of tasks that take a given time and do nothing. */
final class BriefTasks implements TaskRunner, AutoCloseable {

    private final Duration each;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();

    BriefTasks(Duration each) {
        this.each = each;
    }

    @Override
    public RunningTask start(TaskInvocation invocation, Consumer<TaskResult> ended) {
        thread.execute(() -> {
            long begun = System.nanoTime();
            long left = each.toNanos();
            while (left > 0) {
                LockSupport.parkNanos(left);
                left = begun + each.toNanos() - System.nanoTime();
            }
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            ended.accept(new TaskResult(Outcome.SUCCEEDED, Optional.of(0), took, Optional.of(false), List.of()));
        });
        return () -> {};
    }

    @Override
    public RunningTask startVerdict(Consumer<TaskResult> ended) {
        throw new IllegalStateException("a verdict was asked for where there is none");
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}

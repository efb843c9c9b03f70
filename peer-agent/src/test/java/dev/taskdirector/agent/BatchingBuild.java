package dev.taskdirector.agent;

import dev.taskdirector.agent.session.TaskResult;
import dev.taskdirector.wire.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A build tool that takes long to start and any number of tasks at once; one of them may be broken. */
public final class BatchingBuild implements TaskRunner {

    public final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private final String broken;

    /** @param broken name of the task that fails; empty if all are well */
    public BatchingBuild(String broken) {
        this.broken = broken;
    }

    @Override
    public RunningTask start(TaskInvocation invocation, Consumer<TaskResult> ended) {
        return build(List.of(invocation.task()), ended);
    }

    @Override
    public RunningTask startVerdict(Consumer<TaskResult> ended) {
        return build(List.of("verdict"), ended);
    }

    @Override
    public Optional<BatchRunner> batches() {
        return Optional.of((batch, ended) -> build(batch.names(), ended));
    }

    private RunningTask build(List<String> tasks, Consumer<TaskResult> ended) {
        log.add(String.join("+", tasks));
        boolean fails = tasks.contains(broken);
        ended.accept(new TaskResult(
                fails ? Outcome.FAILED : Outcome.SUCCEEDED,
                Optional.of(fails ? 1 : 0),
                Duration.ofMillis(300),
                Optional.empty(),
                List.of()));
        return () -> {};
    }
}

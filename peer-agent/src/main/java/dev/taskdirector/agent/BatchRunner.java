package dev.taskdirector.agent;

import dev.taskdirector.agent.session.TaskResult;
import java.util.function.Consumer;

/** Runs several short tasks as one, where starting is what takes long. */
@FunctionalInterface
public interface BatchRunner {

    /**
     * Starts several tasks as one and returns at once. They succeed together, and each is said to have taken its share of
     * the time. Any other end is the end of none of them: the agent starts each again, alone, to learn its outcome.
     *
     * <p>What the result says of the cache is told apart by name: an entry of {@code relied} about a task of the batch
     * says whether the cache had its result already, one about another task is about what was called done elsewhere. The
     * result's {@code cacheHit} belongs to no task, and is passed over.
     *
     * @param batch what to run
     * @param ended called exactly once, from any thread, also after an abort
     * @return the handle to abort it; it is aborted only when none of its tasks is wanted any more
     */
    RunningTask start(BatchInvocation batch, Consumer<TaskResult> ended);
}

package dev.taskdirector.agent;

import dev.taskdirector.agent.session.TaskResult;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs tasks and the verdict. The agent's own runs a command; a build tool on the JVM brings another. */
public interface TaskRunner {

    /**
     * Starts a task and returns at once.
     *
     * @param invocation what to run
     * @param ended called exactly once, from any thread, also after an abort
     * @return the handle to abort it
     */
    RunningTask start(TaskInvocation invocation, Consumer<TaskResult> ended);

    /**
     * Starts the verdict, the peer's own build of everything with the cache now warm, and returns at once.
     *
     * @param ended called exactly once, from any thread, also after an abort
     * @return the handle to abort it
     */
    RunningTask startVerdict(Consumer<TaskResult> ended);

    /**
     * How several short tasks are run as one; empty, as by default, if each has to be run by itself. Asked once, before
     * anything is started. Where it is there, tasks that wait for a slot and are expected to take less than a second each
     * are started through it, as many as fit into a second.
     */
    default Optional<BatchRunner> batches() {
        return Optional.empty();
    }
}

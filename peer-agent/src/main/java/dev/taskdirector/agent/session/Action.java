package dev.taskdirector.agent.session;

import dev.taskdirector.wire.JoinTask;
import dev.taskdirector.wire.PeerStatus;
import java.time.Duration;
import java.util.List;

/** What a session wants done, in the order in which to do it. */
public sealed interface Action {

    /** Send a status. Each is the whole truth: a newer one makes those that still wait superfluous. */
    record SendStatus(PeerStatus status) implements Action {}

    /**
     * Start a task. How it ends comes back by {@link Session#onTaskEnded}, exactly once.
     *
     * @param slot free until then, from 0
     * @param timeout after which the runner stops it and calls it failed
     */
    record StartTask(JoinTask task, int slot, Duration timeout) implements Action {}

    /**
     * Start several tasks as one, in the slot that all of them name. How that ends comes back by {@link
     * Session#onBatchEnded}, exactly once.
     *
     * @param tasks two or more, as each would be started alone
     */
    record StartBatch(List<StartTask> tasks) implements Action {
        public StartBatch {
            tasks = List.copyOf(tasks);
        }

        public int slot() {
            return tasks.get(0).slot();
        }
    }

    /** Stop the batch in this slot: none of its tasks is wanted any more. Its end is still reported. */
    record AbortBatch(int slot) implements Action {}

    /** Stop a task. Its slot is taken until its end has been reported. */
    record AbortTask(String task) implements Action {}

    /** Start the verdict: no task runs any more. How it ends comes back by {@link Session#onVerdictEnded}. */
    record StartVerdict(String why) implements Action {}

    /** Stop the verdict. Its end is still reported. */
    record AbortVerdict() implements Action {}

    /** Tell a fact to whoever listens. */
    record Tell(Fact fact) implements Action {}

    /** The session is over. Nothing follows. */
    record Exit(int code) implements Action {}
}

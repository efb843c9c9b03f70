package dev.taskdirector.agent.session;

import dev.taskdirector.wire.Join;
import dev.taskdirector.wire.JoinTask;
import java.util.List;

/**
 * What a peer needs, who it is, and how much it can do at a time.
 *
 * @param peer id of the peer
 * @param cache id of the remote cache
 * @param join what the first status says; its schema names all tasks
 * @param slots how many tasks run at a time, 1 to 64
 * @param batches whether several short tasks may be started as one
 */
public record SessionPlan(String peer, String cache, Join join, int slots, boolean batches) {

    /** For who starts each task by itself. */
    public SessionPlan(String peer, String cache, Join join, int slots) {
        this(peer, cache, join, slots, false);
    }

    public SessionPlan {
        if (join.schema().tasks().isEmpty()) {
            throw new IllegalArgumentException("the join of peer " + peer + " has no tasks");
        }
        if (slots < 1 || slots > 64) {
            throw new IllegalArgumentException("slots must be 1 to 64, not " + slots);
        }
    }

    List<JoinTask> tasks() {
        return join.schema().tasks().orElseThrow();
    }
}

package dev.taskdirector.coordinator.core;

import java.util.Optional;

/**
 * A fact about a shared run, for whoever watches.
 *
 * @param cache its remote cache
 * @param run the run
 * @param type what happened
 * @param peer to whom, if to anyone
 * @param task to which task, if to any
 * @param millis how long it took, if it has a length
 * @param detail one sentence, when the type doesn't say all
 */
public record Happening(
        CacheId cache,
        RunId run,
        Type type,
        Optional<PeerId> peer,
        Optional<String> task,
        Optional<Long> millis,
        Optional<String> detail) {

    /** What can happen. */
    public enum Type {
        RUN_OPENED,
        RUN_CLOSED,
        PEER_JOINED,
        PEER_LEFT,
        PEER_LOST,
        PEER_SET_ASIDE,
        TASK_ASSIGNED,
        TASK_SUCCEEDED,
        TASK_ATTEMPT_ENDED,
        TASK_FAILED,
        GHOST
    }
}

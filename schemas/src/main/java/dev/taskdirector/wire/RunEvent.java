package dev.taskdirector.wire;

import java.time.Instant;
import java.util.Optional;

/**
 * A fact about a shared run, for dashboards, chat bots and data teams.
 *
 * @param v version of the contract, 1
 * @param id {@code partition-offset-index} of the record and decision that caused it
 * @param cache id of the remote cache, the key of the record
 * @param time when the cause was written to the log
 * @param type what happened
 * @param run id of the shared run
 * @param peer the peer that it happened to; empty when it is about none
 * @param task the task that it happened to; empty when it is about none
 * @param seconds how long it took; empty when it has no length
 * @param detail one sentence for people; empty when the type says all
 */
public record RunEvent(
        int v,
        String id,
        String cache,
        Instant time,
        Type type,
        String run,
        Optional<String> peer,
        Optional<String> task,
        Optional<Double> seconds,
        Optional<String> detail) {

    /** What can happen. */
    public enum Type {
        @com.fasterxml.jackson.annotation.JsonProperty("run-opened")
        RUN_OPENED,
        @com.fasterxml.jackson.annotation.JsonProperty("run-closed")
        RUN_CLOSED,
        @com.fasterxml.jackson.annotation.JsonProperty("peer-joined")
        PEER_JOINED,
        @com.fasterxml.jackson.annotation.JsonProperty("peer-left")
        PEER_LEFT,
        @com.fasterxml.jackson.annotation.JsonProperty("peer-lost")
        PEER_LOST,
        @com.fasterxml.jackson.annotation.JsonProperty("peer-set-aside")
        PEER_SET_ASIDE,
        @com.fasterxml.jackson.annotation.JsonProperty("task-assigned")
        TASK_ASSIGNED,
        @com.fasterxml.jackson.annotation.JsonProperty("task-succeeded")
        TASK_SUCCEEDED,
        @com.fasterxml.jackson.annotation.JsonProperty("task-attempt-ended")
        TASK_ATTEMPT_ENDED,
        @com.fasterxml.jackson.annotation.JsonProperty("task-failed")
        TASK_FAILED,
        @com.fasterxml.jackson.annotation.JsonProperty("ghost")
        GHOST
    }
}

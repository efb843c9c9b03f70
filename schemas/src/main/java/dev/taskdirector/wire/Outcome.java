package dev.taskdirector.wire;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a task ended on a peer. */
public enum Outcome {
    /** The result is in the remote cache. */
    @JsonProperty("succeeded")
    SUCCEEDED,
    /** The command failed. */
    @JsonProperty("failed")
    FAILED,
    /** The peer stopped it before it ended. */
    @JsonProperty("aborted")
    ABORTED,
    /** It could not be tried for a reason that is not the task's: a locked server, an evicted blob. */
    @JsonProperty("unavailable")
    UNAVAILABLE
}

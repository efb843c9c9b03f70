package dev.taskdirector.wire;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a session ended. */
public enum Leaving {
    /** All its work was done. */
    @JsonProperty("complete")
    COMPLETE,
    /** Something that it needed failed. */
    @JsonProperty("failed")
    FAILED,
    /** It was stopped, or went to its verdict early. */
    @JsonProperty("cancelled")
    CANCELLED
}

package dev.taskdirector.wire;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What an assignment asks of a peer. */
public enum AssignmentState {
    /** It has tasks. */
    @JsonProperty("working")
    WORKING,
    /** It has none just now. */
    @JsonProperty("waiting")
    WAITING,
    /** All its work is done: to the verdict. */
    @JsonProperty("complete")
    COMPLETE,
    /** Nothing more will be done: to the verdict. */
    @JsonProperty("failed")
    FAILED,
    /** The schema's digest is unknown: join again with the tasks. */
    @JsonProperty("schema-wanted")
    SCHEMA_WANTED,
    /** The session is gone or unknown: open a new one. */
    @JsonProperty("rejoin")
    REJOIN,
    /** A newer session of this peer id is live: build on alone. */
    @JsonProperty("superseded")
    SUPERSEDED,
    /** The join or status breaks a limit: build on alone. */
    @JsonProperty("rejected")
    REJECTED
}

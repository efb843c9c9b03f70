package dev.taskdirector.coordinator.core;

import java.util.List;

/** The state machine of one partition. Not thread-safe: owned by the partition's one thread. */
public final class Director {

    /** An empty state for a partition. */
    public Director(int partition, Settings settings) {}

    /** The state that wrote these rows. */
    public static Director load(int partition, List<Row> rows) {
        throw new UnsupportedOperationException();
    }

    /** Takes a record into the state and tells what follows. Never throws for a record that the edge accepts. */
    public Decisions apply(Event event) {
        throw new UnsupportedOperationException();
    }

    /**
     * The log is not the one we knew: sessions end without attempts (their next status is answered with rejoin), done
     * work and history stay.
     */
    public Decisions forgetSessions() {
        throw new UnsupportedOperationException();
    }

    /** The newest assignment of each live session, for a new owner to publish. */
    public List<Assignment> newestAssignments() {
        throw new UnsupportedOperationException();
    }

    /** Rows changed and closed since the last call. */
    public Changes drainChanges() {
        throw new UnsupportedOperationException();
    }

    /** All rows of the state, in order of kind and key; what a checkpoint from nothing writes. */
    public List<Row> rows() {
        throw new UnsupportedOperationException();
    }

    /** The settings in force. */
    public Settings settings() {
        throw new UnsupportedOperationException();
    }

    /** Whether time matters: there are live sessions, or something lingers. */
    public boolean isWaitingForTime() {
        throw new UnsupportedOperationException();
    }

    /** Whether a peer has a session, live or not in effect yet. */
    public boolean knows(PeerId peer) {
        throw new UnsupportedOperationException();
    }
}

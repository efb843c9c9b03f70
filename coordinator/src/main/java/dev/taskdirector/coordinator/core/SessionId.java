package dev.taskdirector.coordinator.core;

/** Id of one life of a peer. */
public record SessionId(String value) implements Comparable<SessionId> {

    @Override
    public int compareTo(SessionId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}

package dev.taskdirector.coordinator.core;

/** Id of a peer: a CI machine, or a job on it. */
public record PeerId(String value) implements Comparable<PeerId> {

    @Override
    public int compareTo(PeerId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}

package dev.taskdirector.coordinator.core;

/** The right to run one task once, unique in its cache. */
public record LeaseId(String value) implements Comparable<LeaseId> {

    @Override
    public int compareTo(LeaseId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}

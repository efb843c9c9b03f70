package dev.taskdirector.coordinator.core;

/** Id of a shared run, unique over all partitions: {@code muc9.3.18812}. */
public record RunId(String value) implements Comparable<RunId> {

    @Override
    public int compareTo(RunId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}

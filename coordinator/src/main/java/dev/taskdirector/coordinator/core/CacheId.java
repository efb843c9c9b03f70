package dev.taskdirector.coordinator.core;

/** Id of a remote cache. Peers of different caches never meet. */
public record CacheId(String value) implements Comparable<CacheId> {

    @Override
    public int compareTo(CacheId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}

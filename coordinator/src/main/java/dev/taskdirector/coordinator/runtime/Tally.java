package dev.taskdirector.coordinator.runtime;

/** Counts. */
public interface Tally {

    void add(Counted what, long amount);
}

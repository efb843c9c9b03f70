package dev.taskdirector.coordinator.runtime;

/** Counts. */
public interface Tally {

    void add(Counted what, long amount);

    /** A record is dead-lettered. */
    void deadLetter(Flaw flaw);
}

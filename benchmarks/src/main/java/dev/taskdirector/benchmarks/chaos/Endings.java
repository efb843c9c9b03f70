package dev.taskdirector.benchmarks.chaos;

import java.util.ArrayList;
import java.util.List;

/** How the servers' processes ended, and which of them ended otherwise than they were made to. */
final class Endings {

    private final List<String> oddities = new ArrayList<>();
    private int asTheyShould;

    /** Notes an end with what it should have ended with. */
    synchronized void note(String process, boolean wasAlive, int expected, int exitCode) {
        if (!wasAlive) {
            oddities.add(process + " had ended by itself with " + exitCode + " before anything was done to it");
        } else if (exitCode != expected) {
            oddities.add(process + " ended with " + exitCode + "; it should have been " + expected);
        } else {
            asTheyShould++;
        }
    }

    /** Notes one that should be running. */
    synchronized void lookAt(String process, boolean isAlive) {
        if (!isAlive) {
            oddities.add(process + " is not running, though nothing was done to it");
        }
    }

    synchronized List<String> oddities() {
        return List.copyOf(oddities);
    }

    synchronized int asTheyShould() {
        return asTheyShould;
    }
}

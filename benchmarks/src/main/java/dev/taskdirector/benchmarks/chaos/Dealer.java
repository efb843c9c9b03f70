package dev.taskdirector.benchmarks.chaos;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Deals faults, each at its moment. One that comes when the storm's time is over doesn't happen, unless none of its kind has
 * happened yet: on a slow machine a storm has each kind, too. Several threads may deal at a time.
 */
final class Dealer {

    /** What a fault comes to. */
    interface Happening {
        /** Returns when it is over; says whether there was anybody to whom it could happen. */
        boolean of(Fault fault) throws InterruptedException;
    }

    private final StormTime time;
    private final Happening happening;
    private final Set<FaultKind> happened = ConcurrentHashMap.newKeySet();

    Dealer(StormTime time, Happening happening) {
        this.time = time;
        this.happening = happening;
    }

    /** One after the other; returns how many happened. */
    int deal(List<Fault> faults) throws InterruptedException {
        int count = 0;
        for (Fault fault : faults) {
            boolean isInTime = time.awaitMoment(fault.at());
            boolean isWanted = isInTime || (!time.isCalledOff() && !happened.contains(fault.kind()));
            if (isWanted && happening.of(fault)) {
                happened.add(fault.kind());
                count++;
            }
        }
        return count;
    }
}

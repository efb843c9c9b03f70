package dev.taskdirector.benchmarks.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A storm's time: faults wait for their moments and last, until the storm is called off. */
final class StormTime {

    private final Instant begun = Instant.now();
    private final Duration length;
    private final CountDownLatch calledOff = new CountDownLatch(1);

    StormTime(Duration length) {
        this.length = length;
    }

    void callOff() {
        calledOff.countDown();
    }

    boolean isCalledOff() {
        return calledOff.getCount() == 0;
    }

    Duration age() {
        return Duration.between(begun, Instant.now());
    }

    /** Says whether a fault that should come now still may: the storm is neither over nor called off. */
    boolean awaitMoment(Duration sinceBegin) throws InterruptedException {
        long millis = sinceBegin.minus(age()).toMillis();
        boolean isCalledOff = calledOff.await(Math.max(0, millis), TimeUnit.MILLISECONDS);
        return !isCalledOff && age().compareTo(length) < 0;
    }

    /** Waits until the storm's time has passed. */
    void awaitEnd() throws InterruptedException {
        awaitMoment(length);
    }

    /** Waits as long as a fault lasts. */
    void last(Fault fault) throws InterruptedException {
        calledOff.await(fault.length().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Stops a process for as long as a fault lasts. It goes on again whatever happens. */
    void pause(long pid, Fault fault) throws InterruptedException {
        Signal.STOP.sendTo(pid);
        try {
            last(fault);
        } finally {
            Signal.CONT.sendTo(pid);
        }
    }
}

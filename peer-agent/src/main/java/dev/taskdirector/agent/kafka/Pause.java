package dev.taskdirector.agent.kafka;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A rest between two tries, cut short by the end. */
class Pause {

    private final CountDownLatch over = new CountDownLatch(1);
    private final Duration length;

    Pause(Duration length) {
        this.length = length;
    }

    Duration length() {
        return length;
    }

    void end() {
        over.countDown();
    }

    boolean isOver() {
        return over.getCount() == 0;
    }

    void take() {
        try {
            if (over.await(length.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            end();
        }
    }
}

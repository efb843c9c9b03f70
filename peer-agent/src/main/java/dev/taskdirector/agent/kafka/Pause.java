package dev.taskdirector.agent.kafka;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A rest between two tries, cut short by the end. */
final class Pause {

    private static final long SECONDS = 5;

    private final CountDownLatch over = new CountDownLatch(1);

    void end() {
        over.countDown();
    }

    boolean isOver() {
        return over.getCount() == 0;
    }

    void take() {
        try {
            if (over.await(SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            end();
        }
    }
}

package dev.taskdirector.coordinator.runtime;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Waits at the start for a server that is away. Servers of one system are started together and in any order, so that is no
 * error: it is said, at first and then now and then. When the JVM is told to stop, waiting ends.
 */
public final class StartWait {
    private static final long PAUSE_MILLIS = 250;
    private static final Duration SAID_AGAIN = Duration.ofSeconds(10);

    private final Duration limit;
    private final Consumer<String> say;
    private final CountDownLatch stopped = new CountDownLatch(1);

    /**
     * A wait for one server or several, one after the other.
     *
     * @param limit how long for each
     * @param say hears the sentences
     */
    public StartWait(Duration limit, Consumer<String> say) {
        this.limit = limit;
        this.say = say;
    }

    /**
     * Returns when an attempt has succeeded.
     *
     * @param server its name and where it should be
     * @param cure what can be done about it
     * @param attempt tries once and returns soon: empty when all is well, else why not
     * @throws RefusalException after the limit, or when the JVM is told to stop
     */
    public void until(String server, String cure, Supplier<Optional<String>> attempt) {
        Thread hook = new Thread(stopped::countDown, "start-wait-end");
        if (!isAdded(hook)) {
            throw new RefusalException("told to stop before " + server + " was asked for");
        }
        try {
            ask(server, cure, attempt);
        } finally {
            remove(hook);
        }
    }

    private void ask(String server, String cure, Supplier<Optional<String>> attempt) {
        long start = System.nanoTime();
        long said = start - SAID_AGAIN.toNanos();
        Optional<String> trouble = attempt.get();
        while (trouble.isPresent()) {
            String reason = trouble.get().replaceFirst("[.\\s]+$", "");
            String sentence = server + " does not answer: " + reason + "; " + cure;
            long now = System.nanoTime();
            if (now - start >= limit.toNanos()) {
                throw new RefusalException(sentence);
            }
            if (now - said >= SAID_AGAIN.toNanos()) {
                said = now;
                say.accept("waiting, since " + sentence);
            }
            pause(server);
            trouble = attempt.get();
        }
    }

    private void pause(String server) {
        try {
            if (stopped.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new RefusalException("told to stop while waiting for " + server);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusalException("interrupted while waiting for " + server, e);
        }
    }

    private static boolean isAdded(Thread hook) {
        try {
            Runtime.getRuntime().addShutdownHook(hook);
            return true;
        } catch (IllegalStateException e) {
            // the JVM is going down already
            return false;
        }
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the JVM is going down, and has no more use for it either
            return;
        }
    }
}

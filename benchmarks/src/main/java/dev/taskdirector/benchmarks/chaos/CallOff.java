package dev.taskdirector.benchmarks.chaos;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What TERM and Ctrl-C lead to: the storm's thread ends what it started, what is left then is killed, and nothing is kept. */
final class CallOff {

    private static final long ORDERLY_SECONDS = 15;

    private final Thread storm;
    private final Leftovers leftovers;
    private final Folder folder;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread hook = new Thread(this::callOff, "chaos-call-off");

    /**
     * Not listening yet.
     *
     * @param storm interrupted when the storm is called off
     */
    CallOff(Thread storm, Leftovers leftovers, Folder folder) {
        this.storm = storm;
        this.leftovers = leftovers;
        this.folder = folder;
    }

    /** From now on the end of the JVM calls the storm off. */
    void await() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** The storm is over: there is nothing to call off any more. */
    void forget() {
        over.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the JVM is going down already, and the hook waits for exactly this
            return;
        }
    }

    private void callOff() {
        storm.interrupt();
        try {
            over.await(ORDERLY_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        leftovers.end();
        folder.delete();
    }
}

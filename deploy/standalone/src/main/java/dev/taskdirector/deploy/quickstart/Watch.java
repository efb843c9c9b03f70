package dev.taskdirector.deploy.quickstart;

/** The clock that the task script reads too, so that its times and ours can be compared. */
final class Watch {

    private static final double MILLIS = 1_000;

    private Watch() {}

    /** Seconds since 1970. */
    static double now() {
        return System.currentTimeMillis() / MILLIS;
    }
}

package dev.taskdirector.agent.cli;

import java.util.Optional;

/**
 * Notices that the process that started this one is gone. A CI job whose shell was killed is over, and its checkout may be
 * another's soon; nobody would stop the agent, which would go on to hold tasks that others wait for. There is no signal for
 * that, so it is looked at each second.
 */
final class ParentWatch implements Runnable {

    private static final long LOOK_MILLIS = 1_000;

    private final Optional<Long> first;
    private final Runnable gone;

    private ParentWatch(Optional<Long> first, Runnable gone) {
        this.first = first;
        this.gone = gone;
    }

    /**
     * Begins to look. A process that has no parent here, such as a container's first, has none to lose.
     *
     * @param first the parent as it was when this process began
     * @param gone run once, on a thread of its own
     */
    static void listen(Optional<Long> first, Runnable gone) {
        Thread thread = new Thread(new ParentWatch(first, gone), "parent-watch");
        thread.setDaemon(true);
        thread.start();
    }

    static Optional<Long> parent() {
        return ProcessHandle.current().parent().map(ProcessHandle::pid);
    }

    @Override
    public void run() {
        if (first.isEmpty()) {
            return;
        }
        try {
            while (parent().equals(first)) {
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            return;
        }
        gone.run();
    }
}

package dev.taskdirector.agent.cli;

import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Notices that the process that started this one is gone. A CI job whose shell was killed is over, and its checkout may be
 * another's soon; nobody would stop the agent, which would go on to hold tasks that others wait for. There is no signal for
 * that, so it is looked at each second.
 */
final class ParentWatch {

    private static final long LOOK_MILLIS = 1_000;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "parent-watch");
        thread.setDaemon(true);
        return thread;
    });
    private final long first;
    private final Runnable gone;

    private ParentWatch(long first, Runnable gone) {
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
        first.map(parent -> new ParentWatch(parent, gone)).ifPresent(ParentWatch::begin);
    }

    static Optional<Long> parent() {
        return ProcessHandle.current().parent().map(ProcessHandle::pid);
    }

    private void begin() {
        clock.scheduleWithFixedDelay(this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        if (parent().filter(now -> now == first).isEmpty()) {
            // who ends a process group ends the parent, too: the agent's own signal is to be heard first
            clock.schedule(gone, LOOK_MILLIS, TimeUnit.MILLISECONDS);
            clock.shutdown();
        }
    }
}

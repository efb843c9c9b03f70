package dev.taskdirector.coordinator.fakes;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/** Keeps what it is given until the test lets it run. */
public final class LaterExecutor implements Executor {
    private final Deque<Runnable> waiting = new ArrayDeque<>();

    @Override
    public void execute(Runnable work) {
        waiting.add(work);
    }

    public int size() {
        return waiting.size();
    }

    /** Runs one; false if there is none. */
    public boolean runOne() {
        Runnable work = waiting.poll();
        if (work == null) {
            return false;
        }
        work.run();
        return true;
    }

    /** Runs all, also what is added meanwhile. */
    public void runAll() {
        while (runOne()) {}
    }

    /** Forgets all, as a dying process does. */
    public void dropAll() {
        waiting.clear();
    }
}

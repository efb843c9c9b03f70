package dev.taskdirector.benchmarks.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Signals to processes by their ids, sent by the shell's own kill. */
enum Signal {
    STOP,
    CONT,
    TERM,
    KILL;

    /** Returns whether there was such a process. */
    boolean sendTo(long pid) {
        if (pid <= 1) {
            throw new IllegalArgumentException("process " + pid + " is nobody's to end: to kill, 0 is the whole group");
        }
        try {
            Process kill = new ProcessBuilder(
                            "sh", "-c", "kill -s \"$0\" \"$1\" 2>/dev/null", name(), Long.toString(pid))
                    .start();
            return kill.waitFor() == 0;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot send " + name() + " to process " + pid, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

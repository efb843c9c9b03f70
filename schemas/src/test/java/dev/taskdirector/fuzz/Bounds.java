package dev.taskdirector.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/** What one input may cost: processor time and memory, whatever else the machine does. */
public final class Bounds {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long MOST_NANOS = 5_000_000_000L;
    private static final long FREE_BYTES = 128L << 20;

    /** A node of YAML is many objects, and each task of a file keeps its line. */
    private static final long BYTES_PER_BYTE = 750;

    /** A coordinator reads everybody's records. */
    private static final long BYTES_PER_BYTE_OF_A_RECORD = 100;

    private Bounds() {}

    /** What is tried, and what it may throw. */
    public interface Trial {
        void run() throws Exception;
    }

    /**
     * Runs on this thread, and throws if it takes more than an input of this length is worth. What does is run once more
     * before it is blamed: the first run may have loaded classes, and Jazzer rewrites each of them on this very thread.
     */
    public static void hold(int length, Trial trial) throws Exception {
        hold(length, BYTES_PER_BYTE, trial);
    }

    /** The same for a record, which is worth less. */
    public static void holdRecord(int length, Trial trial) throws Exception {
        hold(length, BYTES_PER_BYTE_OF_A_RECORD, trial);
    }

    private static void hold(int length, long bytesPerByte, Trial trial) throws Exception {
        long most = FREE_BYTES + bytesPerByte * length;
        if (excess(most, trial).isPresent()) {
            Optional<String> again = excess(most, trial);
            if (again.isPresent()) {
                throw new AssertionError(length + " bytes took " + again.get());
            }
        }
    }

    private static Optional<String> excess(long mostBytes, Trial trial) throws Exception {
        long thread = Thread.currentThread().getId();
        long bytes = THREADS.getThreadAllocatedBytes(thread);
        long nanos = THREADS.getCurrentThreadCpuTime();
        trial.run();
        nanos = THREADS.getCurrentThreadCpuTime() - nanos;
        bytes = THREADS.getThreadAllocatedBytes(thread) - bytes;
        if (nanos > MOST_NANOS) {
            return Optional.of(nanos / 1_000_000 + " ms of processor time");
        }
        return bytes > mostBytes ? Optional.of((bytes >> 20) + " MiB of memory") : Optional.empty();
    }
}

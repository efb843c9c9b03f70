package dev.taskdirector.coordinator.runtime;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Records of other partitions that are on their way there. Whoever has fallen silent since needs no answer, and who has
 * not has said so again: of what is caught up only as much is brought as a session may be silent, and no more than fits.
 */
final class Misrouted {
    /** Of more the eldest are left out: their senders speak again. */
    private static final int MOST = 1_000;

    private static final long MOST_BYTES = 16 << 20;

    private final Ports ports;
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    private long bytes;

    private record Waiting(LogRecord record, int home) {
        long bytes() {
            return record.value().length;
        }
    }

    Misrouted(Ports ports) {
        this.ports = ports;
    }

    void add(LogRecord record, int home) {
        Waiting next = new Waiting(record, home);
        waiting.add(next);
        bytes += next.bytes();
        while (waiting.size() > MOST || (bytes > MOST_BYTES && waiting.size() > 1)) {
            remove();
        }
    }

    /** The log has come so far, in the broker's milliseconds since 1970. */
    void passTo(long timestampMillis, long sessionTimeoutMillis) {
        while (!waiting.isEmpty()
                && waiting.getFirst().record().timestampMillis() + sessionTimeoutMillis < timestampMillis) {
            remove();
        }
    }

    private Waiting remove() {
        Waiting first = waiting.remove();
        bytes -= first.bytes();
        return first;
    }

    void forward() {
        while (!waiting.isEmpty()) {
            Waiting next = remove();
            ports.tally().add(Counted.FORWARDED, 1);
            new Outbox(ports).guarded(() -> ports.forwarder().forward(next.record(), next.home()), 1);
        }
    }
}

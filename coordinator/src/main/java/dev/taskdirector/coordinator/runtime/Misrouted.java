package dev.taskdirector.coordinator.runtime;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Records of other partitions that are on their way there. Whoever has fallen silent since needs no answer, and who has not has
 * said so again: of what is caught up only as much is brought as a session may be silent, and no more than some.
 */
final class Misrouted {
    /** Of more the eldest are left out: their senders speak again. */
    private static final int MOST = 1_000;

    private final Ports ports;
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    private record Waiting(LogRecord record, int home) {}

    Misrouted(Ports ports) {
        this.ports = ports;
    }

    void add(LogRecord record, int home) {
        waiting.add(new Waiting(record, home));
        if (waiting.size() > MOST) {
            waiting.remove();
        }
    }

    /** The log has come so far, in the broker's milliseconds since 1970. */
    void passTo(long timestampMillis, long sessionTimeoutMillis) {
        while (!waiting.isEmpty()
                && waiting.getFirst().record().timestampMillis() + sessionTimeoutMillis < timestampMillis) {
            waiting.remove();
        }
    }

    void forward() {
        while (!waiting.isEmpty()) {
            Waiting next = waiting.remove();
            ports.tally().add(Counted.FORWARDED, 1);
            new Outbox(ports).guarded(() -> ports.forwarder().forward(next.record(), next.home()), 1);
        }
    }
}

package dev.taskdirector.agent.kafka;

import dev.taskdirector.wire.PeerStatus;
import java.util.Optional;

/** Room for one status, the newest: each is the whole truth, so one that waits is worth nothing once there is another. */
final class Mailbox {

    private Optional<PeerStatus> newest = Optional.empty();
    private boolean closed;

    synchronized void put(PeerStatus status) {
        newest = Optional.of(status);
        notifyAll();
    }

    /** What is in the box may still be taken; nothing is waited for any more. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** Waits for a status; empty once the box is closed and empty. */
    synchronized Optional<PeerStatus> take() throws InterruptedException {
        while (newest.isEmpty() && !closed) {
            wait();
        }
        Optional<PeerStatus> taken = newest;
        newest = Optional.empty();
        return taken;
    }
}

package dev.taskdirector.coordinator.kafka;

import dev.taskdirector.wire.AssignmentState;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * How many assignment topics there may be, and who gets one of the last: a session that has joined. A status of an unknown
 * session needs no join and no token, and may name any peer. Thread-safe.
 */
final class TopicPlaces {
    private static final Logger LOG = Logger.getLogger(TopicPlaces.class);

    /** What is said to a session that is none here. */
    private static final Set<AssignmentState> TO_STRANGERS =
            Set.of(AssignmentState.REJOIN, AssignmentState.REJECTED, AssignmentState.SUPERSEDED);

    private final int maxPeers;
    private final AtomicBoolean hasWarned = new AtomicBoolean();
    private final AtomicBoolean hasRefusedAJoin = new AtomicBoolean();

    /**
     * As many places as there may be peers.
     *
     * @param maxPeers the setting of that name
     */
    TopicPlaces(int maxPeers) {
        this.maxPeers = maxPeers;
    }

    /** Whether an answer may have a topic made for its peer; one warning says when that begins to depend on the answer. */
    boolean admits(String peer, AssignmentState answer, int taken) {
        boolean isJoined = !TO_STRANGERS.contains(answer);
        boolean admits = taken < (isJoined ? maxPeers : (maxPeers + 1) / 2);
        if (!admits && isJoined && hasRefusedAJoin.compareAndSet(false, true)) {
            LOG.warnf(
                    "peer %s, and others after it, can't be answered and build alone: there are %d assignment topics, as"
                            + " many as task-director.max-peers allows; raise it",
                    peer, taken);
        } else if (!admits && hasWarned.compareAndSet(false, true)) {
            LOG.warnf(
                    "%d of %d assignment topics (task-director.max-peers) are taken: peers that have not joined get none"
                            + " now",
                    taken, maxPeers);
        }
        return admits;
    }

    /** Whether topics that nobody needs should go soon. */
    boolean areScarce(int taken) {
        return taken >= 0.8 * maxPeers;
    }

    /** So many are left: if there is room again, the next shortage is worth a line again. */
    void recount(int taken) {
        if (taken < maxPeers / 2) {
            hasWarned.set(false);
        }
        if (!areScarce(taken)) {
            hasRefusedAJoin.set(false);
        }
    }
}

package dev.taskdirector.coordinator.core;

import dev.taskdirector.coordinator.core.JoinRequest.RepositoryState;
import dev.taskdirector.coordinator.core.JoinRequest.SchemaRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Peers that share work, shown together. With keys it is a matter of display; without, its works are its own and its
 * peers' repositories decide who may join.
 */
final class SharedRun {

    /** Ghosts below this number close no run. */
    private static final int GHOSTS_THAT_COUNT = 5;

    final RunId id;
    final CacheId cache;
    final SchemaRef schema;
    final String context;
    final boolean keyed;
    final long order;
    final long openedTimestamp;
    boolean shut;
    long relied;
    long ghosts;

    /** Open or lingering plans by id; one only without keys. */
    final TreeMap<Long, Plan> plans = new TreeMap<>();

    /** How many live sessions have each set of checkouts: a run of a thousand equal peers has one entry. */
    private final Map<List<RepositoryState>, Integer> checkouts = new LinkedHashMap<>();

    /** The checkouts of those that left at one time, the last of them, for a run without live peers. */
    private List<List<RepositoryState>> lastPeers = List.of();

    private long lastPeersBytes;

    long lastPeersAt = -1;
    int peers;

    SharedRun(
            RunId id,
            CacheId cache,
            SchemaRef schema,
            String context,
            boolean keyed,
            long order,
            long openedTimestamp) {
        this.id = id;
        this.cache = cache;
        this.schema = schema;
        this.context = context;
        this.keyed = keyed;
        this.order = order;
        this.openedTimestamp = openedTimestamp;
    }

    void enter(List<RepositoryState> checkout) {
        checkouts.merge(checkout, 1, Integer::sum);
        peers++;
    }

    List<List<RepositoryState>> lastPeers() {
        return lastPeers;
    }

    void setLastPeers(List<List<RepositoryState>> checkouts) {
        lastPeers = checkouts;
        lastPeersBytes = checkouts.stream().mapToLong(RepositoryState::bytesOf).sum();
    }

    /** How much the checkouts of its last peers take in memory: bytes, roughly. */
    long lastPeersBytes() {
        return lastPeersBytes;
    }

    void leave(List<RepositoryState> checkout, long now) {
        peers--;
        checkouts.computeIfPresent(checkout, (key, count) -> count == 1 ? null : count - 1);
        if (lastPeersAt != now) {
            setLastPeers(List.of());
            lastPeersAt = now;
        }
        if (!lastPeers.contains(checkout)) {
            lastPeers = new ArrayList<>(lastPeers);
            lastPeers.add(checkout);
            lastPeersBytes += RepositoryState.bytesOf(checkout);
        }
    }

    /** Checkouts of its live peers, or of those it had last. */
    Collection<List<RepositoryState>> checkouts() {
        return checkouts.isEmpty() ? lastPeers : checkouts.keySet();
    }

    /** Counts what a peer relied on, and closes the doors when a fifth of it were ghosts. */
    void addReliance(boolean hit) {
        relied++;
        ghosts += hit ? 0 : 1;
        if (ghosts >= GHOSTS_THAT_COUNT && ghosts * 5 >= relied) {
            shut = true;
        }
    }
}

package dev.taskdirector.coordinator.core;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One life of a peer: what it has been told, what it said last, and what it holds. */
final class PeerSession {

    /** What stands under one epoch. */
    record Content(Assignment.State state, Optional<RunId> run, List<LeaseId> leases) {}

    final SessionId id;
    final PeerId peer;
    final CacheId cache;
    final long order;
    JoinRequest join;
    final long joinedTimestamp;
    final long textBytes;

    /** How slow its machine was when it last reported a success, and as what it queues for work. */
    long slowness = MachineSpeeds.COMMON;

    @Nullable
    Precedence queuedAs;

    /** So many tasks fit into an assignment, by the contract: an agent could not read one with more. */
    static final int MOST_LEASES = 64;

    private @Nullable Plan plan;

    /** Its leases in the order in which they were given. */
    final Map<LeaseId, Lease> leases = new LinkedHashMap<>();

    /** Tasks of which it has reported the success: it needs no cache for them. */
    final BitSet built = new BitSet();

    /** Tasks of others that it looked for in the cache, and those that were not there. */
    final BitSet relied = new BitSet();

    final BitSet ghosts = new BitSet();

    int slots;

    /** How long its leases are expected to take in all. */
    long committedMillis;

    /** Its join waits for a status that carries its token, since another session of its peer is live. */
    boolean pending;

    /** It has been told complete or failed and gets no more work. */
    boolean told;

    /** After two ghosts it gets nothing new, and moves to works of its own once it runs nothing. */
    boolean draining;

    /** It speaks and has long not heard what it was told: it gets nothing new before it has heard the newest. */
    boolean deaf;

    /** How many tasks it has failed that others built then. */
    int misfires;

    /** Its works are its own: it relies on nobody. */
    boolean alone;

    long seq;
    long heardAt;
    int holding;
    long epoch;
    Optional<Content> content = Optional.empty();
    long epochAt;
    long sentAt;
    long askedAt = Long.MIN_VALUE / 2;

    /** The next answer takes a new epoch, though its content is the same. */
    boolean bump;

    PeerSession(SessionId id, PeerId peer, CacheId cache, long order, JoinRequest join, long joinedTimestamp) {
        this.id = id;
        this.peer = peer;
        this.cache = cache;
        this.order = order;
        this.join = join;
        this.joinedTimestamp = joinedTimestamp;
        this.textBytes = join.textBytes();
    }

    /** Whether a report is its own, and not that of a peer that took its id. */
    boolean isSpeaking(Report report) {
        return peer.equals(report.peer()) && cache.equals(report.cache());
    }

    Plan plan() {
        return Objects.requireNonNull(plan, () -> "session " + id + " has no plan");
    }

    Optional<Plan> planIfAny() {
        return Optional.ofNullable(plan);
    }

    void setPlan(Plan plan) {
        this.plan = plan;
    }

    /** Whether it has failed so much that others could build that it gets no work while one of them is there. */
    boolean isSetAside() {
        return misfires >= Row.SessionRow.MISFIRES_BORNE;
    }

    /** So many tasks or keys its join keeps until it takes effect. */
    int pendingTasks() {
        return pending ? join.tasksOrKeys() : 0;
    }

    /** What the tasks need that its join keeps until it takes effect. */
    int pendingNeeds() {
        return pending ? join.needs() : 0;
    }

    boolean mayWrite() {
        return join.cacheWrite();
    }

    boolean mayBuild() {
        return mayWrite() && !told && !pending;
    }

    /** Whether an assignment can't name more than it has. */
    boolean isFull() {
        return leases.size() >= MOST_LEASES;
    }

    /** Whether it may be given a task that it would begin later: what it has by then is less than the lead. */
    boolean hasRoomAhead(long expectedMillis, long leadMillis) {
        return !isFull() && committedMillis + expectedMillis <= leadMillis * slots;
    }

    /** Whether something keeps it longer than was expected, by more than what is ahead should wait. */
    boolean hangs(long now) {
        return leases.values().stream().anyMatch(lease -> lease.overdueAt() + lease.why.expectedMillis() <= now);
    }

    /** Whether a lease of its own is behind as many others as it has slots, so that it is not begun. */
    boolean isAhead(Lease lease) {
        int place = 0;
        for (Lease one : leases.values()) {
            if (one == lease || place == slots) {
                return place == slots;
            }
            place++;
        }
        return false;
    }

    /** Whether it has something to run that is not to be taken back. */
    boolean hasWork() {
        return leases.values().stream().anyMatch(lease -> !lease.isRecalled());
    }

    /** Slots in which it may build for others. */
    int buildingSlots() {
        return mayWrite() ? slots : 0;
    }

    int freeSlots() {
        return slots - leases.size();
    }

    /** Whether everything that it needs is done, counting what a peer that can't write the cache built for itself. */
    boolean hasAll() {
        Plan needed = plan();
        if (mayWrite() || needed.undone == 0) {
            return needed.undone == 0;
        }
        long own = built.stream().filter(i -> !needed.isDone(i)).count();
        return own == needed.undone;
    }

    Content contentNow(Assignment.State state) {
        List<LeaseId> named = leases.values().stream()
                .filter(lease -> !lease.isRecalled())
                .map(lease -> lease.id)
                .toList();
        return new Content(state, Optional.of(plan().run.id), named);
    }
}

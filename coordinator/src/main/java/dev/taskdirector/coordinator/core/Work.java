package dev.taskdirector.coordinator.core;

import dev.taskdirector.coordinator.core.Assignment.FailedAttempt;
import dev.taskdirector.coordinator.core.Row.WorkState;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A task under one key: what plans share. Without keys it is its run's own, and has no key. */
final class Work {

    /** More attempts than this are counted and not told one by one. */
    static final int FAILURES_TOLD = 10;

    /** The most peers that are remembered to have tried it in vain; the first are forgotten first. */
    static final int PEERS_REMEMBERED = 1_000;

    /** Where a work stands in a plan. */
    record Use(Plan plan, int index) {}

    /** What makes works the same: an equal key in one cache and context. */
    record Key(CacheId cache, String context, String key) {}

    final long id;
    final CacheId cache;
    final String context;
    final Optional<String> key;
    final String task;

    /** Plans that need it, in the order in which they opened. */
    final List<Use> uses = new ArrayList<>();

    /** So many of these are of plans that live sessions have. */
    int neededBy;

    /** Who runs it: nobody, one session, or a second one since the first takes long. The first first. */
    final List<Lease> leases = new ArrayList<>();

    WorkState state = WorkState.OPEN;
    Optional<PeerId> builtBy = Optional.empty();
    Optional<Long> builtMillis = Optional.empty();
    Optional<Long> endedTimestamp = Optional.empty();
    int attempts;
    final List<FailedAttempt> failures = new ArrayList<>();

    /** Peers that have failed it, the first first: they don't try again. */
    final Set<PeerId> failedBy = new LinkedHashSet<>();

    int unavailable;

    /** Peers at which it was unavailable, the first first: others try before them. */
    final Set<PeerId> unavailableAt = new LinkedHashSet<>();

    long heldUntil;

    Work(long id, CacheId cache, String context, Optional<String> key, String task) {
        this.id = id;
        this.cache = cache;
        this.context = context;
        this.key = key;
        this.task = task;
    }

    Optional<Key> sharedKey() {
        return key.map(value -> new Key(cache, context, value));
    }

    boolean isOpen() {
        return state == WorkState.OPEN;
    }

    boolean isDone() {
        return state == WorkState.DONE;
    }

    /** Whether a live session needs it; otherwise it lingers. */
    boolean isNeeded() {
        return neededBy > 0;
    }

    boolean isLeased() {
        return !leases.isEmpty();
    }

    /** Whether it has been tried in vain, so that it may have to be given up. */
    boolean isTroubled() {
        return isOpen() && (attempts > 0 || !failedBy.isEmpty());
    }

    /** Whether it failed because nobody could try it, which says nothing about those who come later. */
    boolean failedAsUnavailable(Settings settings) {
        return state == WorkState.FAILED && unavailable >= settings.maxUnavailable();
    }

    /** Whether one session has it for longer than is good, so that another may take it as well. */
    boolean isLate(long now) {
        return isOpen() && leases.size() == 1 && leases.get(0).lateAt <= now;
    }

    /** Whether one session has it for so long that it is likely to be late soon. */
    boolean isSlow(long now) {
        return isOpen() && leases.size() == 1 && leases.get(0).slowAt() <= now;
    }

    /** Whether one session has it for so long that waiting for it may hold up all. */
    boolean hangs(long now, int stragglerPercent) {
        return isOpen() && leases.size() == 1 && leases.get(0).hangsAt(stragglerPercent) <= now;
    }

    /** Whether one session has it, has not begun it, and should have. */
    boolean isStuck(long now) {
        return isOpen()
                && leases.size() == 1
                && leases.get(0).overdueAt() <= now
                && !leases.get(0).isRecalled()
                && leases.get(0).isAhead();
    }

    /** Whether one is to be told to give it back. */
    boolean isRecalled() {
        return leases.stream().anyMatch(Lease::isRecalled);
    }

    Optional<Lease> lease(LeaseId lease, PeerSession session) {
        return leases.stream()
                .filter(held -> held.id.equals(lease) && held.session == session)
                .findFirst();
    }

    /** Whether somebody runs it under this lease. */
    boolean isLeasedAs(LeaseId lease) {
        return leases.stream().anyMatch(held -> held.id.equals(lease));
    }

    void addFailedBy(PeerId peer) {
        addBounded(failedBy, peer);
    }

    void addUnavailableAt(PeerId peer) {
        addBounded(unavailableAt, peer);
    }

    /** Work that is revived again and again meets new peers for as long as its run lives. */
    private static void addBounded(Set<PeerId> peers, PeerId peer) {
        if (peers.add(peer) && peers.size() > PEERS_REMEMBERED) {
            peers.remove(peers.iterator().next());
        }
    }

    void addFailure(PeerId peer, Optional<Integer> exitCode) {
        if (failures.size() < FAILURES_TOLD) {
            failures.add(new FailedAttempt(peer, exitCode));
        }
    }

    /**
     * The peer that had it last, and lost it by falling silent or aborting; empty when it was nobody's, or ended
     * otherwise, and once there have been so many attempts that the last is not among those told.
     */
    Optional<PeerId> lastLoser() {
        if (failures.isEmpty() || failures.size() == FAILURES_TOLD) {
            return Optional.empty();
        }
        FailedAttempt last = failures.get(failures.size() - 1);
        return last.exitCode().isPresent() || failedBy.contains(last.peer())
                ? Optional.empty()
                : Optional.of(last.peer());
    }

    /** When it ended, by the broker's clock. */
    long endedMillis() {
        return endedTimestamp.orElse(0L);
    }

    /** Open again, with a clean count; who failed it is not forgotten. */
    void reopen() {
        state = WorkState.OPEN;
        attempts = 0;
        unavailable = 0;
        heldUntil = 0;
    }
}

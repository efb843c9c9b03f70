package dev.taskdirector.agent.session;

import dev.taskdirector.wire.Limits;
import dev.taskdirector.wire.Relied;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which of the tasks that wait are started as one: short ones under a lease, as many as fit into {@value #MOST_MILLIS} ms
 * and into the bytes that one task's targets may have, and no more than a free slot's share of them. A few are started by
 * themselves between the first batches: from these it learns how much of a command's time is its start.
 */
final class Batching {

    private static final long MOST_MILLIS = 1_000;

    /** Those that fail, or are in the cache, tell nothing. */
    private static final int MOST_PROBES = 2 * StartTime.ENOUGH;

    private final boolean isPossible;
    private final Set<String> alone = new HashSet<>();
    private final StartTime start = new StartTime();

    /** Tasks that are started by themselves to learn from. */
    private final Set<String> probes = new HashSet<>();

    Batching(boolean isPossible) {
        this.isPossible = isPossible;
    }

    /** A batch that didn't succeed says nothing of its tasks: from now on each is started by itself. */
    void startAlone(Collection<String> tasks) {
        alone.addAll(tasks);
    }

    /**
     * What to start first.
     *
     * @param waiting in the order in which they are to be started; not empty
     * @param freeSlots how many slots there are for them, one at least
     */
    List<Holdings.Held> first(List<Holdings.Held> waiting, int freeSlots) {
        Holdings.Held first = waiting.get(0);
        if (!fits(first)) {
            return List.of(first);
        }
        List<Holdings.Held> all = waiting.stream().filter(this::fits).toList();
        int share = (all.size() + freeSlots - 1) / freeSlots;
        List<Holdings.Held> together = new ArrayList<>();
        long millis = 0;
        long bytes = 0;
        for (Holdings.Held one : all.subList(0, share)) {
            millis += millis(one.expected());
            bytes += bytes(one);
            if (!together.isEmpty() && (millis > MOST_MILLIS || bytes > Limits.TARGET_BYTES)) {
                break;
            }
            together.add(one);
        }
        if (together.size() > 1 && isProbeDue()) {
            probes.add(first.name());
            return List.of(first);
        }
        return together;
    }

    /** One after each of the first batches, as long as one tells something. */
    private boolean isProbeDue() {
        boolean isMissing = start.ones() < StartTime.ENOUGH;
        return isMissing && probes.size() < Math.min(MOST_PROBES, start.many());
    }

    /**
     * Learns from a command that succeeded.
     *
     * @return what it took for its tasks, without its start; empty where that can't be told, so that nobody learns from it
     */
    Optional<Duration> measure(List<Holdings.Held> tasks, TaskResult result) {
        boolean isOneOfMany = tasks.size() > 1 || probes.contains(tasks.get(0).name());
        if (!isPossible || !tasks.stream().allMatch(Holdings.Held::isShort)) {
            return Optional.of(result.took());
        }
        if (isOneOfMany && !isFromCache(result)) {
            start.add(tasks.size(), expected(tasks), result.took());
        }
        Optional<Duration> known = start.known();
        return known.isEmpty() && isOneOfMany
                ? Optional.empty()
                : Optional.of(result.took().minus(known.orElse(Duration.ZERO)));
    }

    private static boolean isFromCache(TaskResult result) {
        return result.cacheHit().orElse(false) || result.relied().stream().anyMatch(Relied::hit);
    }

    private static Duration expected(List<Holdings.Held> tasks) {
        return tasks.stream().map(Holdings.Held::expected).reduce(Duration.ZERO, Duration::plus);
    }

    private boolean fits(Holdings.Held one) {
        return isPossible && one.isShort() && one.lease().isPresent() && !alone.contains(one.name());
    }

    /** A command line has a limit, and each target is counted with what ends it. */
    private static long bytes(Holdings.Held one) {
        long bytes = size(one.name());
        for (String target : one.task().targets()) {
            bytes += size(target);
        }
        return bytes;
    }

    /** In UTF-8, at most, and what ends it. */
    private static int size(String text) {
        return text.chars().map(unit -> unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3).sum() + 1;
    }

    /**
     * What each of several tasks took of the time that all took: a millisecond at least, the rest as it was expected. The
     * sum is what all took, if that is a millisecond each.
     */
    static List<Duration> shares(Duration took, List<Duration> expected) {
        long rest = Math.max(0, took.toMillis() - expected.size());
        long all = expected.stream().mapToLong(Batching::millis).sum();
        List<Duration> shares = new ArrayList<>();
        long passed = 0;
        for (Duration one : expected) {
            long next = passed + millis(one);
            shares.add(Duration.ofMillis(1 + part(rest, next, all) - part(rest, passed, all)));
            passed = next;
        }
        return shares;
    }

    private static long part(long rest, long passed, long all) {
        return (long) Math.floor((double) rest * passed / all);
    }

    private static long millis(Duration expected) {
        return Math.max(1, expected.toMillis());
    }
}

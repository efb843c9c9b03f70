package dev.taskdirector.coordinator.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tasks of a plan that could start now: the longest path first, then the longest expected, then what most peers wait for, then
 * schema order.
 */
final class ReadyTasks {

    /** Stands for a task whose path is {@link #sought}, so that one can be looked for by its path. */
    private static final Integer SOUGHT = -1;

    private final Plan plan;
    private long sought;

    private final TreeSet<Integer> all;

    /** Those that nobody has tried in vain: any peer of the plan takes them. */
    final TreeSet<Integer> fresh;

    /** Expected milliseconds of all. */
    private long millis;

    /** How many of them a peer has failed, and will not take. */
    private final TreeMap<PeerId, Integer> refused = new TreeMap<>();

    ReadyTasks(Plan plan) {
        this.plan = plan;
        Comparator<Integer> order = Comparator.<Integer>comparingLong(i -> i < 0 ? -sought : -plan.criticalPath[i])
                .thenComparingLong(i -> i < 0 ? Long.MIN_VALUE : -plan.expectedMillis[i])
                .thenComparingInt(i -> i < 0 ? Integer.MIN_VALUE : -plan.demand[i])
                .thenComparingInt(i -> i);
        all = new TreeSet<>(order);
        fresh = new TreeSet<>(order);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    int size() {
        return all.size();
    }

    boolean contains(int index) {
        return all.contains(index);
    }

    int first() {
        return all.first();
    }

    /** How long all of them are expected to take at common speed. */
    long millis() {
        return millis;
    }

    /** Whether nobody has tried any of them in vain. */
    boolean areAllFresh() {
        return all.size() == fresh.size();
    }

    /** Takes in that a task is ready, or is not. */
    void put(int index, boolean isReady) {
        Work work = plan.works[index];
        if (isReady != all.contains(index)) {
            Plan.mark(all, index, isReady);
            millis += isReady ? plan.expectedMillis[index] : -plan.expectedMillis[index];
            work.failedBy.forEach(peer -> refused.merge(peer, isReady ? 1 : -1, ReadyTasks::sumOrNone));
        }
        Plan.mark(fresh, index, isReady && work.failedBy.isEmpty() && work.unavailableAt.isEmpty());
    }

    private static @Nullable Integer sumOrNone(Integer count, Integer change) {
        return count + change == 0 ? null : Integer.valueOf(count + change);
    }

    /** Makes a change by which tasks are sorted. */
    void whileSortedAnew(Runnable change) {
        List<Integer> members = new ArrayList<>(all);
        List<Integer> freshOnes = new ArrayList<>(fresh);
        all.clear();
        fresh.clear();
        change.run();
        all.addAll(members);
        fresh.addAll(freshOnes);
        millis = all.stream().mapToLong(index -> plan.expectedMillis[index]).sum();
    }

    /** The same of a change that concerns one task alone. */
    void whileSortedAnew(int index, Runnable change) {
        boolean wasReady = all.remove(index);
        boolean wasFresh = fresh.remove(index);
        change.run();
        Plan.mark(all, index, wasReady);
        Plan.mark(fresh, index, wasFresh);
    }

    /** Those that a peer has not failed, the best first, as far as the first that anybody would take. */
    Stream<Integer> candidates(PeerId peer) {
        int no = refused.getOrDefault(peer, 0);
        if (all.size() == no) {
            return Stream.empty();
        }
        if (fresh.isEmpty()) {
            return all.stream();
        }
        Integer best = fresh.first();
        return all.size() - fresh.size() == no ? Stream.of(best) : all.headSet(best, true).stream();
    }

    /** The first of the {@link #fresh} ones whose path is no longer than so many milliseconds. */
    Optional<Integer> longestFreshUpTo(long pathMillis) {
        sought = pathMillis;
        return Optional.ofNullable(fresh.ceiling(SOUGHT));
    }

    /** How many of them come before one, as far as so many. */
    int placeOf(int index, int most) {
        int place = 0;
        for (int before : all) {
            if (before == index || place == most) {
                return place;
            }
            place++;
        }
        return place;
    }
}

package dev.taskdirector.coordinator.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * How long tasks took, by remote cache, schema id and task: an exponentially weighted mean of what was measured, with the
 * speed of the machine taken out of it. One measurement far from the mean moves it by a bounded factor only: it may have
 * been an unnoticed cache hit, or a machine that hung.
 */
final class DurationHistory {

    /** Of more tasks the ones that were measured longest ago are forgotten. */
    static final int MOST_TASKS = 250_000;

    /** Each new measurement weighs one in so many; the first ones weigh alike. */
    private static final int WEIGHT_ONE_IN = 4;

    /** How many times longer, or shorter, than the mean a measurement counts at most. */
    private static final int FAR = 8;

    private static final int MICROS_PER_MILLI = 1_000;

    /** A task of a schema, whatever its digest: a schema that changes keeps what is known of its tasks. */
    record Key(CacheId cache, String schema, String task) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byCache = cache.compareTo(other.cache);
            int bySchema = byCache != 0 ? byCache : schema.compareTo(other.schema);
            return bySchema != 0 ? bySchema : task.compareTo(other.task);
        }
    }

    /** The mean of so many measurements, the last of them at this log time and at this time of the broker's. */
    record Mean(long micros, int measurements, long at, long timestamp) {}

    private record Aged(long at, Key key) implements Comparable<Aged> {
        @Override
        public int compareTo(Aged other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : key.compareTo(other.key);
        }
    }

    private final Map<Key, Mean> means = new LinkedHashMap<>();
    private final TreeSet<Aged> byAge = new TreeSet<>();

    /** The mean of a task in milliseconds, 1 at least. */
    Optional<Long> millis(Key key) {
        return Optional.ofNullable(means.get(key))
                .map(mean -> Math.max(1, (mean.micros + MICROS_PER_MILLI / 2) / MICROS_PER_MILLI));
    }

    /** Takes in a measurement on a machine of common speed; gives the mean with it. */
    Mean add(Key key, long millis, long now, long timestamp) {
        long micros = Math.max(1, millis * MICROS_PER_MILLI);
        Mean before = means.get(key);
        Mean mean = before == null ? new Mean(micros, 1, now, timestamp) : next(before, micros, now, timestamp);
        put(key, mean);
        return mean;
    }

    private static Mean next(Mean before, long micros, long now, long timestamp) {
        long near = Math.min(Math.max(micros, before.micros / FAR), before.micros * FAR);
        int oneIn = Math.min(before.measurements + 1, WEIGHT_ONE_IN);
        long mean = Math.max(1, before.micros + (near - before.micros) / oneIn);
        return new Mean(mean, Math.min(before.measurements + 1, Integer.MAX_VALUE - 1), now, timestamp);
    }

    /** Puts a mean where it is looked for; used at loading as well. */
    void put(Key key, Mean mean) {
        Mean before = means.put(key, mean);
        if (before != null) {
            byAge.remove(new Aged(before.at, key));
        }
        byAge.add(new Aged(mean.at, key));
    }

    /** Forgets the eldest of too many; gives those that it forgot. */
    List<Key> forgetTooMany() {
        List<Key> forgotten = new ArrayList<>();
        while (means.size() > MOST_TASKS) {
            Key eldest = byAge.pollFirst().key;
            means.remove(eldest);
            forgotten.add(eldest);
        }
        return forgotten;
    }

    Map<Key, Mean> all() {
        return new LinkedHashMap<>(means);
    }

    int size() {
        return means.size();
    }
}

package dev.taskdirector.coordinator.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * How long tasks took, by remote cache, schema id and task: an exponentially weighted mean of what was measured, with the
 * speed of the machine taken out of it. One measurement far from the mean moves it by a quarter at most: it may have been an
 * unnoticed cache hit, or a machine that hung. Several in a row move it as far as they say.
 */
final class DurationHistory {

    /** Of more tasks the ones that were measured longest ago are forgotten. */
    static final int MOST_TASKS = 250_000;

    /** Each new measurement weighs one in so many; the first ones weigh alike. */
    private static final int WEIGHT_ONE_IN = 4;

    /** How many times longer, or shorter, than the mean a measurement counts at most, when little is known or all agree. */
    private static final int FAR = 8;

    /** The same of a measurement that stands alone. */
    private static final int NEAR = 2;

    /** With so many measurements the mean is known well enough to doubt one that is far from it. */
    private static final int KNOWN = 3;

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

    /**
     * The mean of so many measurements, the last of them at this log time and at this time of the broker's.
     *
     * @param far how many of the last ones in a row were far above it; negative if far below
     */
    record Mean(long micros, int measurements, long at, long timestamp, int far) {

        /** One that is far from all before may be a mistake; when others say the same, the task has changed. */
        private Mean and(long measured, long now, long broker) {
            long factor = measurements < KNOWN ? FAR : Math.min(FAR, NEAR << rowOf(measured));
            long near = Math.min(Math.max(measured, micros / factor), micros * factor);
            int oneIn = Math.min(measurements + 1, WEIGHT_ONE_IN);
            int direction = Long.compare(measured, near);
            return new Mean(
                    Math.max(1, micros + (near - micros) / oneIn),
                    Math.min(measurements + 1, Integer.MAX_VALUE - 1),
                    now,
                    broker,
                    direction == 0 ? 0 : direction * Math.min(1 + rowOf(measured), FAR));
        }

        /** How many in a row before a measurement were far on its side. */
        private int rowOf(long measured) {
            return Long.signum(measured - micros) == Integer.signum(far) ? Math.min(Math.abs(far), FAR) : 0;
        }
    }

    private record Aged(long at, Key key) implements Comparable<Aged> {
        @Override
        public int compareTo(Aged other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : key.compareTo(other.key);
        }
    }

    private final Map<Key, Mean> means = new LinkedHashMap<>();
    private final TreeSet<Aged> byAge = new TreeSet<>();

    /** How much has been measured of each schema. */
    private final Map<Measured, Long> measured = new LinkedHashMap<>();

    private record Measured(CacheId cache, String schema) {

        static Measured of(Key key) {
            return new Measured(key.cache, key.schema);
        }
    }

    /** The mean of a task in milliseconds, 1 at least. */
    Optional<Long> millis(Key key) {
        return Optional.ofNullable(means.get(key))
                .map(mean -> Math.max(1, (mean.micros + MICROS_PER_MILLI / 2) / MICROS_PER_MILLI));
    }

    /** Takes in a measurement on a machine of common speed; gives the mean with it. */
    Mean add(Key key, long millis, long now, long timestamp) {
        long micros = Math.max(1, millis * MICROS_PER_MILLI);
        Mean before = means.get(key);
        Mean mean = before == null ? new Mean(micros, 1, now, timestamp, 0) : before.and(micros, now, timestamp);
        put(key, mean);
        return mean;
    }

    /** Puts a mean where it is looked for; used at loading as well. */
    void put(Key key, Mean mean) {
        Mean before = means.put(key, mean);
        if (before != null) {
            byAge.remove(new Aged(before.at, key));
        }
        byAge.add(new Aged(mean.at, key));
        count(key, mean.measurements - (before == null ? 0L : before.measurements));
    }

    private void count(Key key, long change) {
        measured.merge(Measured.of(key), change, (all, more) -> all + more == 0 ? null : Long.valueOf(all + more));
    }

    /** How many measurements of a schema's tasks are in the means. */
    long measurements(CacheId cache, String schema) {
        return measured.getOrDefault(new Measured(cache, schema), 0L);
    }

    /** Forgets the eldest of too many; gives those that it forgot. */
    List<Key> forgetTooMany() {
        List<Key> forgotten = new ArrayList<>();
        while (means.size() > MOST_TASKS) {
            Key eldest = byAge.pollFirst().key;
            Mean known = means.remove(eldest);
            count(eldest, known == null ? 0 : -known.measurements);
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

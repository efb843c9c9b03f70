package dev.taskdirector.coordinator.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * How much longer than others a machine takes for the same tasks, learnt from the ratio of measured to expected durations.
 * Peers with the label {@code machine} are told apart by it, others by their ids. What all machines of a cache have in
 * common, such as estimates that are wrong for all, is no machine's speed.
 */
final class MachineSpeeds {

    /** As slow as the others. */
    static final long COMMON = 1_000;

    /** Of more machines the ones that were measured longest ago are forgotten. */
    static final int MOST_MACHINES = 10_000;

    private static final long SLOWEST = 8 * COMMON;
    private static final long QUICKEST = COMMON / 8;

    /** With so many measurements a machine's speed is known. */
    static final int KNOWN = 3;

    /** One measurement counts as so many times longer, or shorter, than expected at most. */
    private static final int FAR = 8;

    /** So many measurements of common speed are taken for granted at first. */
    private static final int PRIOR = 2;

    /** With so many measurements old ones begin to weigh less. */
    private static final int WINDOW = 64;

    /** Longer tasks count as if they were expected to take so long: shorter ones are measured less exactly, and count less. */
    private static final long WHOLE_MILLIS = 1_000;

    private static final String LABEL = "machine";

    /** A machine of a cache; the one without a name stands for all of them. */
    record Machine(CacheId cache, String name) implements Comparable<Machine> {

        static Machine allOf(CacheId cache) {
            return new Machine(cache, "");
        }

        static Machine of(PeerSession session) {
            String label = session.join.labels().get(LABEL);
            return new Machine(session.cache, label == null ? "peer " + session.peer : LABEL + " " + label);
        }

        @Override
        public int compareTo(Machine other) {
            int byCache = cache.compareTo(other.cache);
            return byCache != 0 ? byCache : name.compareTo(other.name);
        }
    }

    /** Sums of milliseconds over so many measurements, the last of them at this log time. */
    record Sums(long measuredMillis, long expectedMillis, int measurements, long at) {

        /** Each measurement counts alike: a few long tasks at a build's end are not what all machines are like. */
        private Sums and(long measuredWhole, long expectedWhole, long now) {
            long expected = Math.min(expectedWhole, WHOLE_MILLIS);
            long measured = measuredWhole * expected / expectedWhole;
            int share = measurements < WINDOW ? 1 : 2;
            return new Sums(
                    measuredMillis / share + measured,
                    expectedMillis / share + expected,
                    measurements / share + 1,
                    now);
        }

        private long permille() {
            long ratio = COMMON * measuredMillis / Math.max(1, expectedMillis);
            return (ratio * measurements + COMMON * PRIOR) / (measurements + PRIOR);
        }
    }

    private record Aged(long at, Machine machine) implements Comparable<Aged> {
        @Override
        public int compareTo(Aged other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : machine.compareTo(other.machine);
        }
    }

    private record Paced(long permille, String name) implements Comparable<Paced> {
        @Override
        public int compareTo(Paced other) {
            int byPace = Long.compare(permille, other.permille);
            return byPace != 0 ? byPace : name.compareTo(other.name);
        }
    }

    private final Map<Machine, Sums> sums = new LinkedHashMap<>();

    /** The machines of each cache that are known by some measurements, the quickest first. */
    private final Map<CacheId, TreeSet<Paced>> byPace = new LinkedHashMap<>();

    private final TreeSet<Aged> byAge = new TreeSet<>();

    /** How much longer it takes than the machines of its cache do together, in thousandths: 125 to 8,000. */
    long slowness(Machine machine) {
        Sums own = sums.get(machine);
        Sums all = sums.get(Machine.allOf(machine.cache));
        return own == null || all == null ? COMMON : slowness(own, all);
    }

    /** The same of these sums and those of all machines of the cache. */
    static long slowness(Sums own, Sums all) {
        long relative = COMMON * own.permille() / Math.max(1, all.permille());
        return Math.min(Math.max(relative, QUICKEST), SLOWEST);
    }

    /** Takes in how long a task took and how long it was expected to take; gives the new sums. */
    Sums add(Machine machine, long measuredMillis, long expectedMillis, long now) {
        long expected = Math.max(1, expectedMillis);
        long measured = Math.min(Math.max(measuredMillis, expected / FAR), expected * FAR);
        Sums before = sums.getOrDefault(machine, new Sums(0, 0, 0, now));
        Sums after = before.and(measured, expected, now);
        put(machine, after);
        return after;
    }

    /** Puts sums where they are looked for; used at loading as well. */
    void put(Machine machine, Sums now) {
        Sums before = sums.put(machine, now);
        if (before != null) {
            byAge.remove(new Aged(before.at, machine));
            leavePace(machine, before);
        }
        byAge.add(new Aged(now.at, machine));
        if (isKnown(machine, now)) {
            byPace.computeIfAbsent(machine.cache, cache -> new TreeSet<>())
                    .add(new Paced(now.permille(), machine.name));
        }
    }

    private static boolean isKnown(Machine machine, Sums one) {
        return one.measurements >= KNOWN && !machine.name.isEmpty();
    }

    private void leavePace(Machine machine, Sums before) {
        if (isKnown(machine, before)) {
            byPace.computeIfPresent(machine.cache, (cache, known) -> {
                known.remove(new Paced(before.permille(), machine.name));
                return known.isEmpty() ? null : known;
            });
        }
    }

    /** How many measurements a machine's speed is known by. */
    int measurements(Machine machine) {
        Sums known = sums.get(machine);
        return known == null ? 0 : known.measurements;
    }

    /** How slow the quickest machine of a cache is, of those that are known by {@value #KNOWN} measurements. */
    OptionalLong quickest(CacheId cache) {
        TreeSet<Paced> known = byPace.get(cache);
        return known == null ? OptionalLong.empty() : OptionalLong.of(slowness(new Machine(cache, known.first().name)));
    }

    /** Forgets the eldest of too many; gives those that it forgot. */
    List<Machine> forgetTooMany() {
        List<Machine> forgotten = new ArrayList<>();
        while (sums.size() > MOST_MACHINES) {
            Machine eldest = byAge.pollFirst().machine;
            Optional.ofNullable(sums.remove(eldest)).ifPresent(known -> leavePace(eldest, known));
            forgotten.add(eldest);
        }
        return forgotten;
    }

    Map<Machine, Sums> all() {
        return new LinkedHashMap<>(sums);
    }

    int size() {
        return sums.size();
    }
}

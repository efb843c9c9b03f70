package dev.taskdirector.benchmarks.replay;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * The peers that share the work.
 *
 * @param peers how many, 1 or more
 * @param slots how many tasks each runs at a time, 1 to 64
 * @param speeds how fast they are, repeated over the fleet: with 0.5 a task takes twice as long; above 0, one at least
 * @param spreadMicros within how many microseconds they join, at times that the seed decides; the first joins at 0
 * @param seed decides when who joins, and the random order
 */
record Fleet(int peers, int slots, List<Double> speeds, long spreadMicros, long seed) {

    Fleet {
        speeds = List.copyOf(speeds);
    }

    double speed(int peer) {
        return speeds.get(peer % speeds.size());
    }

    double fastest() {
        double fastest = 0;
        for (int peer = 0; peer < peers; peer++) {
            fastest = Math.max(fastest, speed(peer));
        }
        return fastest;
    }

    double slowest() {
        double slowest = Double.MAX_VALUE;
        for (int peer = 0; peer < peers; peer++) {
            slowest = Math.min(slowest, speed(peer));
        }
        return slowest;
    }

    /** How much it can do at a time: the sum of its slots, each times the speed of its peer. */
    double capacity() {
        double capacity = 0;
        for (int peer = 0; peer < peers; peer++) {
            capacity += speed(peer) * slots;
        }
        return capacity;
    }

    /** When each peer joins, in microseconds; the first to join is at 0. */
    long[] joinMicros() {
        Random random = new Random(seed);
        long[] joins = new long[peers];
        for (int peer = 0; peer < peers; peer++) {
            joins[peer] = (long) (random.nextDouble() * spreadMicros);
        }
        long first = Arrays.stream(joins).min().orElse(0);
        return Arrays.stream(joins).map(at -> at - first).toArray();
    }
}

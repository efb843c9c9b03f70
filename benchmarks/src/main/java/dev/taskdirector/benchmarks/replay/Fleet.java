package dev.taskdirector.benchmarks.replay;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The peers that share the work. What the lists say is repeated over the fleet: with two numbers of slots each second peer
 * has the second.
 *
 * @param peers how many, 1 or more
 * @param slots how many tasks each runs at a time, 1 to 64
 * @param speeds how fast each is: with 0.5 a task takes twice as long; above 0
 * @param joinMicros when each joins, in microseconds, 0 or above
 */
record Fleet(int peers, List<Integer> slots, List<Double> speeds, List<Long> joinMicros) {

    Fleet {
        slots = List.copyOf(slots);
        speeds = List.copyOf(speeds);
        joinMicros = List.copyOf(joinMicros);
    }

    /** Peers of one slot and common speed that all join at once. */
    static Fleet of(int peers) {
        return new Fleet(peers, List.of(1), List.of(1.0), List.of(0L));
    }

    static String nameOf(int peer) {
        return "peer-" + (peer + 1);
    }

    Fleet withPeers(int count) {
        return new Fleet(count, slots, speeds, joinMicros);
    }

    Fleet withSlots(int each) {
        return new Fleet(peers, List.of(each), speeds, joinMicros);
    }

    Fleet withSpeeds(List<Double> other) {
        return new Fleet(peers, slots, other, joinMicros);
    }

    /** The same peers, joining at random times within a spread; the first joins at 0. */
    Fleet withJoinsWithin(long spreadMicros, long seed) {
        Random random = new Random(seed);
        long[] joins = random.doubles(peers)
                .mapToLong(share -> (long) (share * spreadMicros))
                .toArray();
        long first = Arrays.stream(joins).min().orElse(0);
        return new Fleet(
                peers,
                slots,
                speeds,
                Arrays.stream(joins).map(at -> at - first).boxed().toList());
    }

    int slots(int peer) {
        return slots.get(peer % slots.size());
    }

    double speed(int peer) {
        return speeds.get(peer % speeds.size());
    }

    long joinMicros(int peer) {
        return joinMicros.get(peer % joinMicros.size());
    }

    long lastJoinMicros() {
        return IntStream.range(0, peers).mapToLong(this::joinMicros).max().orElse(0);
    }

    int allSlots() {
        return IntStream.range(0, peers).map(this::slots).sum();
    }

    double fastest() {
        return IntStream.range(0, peers).mapToDouble(this::speed).max().orElseThrow();
    }

    double slowest() {
        return IntStream.range(0, peers).mapToDouble(this::speed).min().orElseThrow();
    }

    /** How much it can do at a time: the sum of its slots, each times the speed of its peer. */
    double capacity() {
        return IntStream.range(0, peers)
                .mapToDouble(peer -> slots(peer) * speed(peer))
                .sum();
    }

    /** For people. */
    @Override
    public String toString() {
        return peers + (peers == 1 ? " peer" : " peers") + ", slots " + text(slots) + ", speeds " + text(speeds)
                + (lastJoinMicros() == 0 ? "" : ", the last joins after " + lastJoinMicros() / 1_000_000 + " s");
    }

    private static String text(List<?> values) {
        List<?> shortest = values.stream().distinct().count() == 1 ? values.subList(0, 1) : values;
        return shortest.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}

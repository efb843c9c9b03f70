package dev.taskdirector.coordinator.simulation;

import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Which worlds to live through: {@code -Dsimulation.seed=N} is one, told as a story; {@code -Dsimulation.seeds=FROM..TO}
 * are many; else the first few hundred.
 */
record Seeds(long from, long to, boolean told) {
    static final long USUAL = 300;

    static Seeds chosen() {
        Optional<String> one = Optional.ofNullable(System.getProperty("simulation.seed"));
        Optional<String> many = Optional.ofNullable(System.getProperty("simulation.seeds"));
        return one.map(seed -> new Seeds(Long.parseLong(seed), Long.parseLong(seed), true))
                .or(() -> many.map(Seeds::range))
                .orElse(new Seeds(1, USUAL, false));
    }

    private static Seeds range(String text) {
        String[] ends = text.split("\\.\\.", -1);
        if (ends.length != 2) {
            throw new IllegalArgumentException("simulation.seeds is \"" + text + "\" and should be like 1..1000");
        }
        return new Seeds(Long.parseLong(ends[0].trim()), Long.parseLong(ends[1].trim()), false);
    }

    long count() {
        return to - from + 1;
    }

    LongStream stream() {
        return LongStream.rangeClosed(from, to);
    }
}

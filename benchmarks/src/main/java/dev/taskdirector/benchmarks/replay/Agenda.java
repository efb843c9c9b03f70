package dev.taskdirector.benchmarks.replay;

import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/** Virtual time: what is to happen when. Things of the same time happen in the order in which they were put down. */
final class Agenda {

    private record Entry(long atMicros, long number, Runnable what) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            int byTime = Long.compare(atMicros, other.atMicros);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    private final PriorityQueue<Entry> entries = new PriorityQueue<>();
    private long numbers;
    private long nowMicros;

    /** Microseconds since the begin. */
    long nowMicros() {
        return nowMicros;
    }

    void in(long micros, Runnable what) {
        if (micros < 0) {
            throw new IllegalStateException("nothing happens " + -micros + " µs ago");
        }
        entries.add(new Entry(nowMicros + micros, numbers++, what));
    }

    /**
     * Lets things happen until something is true.
     *
     * @param limitMicros for how long at most
     * @return whether it became true
     */
    boolean runUntil(BooleanSupplier isTrue, long limitMicros) {
        long endMicros = nowMicros + limitMicros;
        while (!isTrue.getAsBoolean()) {
            if (entries.isEmpty() || entries.peek().atMicros > endMicros) {
                return false;
            }
            Entry next = entries.remove();
            nowMicros = next.atMicros;
            next.what.run();
        }
        return true;
    }
}

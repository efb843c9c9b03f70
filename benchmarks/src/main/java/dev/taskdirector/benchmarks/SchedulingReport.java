package dev.taskdirector.benchmarks;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a completion costs by the size of the run, as a table, and whether that is borne.
 *
 * @param costs by the size of the run, the smallest first; at least one
 */
record SchedulingReport(List<Cost> costs) {

    /** In the largest run a completion may cost so many times what it costs in the smallest, which has a hundredth of its tasks. */
    static final double MOST_TIMES = 4;

    /** What a completion costs in a run of so many tasks. */
    record Cost(int tasks, double micros) {}

    SchedulingReport {
        costs = List.copyOf(costs);
        if (costs.isEmpty()) {
            throw new IllegalStateException("nothing was measured");
        }
    }

    /** How the bound was missed, in a sentence; empty when it was kept. */
    Optional<String> missed() {
        Cost largest = costs.get(costs.size() - 1);
        if (times(largest) <= MOST_TIMES) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "in a run of %,d tasks a completion costs %.2f times what it costs in one of %,d, which must be at most"
                        + " %.0f times",
                largest.tasks(),
                times(largest),
                costs.get(0).tasks(),
                MOST_TIMES));
    }

    private double times(Cost cost) {
        return cost.micros() / costs.get(0).micros();
    }

    void print(PrintWriter out) {
        out.printf("%10s  %14s  %s%n", "tasks", "µs a completion", "÷ the first");
        for (Cost cost : costs) {
            out.printf(Locale.ROOT, "%10d  %15.1f  %.2f%n", cost.tasks(), cost.micros(), times(cost));
        }
        missed().ifPresent(sentence -> out.println("MISSED: " + sentence));
        out.flush();
    }
}

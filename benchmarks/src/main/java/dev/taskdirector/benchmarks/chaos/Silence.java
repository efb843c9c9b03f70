package dev.taskdirector.benchmarks.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A time in which somebody spoke again and again and heard nothing.
 *
 * @param from when the first status was said that nothing answered
 * @param to when the last one before the next answer was said, or before nobody spoke any more
 */
record Silence(Instant from, Instant to) {

    /** Who speaks less often is not waiting meanwhile: it may be paused, or gone, or nobody could hear it. */
    private static final Duration SPEAKS_WITHIN = Pace.HEARTBEAT.multipliedBy(5);

    private record Sign(Instant at, boolean isAnswer) {}

    /** All silences between those who said and were answered at some times. */
    static List<Silence> between(List<Instant> said, List<Instant> answered) {
        List<Sign> signs = new ArrayList<>();
        said.forEach(at -> signs.add(new Sign(at, false)));
        answered.forEach(at -> signs.add(new Sign(at, true)));
        signs.sort(Comparator.comparing(Sign::at).thenComparing(Sign::isAnswer));
        List<Silence> silences = new ArrayList<>();
        List<Instant> waiting = new ArrayList<>();
        for (Sign sign : signs) {
            boolean isOver = !waiting.isEmpty()
                    && (sign.isAnswer() || last(waiting).plus(SPEAKS_WITHIN).isBefore(sign.at()));
            if (isOver) {
                silences.add(new Silence(waiting.get(0), last(waiting)));
                waiting.clear();
            }
            if (!sign.isAnswer()) {
                waiting.add(sign.at());
            }
        }
        if (!waiting.isEmpty()) {
            silences.add(new Silence(waiting.get(0), last(waiting)));
        }
        return silences;
    }

    Duration length() {
        return Duration.between(from, to);
    }

    private static Instant last(List<Instant> times) {
        return times.get(times.size() - 1);
    }
}

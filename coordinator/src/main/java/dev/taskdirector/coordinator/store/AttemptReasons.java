package dev.taskdirector.coordinator.store;

import dev.taskdirector.coordinator.core.PeerId;
import dev.taskdirector.coordinator.core.Row.AttemptRow;
import dev.taskdirector.coordinator.core.Why;
import dev.taskdirector.coordinator.store.Because.Other;
import dev.taskdirector.coordinator.store.Because.Ready;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds out why each of some attempts was made, by what was written down with it and by the attempts around it. */
final class AttemptReasons {

    private static final String TAKEN_BACK = "taken back before it began";

    private final List<AttemptRow> attempts;
    private final Set<Long> openings;

    /** All attempts at some works, and the times at which plans opened that have them. */
    AttemptReasons(List<AttemptRow> attempts, Set<Long> openings) {
        this.attempts = attempts;
        this.openings = openings;
    }

    ReasonView of(AttemptRow attempt, List<PatchsetView> patchsets) {
        // A row of an older version has none, or, when its lease outlived an upgrade, an empty one.
        Optional<Why> why = attempt.why().filter(written -> written.expectedMillis() > 0);
        Optional<Ready> ready = why.flatMap(written -> ready(attempt, written));
        Optional<PeerId> besides = why.flatMap(Why::besides);
        Optional<Other> other = besides.isPresent() ? first(attempt, besides.get()) : idleHolder(attempt);
        Because because = new Because(attempt.peer().value(), attempt.startedTimestamp(), why, ready, other);
        return new ReasonView(
                because.sentence(),
                ready.map(since -> Instant.ofEpochMilli(since.atMillis())),
                why.filter(this::isAfterNeed).flatMap(Why::waitedFor),
                because.waitedMillis().map(AttemptReasons::seconds),
                why.map(written -> seconds(written.expectedMillis())),
                why.map(written -> seconds(written.pathMillis())),
                why.map(Why::readyTasks),
                why.flatMap(Why::place),
                why.filter(Why::gate).isPresent(),
                besides.map(PeerId::value),
                patchsets);
    }

    /** What an earlier attempt left could be given when that had ended. */
    private Optional<Ready> ready(AttemptRow attempt, Why why) {
        Optional<AttemptRow> earlier = earlier(attempt)
                .filter(before -> !hasEnded(before, TAKEN_BACK))
                .max(Comparator.comparing(AttemptReasons::ended))
                .filter(before -> ended(before) > why.readyTimestamp());
        if (earlier.isPresent()) {
            return Optional.of(new Ready(ended(earlier.get()), end(earlier.get())));
        }
        if (why.readyTimestamp() <= 0) {
            return Optional.empty();
        }
        String event = why.waitedFor()
                .filter(need -> isAfterNeed(why))
                .map(need -> need + " was done")
                .orElse("it was first needed");
        return Optional.of(new Ready(why.readyTimestamp(), event));
    }

    /** The last need is told even when all were done before anybody came. */
    private boolean isAfterNeed(Why why) {
        return why.waitedFor().isPresent() && why.readyTimestamp() > 0 && !openings.contains(why.readyTimestamp());
    }

    private static String end(AttemptRow attempt) {
        String how = attempt.outcome().orElse("");
        return switch (how) {
            case "failed" -> attempt.peer() + " had failed it";
            case "timed out" -> "it had timed out at " + attempt.peer();
            case "unavailable" -> "it was unavailable at " + attempt.peer();
            default -> "it ended at " + attempt.peer() + " (" + how + ")";
        };
    }

    private Optional<Other> first(AttemptRow second, PeerId peer) {
        return others(second)
                .filter(first -> first.peer().equals(peer) && first.startedTimestamp() <= second.startedTimestamp())
                .filter(first -> first.endedTimestamp().isEmpty() || ended(first) >= second.startedTimestamp())
                .max(Comparator.comparing(AttemptRow::startedTimestamp))
                .map(AttemptReasons::other);
    }

    /** Who had it until this very moment, and had not begun it. */
    private Optional<Other> idleHolder(AttemptRow attempt) {
        return earlier(attempt)
                .filter(before -> hasEnded(before, TAKEN_BACK) && ended(before) == attempt.startedTimestamp())
                .max(Comparator.comparing(AttemptRow::startedTimestamp))
                .map(AttemptReasons::other);
    }

    private static Other other(AttemptRow attempt) {
        return new Other(
                attempt.peer().value(),
                attempt.startedTimestamp(),
                attempt.why().map(Why::expectedMillis).filter(expected -> expected > 0));
    }

    private Stream<AttemptRow> earlier(AttemptRow attempt) {
        return others(attempt)
                .filter(before -> before.endedTimestamp().isPresent() && ended(before) <= attempt.startedTimestamp());
    }

    private Stream<AttemptRow> others(AttemptRow attempt) {
        return attempts.stream()
                .filter(other ->
                        other.work() == attempt.work() && !other.lease().equals(attempt.lease()));
    }

    private static boolean hasEnded(AttemptRow attempt, String how) {
        return attempt.outcome().equals(Optional.of(how));
    }

    private static long ended(AttemptRow attempt) {
        return attempt.endedTimestamp().orElse(Long.MAX_VALUE);
    }

    private static double seconds(long millis) {
        return millis / 1_000.0;
    }
}

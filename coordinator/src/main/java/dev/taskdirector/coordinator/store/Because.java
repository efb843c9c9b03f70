package dev.taskdirector.coordinator.store;

import dev.taskdirector.coordinator.core.Why;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * Says in a sentence why a task was given to a peer when it was.
 *
 * @param peer who got it
 * @param givenMillis when, by the broker's clock, as all times here
 * @param why what the coordinator wrote down, if it did
 * @param ready since when it could have been given, if that is known
 * @param other the peer that has it beside, for a second lease, or had it before and had not begun it
 */
record Because(String peer, long givenMillis, Optional<Why> why, Optional<Ready> ready, Optional<Other> other) {

    private static final DateTimeFormatter TIME_OF_DAY =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** Since when it could have been given, and what happened then: {@code planning was done}. */
    record Ready(long atMillis, String event) {}

    /** Another lease of the same task: whose, since when, and how long it was expected to take there. */
    record Other(String peer, long sinceMillis, Optional<Long> expectedMillis) {}

    /** The sentence, without a full stop. */
    String sentence() {
        String given = "given to " + peer + " at " + timeOfDay(givenMillis);
        if (why.isEmpty()) {
            return given + "; why, nobody wrote down";
        }
        Why reasons = why.get();
        if (reasons.besides().isPresent()) {
            return given + " as well, since " + late(reasons.besides().get().value()) + gate(reasons);
        }
        return given + lag() + ": " + choice(reasons) + gate(reasons);
    }

    /** How long it could have been given until it was, if that is known. */
    Optional<Long> waitedMillis() {
        return ready.map(since -> Math.max(0, givenMillis - since.atMillis()));
    }

    static String timeOfDay(long millis) {
        return TIME_OF_DAY.format(Instant.ofEpochMilli(millis));
    }

    private String late(String first) {
        Optional<Other> known = other.filter(had -> had.peer().equals(first));
        if (known.isEmpty()) {
            return first + " has had it for too long";
        }
        String had =
                first + " has had it for " + Spans.of(givenMillis - known.get().sinceMillis());
        return had
                + known.get()
                        .expectedMillis()
                        .map(expected -> ", expected " + Spans.of(expected))
                        .orElse("");
    }

    private String lag() {
        if (ready.isEmpty()) {
            return "";
        }
        long waited = Math.max(0, givenMillis - ready.get().atMillis());
        String event = ready.get().event();
        return waited == 0 ? ", as soon as " + event : ", " + Spans.of(waited) + " after " + event;
    }

    private String choice(Why reasons) {
        String path = Spans.of(reasons.pathMillis());
        if (other.isPresent()) {
            return "taken back from " + other.get().peer() + ", which had not begun it";
        }
        if (reasons.readyTasks() <= 1) {
            return "the only task that was ready (" + path + " to the end of its path)";
        }
        return place(reasons.place().orElse(1)) + " path left (" + path + ") of " + reasons.readyTasks()
                + " ready tasks" + reasons.choice().map(this::because).orElse("");
    }

    private static String place(int place) {
        if (place > Why.PLACES_COUNTED) {
            return "not among the " + Why.PLACES_COUNTED + " with the longest";
        }
        return place == 1 ? "the longest" : "number " + place + " by the longest";
    }

    private String because(Why.Choice choice) {
        return switch (choice) {
            case LONGEST -> "";
            case NEXT -> ", after what " + peer + " has failed or could not try";
            case SUITS -> ", since " + peer + " is slow, and ends it before the rest is built elsewhere";
            case TRIAL -> ", to learn how quick " + peer + " is";
            case BEGUN -> ", which " + peer + " had begun by itself";
            case LAST_HOPE -> ", since all others have failed it";
            case AGAIN -> ", since another has had it for long";
            case AHEAD -> ", given before its turn at " + peer + ", since it is short";
        };
    }

    private String gate(Why reasons) {
        return reasons.gate() ? "; " + peer + " comes first, as a merge gate" : "";
    }
}

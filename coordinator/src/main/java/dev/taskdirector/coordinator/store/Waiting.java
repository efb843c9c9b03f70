package dev.taskdirector.coordinator.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Says in a sentence what a task waits for that nobody has.
 *
 * @param skipped whether it will not be built, since some of its needs will not
 * @param needs its needs that are not done; for a skipped one those that will not be
 * @param over whether the run has ended
 * @param pausedUntil when the pause ends after a try that could not be made, if there is one
 * @param unavailableAt the peers at which it was unavailable
 * @param failedBy the peers that have failed it
 */
record Waiting(
        boolean skipped,
        List<String> needs,
        boolean over,
        Optional<Long> pausedUntil,
        List<String> unavailableAt,
        List<String> failedBy) {

    WaitView view() {
        return new WaitView(sentence(), needs, needs.size(), pausedUntil.map(Instant::ofEpochMilli));
    }

    /** The sentence, without a full stop. */
    String sentence() {
        if (skipped) {
            String dead = needs.isEmpty() ? "something" : Names.of(needs);
            return "skipped, since it needs " + dead + ", and nobody builds " + (needs.size() > 1 ? "them" : "that");
        }
        if (over) {
            return "not built before the run ended";
        }
        if (!needs.isEmpty()) {
            return "waits for " + Names.of(needs) + ", which it needs";
        }
        if (pausedUntil.isPresent()) {
            return "could not be tried at " + Names.of(unavailableAt) + "; tried again from "
                    + Because.timeOfDay(pausedUntil.get()) + " on";
        }
        return failedBy.isEmpty()
                ? "ready, waits for a free peer"
                : "ready, waits for a free peer other than " + Names.of(failedBy) + ", where it has failed";
    }
}

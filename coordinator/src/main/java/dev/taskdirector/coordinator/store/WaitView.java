package dev.taskdirector.coordinator.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a task waits for that is not done and that nobody has.
 *
 * @param because a sentence
 * @param needs the tasks that it needs and that are not done, the first 100 in the order of the schema's {@code needs}; for
 *     a task that is skipped those that have failed or are skipped
 * @param needCount how many they are in all
 * @param until when the pause ends that follows on {@code unavailable}
 */
public record WaitView(String because, List<String> needs, int needCount, Optional<Instant> until) {

    /** So many needs are named. */
    static final int NEEDS_NAMED = 100;

    public WaitView {
        needs = List.copyOf(needs.size() > NEEDS_NAMED ? needs.subList(0, NEEDS_NAMED) : needs);
    }
}

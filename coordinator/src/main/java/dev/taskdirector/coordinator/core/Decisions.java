package dev.taskdirector.coordinator.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What follows from one record: assignments to publish, at most one per session, and facts for whoever watches.
 *
 * @param assignments in the order in which they were decided
 * @param happenings in the order in which they happened
 */
public record Decisions(List<Assignment> assignments, List<Happening> happenings) {

    public Decisions {
        assignments = Collections.unmodifiableList(new ArrayList<>(assignments));
        happenings = Collections.unmodifiableList(new ArrayList<>(happenings));
    }
}

package dev.taskdirector.coordinator.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** What happened in a world, a line each, for people. Costs nothing when nobody listens. */
final class Story {
    private final boolean told;
    private final List<String> lines = new ArrayList<>();
    private long nowMillis;

    Story(boolean told) {
        this.told = told;
    }

    void at(long millis) {
        nowMillis = millis;
    }

    void tell(Supplier<String> line) {
        if (told) {
            lines.add(String.format(Locale.ROOT, "%8.1f s  %s", nowMillis / 1000.0, line.get()));
        }
    }

    List<String> lines() {
        return List.copyOf(lines);
    }
}

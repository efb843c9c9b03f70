package dev.taskdirector.coordinator.fakes;

import dev.taskdirector.coordinator.runtime.Counted;
import dev.taskdirector.coordinator.runtime.Tally;
import java.util.EnumMap;
import java.util.Map;

/** Counts, to be asked. */
public final class FakeTally implements Tally {
    private final Map<Counted, Long> counts = new EnumMap<>(Counted.class);

    @Override
    public void add(Counted what, long amount) {
        counts.merge(what, amount, Long::sum);
    }

    public long of(Counted what) {
        return counts.getOrDefault(what, 0L);
    }
}

package dev.taskdirector.coordinator.fakes;

import dev.taskdirector.coordinator.runtime.Counted;
import dev.taskdirector.coordinator.runtime.Flaw;
import dev.taskdirector.coordinator.runtime.Tally;
import java.util.EnumMap;
import java.util.Map;

/** Counts, to be asked. */
public final class FakeTally implements Tally {
    private final Map<Counted, Long> counts = new EnumMap<>(Counted.class);
    private final Map<Flaw, Long> deadLetters = new EnumMap<>(Flaw.class);

    @Override
    public void add(Counted what, long amount) {
        counts.merge(what, amount, Long::sum);
    }

    @Override
    public void deadLetter(Flaw flaw) {
        deadLetters.merge(flaw, 1L, Long::sum);
    }

    /** Dead letters by what is wrong with them. */
    public Map<Flaw, Long> deadLetters() {
        return Map.copyOf(deadLetters);
    }

    public long of(Counted what) {
        return counts.getOrDefault(what, 0L);
    }
}

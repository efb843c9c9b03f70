package dev.taskdirector.coordinator.kafka;

import dev.taskdirector.coordinator.runtime.Counted;
import dev.taskdirector.coordinator.runtime.Flaw;
import dev.taskdirector.coordinator.runtime.Tally;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Counters named {@code task.director.…}, there from the start with 0. */
final class MicrometerTally implements Tally {
    private final Map<Counted, Counter> counters = new EnumMap<>(Counted.class);
    private final Map<Flaw, Counter> deadLetters = new EnumMap<>(Flaw.class);

    MicrometerTally(MeterRegistry registry) {
        for (Counted what : Counted.values()) {
            counters.put(what, registry.counter("task.director." + name(what, '.')));
        }
        for (Flaw flaw : Flaw.values()) {
            deadLetters.put(flaw, registry.counter("task.director.dead.letters", "reason", name(flaw, '-')));
        }
    }

    @Override
    public void add(Counted what, long amount) {
        Counter counter = counters.get(what);
        if (counter != null) {
            counter.increment((double) amount);
        }
    }

    @Override
    public void deadLetter(Flaw flaw) {
        Counter counter = deadLetters.get(flaw);
        if (counter != null) {
            counter.increment();
        }
    }

    private static String name(Enum<?> what, char between) {
        return what.name().toLowerCase(Locale.ROOT).replace('_', between);
    }
}

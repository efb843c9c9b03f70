package dev.taskdirector.coordinator.kafka;

import dev.taskdirector.coordinator.runtime.Counted;
import dev.taskdirector.coordinator.runtime.Tally;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Counters named {@code task.director.…}, there from the start with 0. */
final class MicrometerTally implements Tally {
    private final Map<Counted, Counter> counters = new EnumMap<>(Counted.class);

    MicrometerTally(MeterRegistry registry) {
        for (Counted what : Counted.values()) {
            String name =
                    "task.director." + what.name().toLowerCase(Locale.ROOT).replace('_', '.');
            counters.put(what, registry.counter(name));
        }
    }

    @Override
    public void add(Counted what, long amount) {
        Counter counter = counters.get(what);
        if (counter != null) {
            counter.increment((double) amount);
        }
    }
}

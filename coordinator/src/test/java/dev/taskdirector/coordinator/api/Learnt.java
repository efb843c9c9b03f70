package dev.taskdirector.coordinator.api;

import dev.taskdirector.coordinator.core.CacheId;
import dev.taskdirector.coordinator.core.Row;
import dev.taskdirector.coordinator.core.Row.DurationRow;
import dev.taskdirector.coordinator.core.Row.MachineRow;
import dev.taskdirector.coordinator.core.Row.PartitionRow;
import dev.taskdirector.coordinator.core.Settings;
import java.util.List;
import java.util.Optional;

/** What the history's partition has learnt, and its time. */
final class Learnt {

    static final String SCHEMA = "org/driving";

    private Learnt() {}

    static List<Row> rows() {
        return List.of(
                new PartitionRow(
                        5_000,
                        Optional.of(History.NOON + 5_000),
                        1,
                        200_000,
                        5,
                        6,
                        3,
                        Settings.DEFAULTS,
                        Optional.empty()),
                duration("muc9", "common", 9_500_000, 3),
                duration("muc9", "planning//all", 840_000_000, 12),
                duration("muc9", "lint", 250, 1),
                duration("ber1", "common", 12_000_000, 1),
                machine("muc9", "", 400_000, 400_000, 40),
                machine("muc9", "machine m5.4xlarge", 40_000, 80_000, 8),
                machine("muc9", "peer runner-2", 160_000, 80_000, 8),
                machine("nowhere", "peer runner-2", 160_000, 80_000, 8));
    }

    private static Row duration(String cache, String task, long micros, int measurements) {
        return new DurationRow(
                new CacheId(cache), SCHEMA, task, micros, measurements, 0, History.NOON, Optional.empty());
    }

    private static Row machine(String cache, String name, long measured, long expected, int measurements) {
        return new MachineRow(new CacheId(cache), name, measured, expected, measurements, 0);
    }
}

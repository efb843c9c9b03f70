package dev.taskdirector.coordinator.store;

import java.util.List;

/**
 * What was learnt from the durations of a schema's tasks.
 *
 * @param schema the schema's id
 * @param tasks how long its tasks take, the longest first
 * @param machineCount how many machines of its caches are known
 * @param machines the 1,000 slowest of them, the slowest first
 */
public record SchemaHistory(String schema, Page<DurationView> tasks, int machineCount, List<MachineView> machines) {

    public SchemaHistory {
        machines = List.copyOf(machines);
    }
}

package dev.taskdirector.wire;

import java.util.List;
import java.util.Optional;

/**
 * A task of a schema as a join carries it.
 *
 * @param name name of the task, unique in the schema
 * @param targets what the build tool builds, one or more
 * @param needs names of the tasks that must be done before
 * @param expectedSeconds how long it is expected to take, above 0 up to 1,000,000; empty when unknown
 * @param timeoutSeconds how long it may take, above 0 up to 1,000,000; empty for the default of four hours
 */
public record JoinTask(
        String name,
        List<String> targets,
        List<String> needs,
        Optional<Double> expectedSeconds,
        Optional<Double> timeoutSeconds) {

    public JoinTask {
        targets = List.copyOf(targets);
        needs = List.copyOf(needs);
    }
}

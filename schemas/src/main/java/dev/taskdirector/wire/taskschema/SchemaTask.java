package dev.taskdirector.wire.taskschema;

import dev.taskdirector.wire.JoinTask;
import java.util.List;
import java.util.Optional;

/**
 * A task of a schema file.
 *
 * @param name unique in the schema
 * @param targets what the build tool builds, one or more
 * @param needs names of the tasks that must be done before
 * @param inputs paths in the repository whose git trees make the task's key; empty if they are not known
 * @param fingerprint a command and its arguments whose output makes the task's key
 * @param expectedSeconds how long it is expected to take, above 0 up to 1,000,000
 * @param timeoutSeconds how long it may take, above 0 up to 1,000,000
 */
public record SchemaTask(
        String name,
        List<String> targets,
        List<String> needs,
        List<String> inputs,
        Optional<List<String>> fingerprint,
        Optional<Double> expectedSeconds,
        Optional<Double> timeoutSeconds) {

    public SchemaTask {
        targets = List.copyOf(targets);
        needs = List.copyOf(needs);
        inputs = List.copyOf(inputs);
        fingerprint = fingerprint.map(List::copyOf);
    }

    /** The task as a join carries it. */
    public JoinTask joinTask() {
        return new JoinTask(name, targets, needs, expectedSeconds, timeoutSeconds);
    }
}

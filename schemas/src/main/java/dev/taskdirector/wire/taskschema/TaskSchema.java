package dev.taskdirector.wire.taskschema;

import dev.taskdirector.wire.JoinSchema;
import dev.taskdirector.wire.JoinTask;
import dev.taskdirector.wire.SchemaDigest;
import java.util.List;
import java.util.Optional;

/**
 * A task schema as a file says it. Its tasks' names are unique, their needs are known and without cycles.
 *
 * @param id part of its identity and of its tasks' history; the file's name without extension when the file has none
 * @param universe what a peer builds for itself in the end; empty if it is to be all tasks once more
 * @param verdict what decides in the end
 * @param tasks in the order in which they are to be built among equals
 */
public record TaskSchema(String id, Optional<String> universe, Verdict verdict, List<SchemaTask> tasks) {

    public TaskSchema {
        tasks = List.copyOf(tasks);
    }

    /** What decides a peer's result. */
    public enum Verdict {
        /** A command that builds the universe, or all tasks once more. */
        COMMAND,
        /** No command: all done is success. For results that are shared in another way than by a cache. */
        NONE
    }

    /** The tasks as a join carries them. */
    public List<JoinTask> joinTasks() {
        return tasks.stream().map(SchemaTask::joinTask).toList();
    }

    /** The digest that is part of its identity. */
    public String digest() {
        return SchemaDigest.of(id, universe, joinTasks());
    }

    /** The schema as a join carries it, with its tasks. */
    public JoinSchema joinSchema() {
        List<JoinTask> joinTasks = joinTasks();
        return new JoinSchema(id, SchemaDigest.of(id, universe, joinTasks), universe, Optional.of(joinTasks));
    }
}

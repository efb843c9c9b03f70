package dev.taskdirector.wire;

import java.util.List;
import java.util.Optional;

/**
 * A task schema as a join names it.
 *
 * @param id id of the schema
 * @param digest {@code sha256:} and 64 hex digits over id, universe, and name, targets and sorted needs of each task
 * @param universe what the peer builds in the end; empty if the schema has none
 * @param tasks the tasks in the schema's order; empty when the coordinator is expected to know the digest
 */
public record JoinSchema(String id, String digest, Optional<String> universe, Optional<List<JoinTask>> tasks) {

    public JoinSchema {
        tasks = tasks.map(List::copyOf);
    }
}

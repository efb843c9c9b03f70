package dev.taskdirector.coordinator.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a session needs.
 *
 * @param schema id and digest of its task schema
 * @param tasks the schema's tasks; empty when the digest is expected to be known. Names are unique, needs are known and
 *     without cycles: the edge has checked them, and that they have this digest
 * @param context peers of different contexts never share
 * @param keys one per task in the schema's order; empty without keys
 * @param cacheWrite false for a peer that only takes hits
 * @param repositories what it has checked out
 * @param complexPatchset whether it asks for a run of its own
 * @param change for people
 * @param pipeline for people
 * @param dependentPipeline whether it is a merge gate
 * @param labels for people and statistics
 */
public record JoinRequest(
        SchemaRef schema,
        Optional<List<TaskDefinition>> tasks,
        String context,
        Optional<List<String>> keys,
        boolean cacheWrite,
        List<RepositoryState> repositories,
        boolean complexPatchset,
        Optional<String> change,
        Optional<String> pipeline,
        boolean dependentPipeline,
        Map<String, String> labels) {

    public JoinRequest {
        tasks = tasks.map(list -> Collections.unmodifiableList(new ArrayList<>(list)));
        keys = keys.map(list -> Collections.unmodifiableList(new ArrayList<>(list)));
        repositories = Collections.unmodifiableList(new ArrayList<>(repositories));
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    }

    /** How long the longer one of its lists is, of those that grow with its tasks. */
    int tasksOrKeys() {
        return Math.max(tasks.map(List::size).orElse(0), keys.map(List::size).orElse(0));
    }

    /** Identity of a task schema. */
    public record SchemaRef(String id, String digest, Optional<String> universe) {}

    /** A task. Milliseconds are above 0. */
    public record TaskDefinition(
            String name, List<String> needs, Optional<Long> expectedMillis, Optional<Long> timeoutMillis) {
        public TaskDefinition {
            needs = Collections.unmodifiableList(new ArrayList<>(needs));
        }
    }

    /** A repository as it is checked out. */
    public record RepositoryState(String name, String baseRef, String patchset, List<String> additionalPatchsets) {
        public RepositoryState {
            additionalPatchsets = Collections.unmodifiableList(new ArrayList<>(additionalPatchsets));
        }
    }
}

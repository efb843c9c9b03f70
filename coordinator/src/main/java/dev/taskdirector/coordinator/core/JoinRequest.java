package dev.taskdirector.coordinator.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
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

    /** A text and its place in a list, beside its characters. */
    private static final int BYTES_A_TEXT = 64;

    public JoinRequest {
        tasks = tasks.map(list -> Collections.unmodifiableList(TaskDefinition.sharingNames(list)));
        keys = keys.map(list -> Collections.unmodifiableList(new ArrayList<>(list)));
        repositories = Collections.unmodifiableList(new ArrayList<>(repositories));
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    }

    /** How long the longer one of its lists is, of those that grow with its tasks. */
    int tasksOrKeys() {
        return Math.max(tasks.map(List::size).orElse(0), keys.map(List::size).orElse(0));
    }

    /** What its tasks need, counted for each of them; 0 without tasks. */
    int needs() {
        return tasks.map(TaskDefinition::needsOf).orElse(0);
    }

    /** How much its longest texts take in memory: labels, and names and patchsets of repositories. Bytes, roughly. */
    long textBytes() {
        long ofLabels = labels.entrySet().stream()
                .mapToLong(label -> bytes(label.getKey()) + bytes(label.getValue()))
                .sum();
        return ofLabels + RepositoryState.bytesOf(repositories);
    }

    private static long bytes(String text) {
        return BYTES_A_TEXT + (long) text.length();
    }

    /** Identity of a task schema. */
    public record SchemaRef(String id, String digest, Optional<String> universe) {}

    /** A task. Milliseconds are above 0. */
    public record TaskDefinition(
            String name, List<String> needs, Optional<Long> expectedMillis, Optional<Long> timeoutMillis) {
        public TaskDefinition {
            needs = Collections.unmodifiableList(new ArrayList<>(needs));
        }

        /** The same tasks; whatever is needed is the name of the task itself, so that a million needs are few texts. */
        static List<TaskDefinition> sharingNames(List<TaskDefinition> tasks) {
            Map<String, String> names = new LinkedHashMap<>();
            tasks.forEach(task -> names.put(task.name(), task.name()));
            return new ArrayList<>(tasks.stream()
                    .map(task -> new TaskDefinition(
                            task.name(),
                            task.needs().stream()
                                    .map(need -> names.getOrDefault(need, need))
                                    .toList(),
                            task.expectedMillis(),
                            task.timeoutMillis()))
                    .toList());
        }

        static int needsOf(List<TaskDefinition> tasks) {
            return tasks.stream().mapToInt(task -> task.needs().size()).sum();
        }
    }

    /** A repository as it is checked out. */
    public record RepositoryState(String name, String baseRef, String patchset, List<String> additionalPatchsets) {
        public RepositoryState {
            additionalPatchsets = Collections.unmodifiableList(new ArrayList<>(additionalPatchsets));
        }

        /** How much they take in memory: bytes, roughly. */
        static long bytesOf(List<RepositoryState> repositories) {
            return repositories.stream().mapToLong(RepositoryState::bytes).sum();
        }

        private long bytes() {
            return JoinRequest.bytes(name)
                    + JoinRequest.bytes(baseRef)
                    + JoinRequest.bytes(patchset)
                    + additionalPatchsets.stream().mapToLong(JoinRequest::bytes).sum();
        }
    }
}

package dev.taskdirector.wire;

import java.util.List;
import java.util.Optional;

/**
 * What a peer needs and what it tests.
 *
 * @param schema the task schema, with its tasks or by digest alone
 * @param context hash of the command template and of the environment key; peers of different contexts never share
 * @param keys one opaque string per task, in the schema's order; empty when the peer can't tell what makes tasks the same
 * @param cacheWrite whether the peer may write the remote cache; one that may not never gets a lease
 * @param repositories what is checked out
 * @param complexPatchset whether the patchset is known to touch so much that a run of its own is better
 * @param change the change under test, for people, such as {@code 4711,3}
 * @param pipeline the CI pipeline
 * @param labels free labels of the peer, for people and statistics
 */
public record Join(
        JoinSchema schema,
        String context,
        Optional<List<String>> keys,
        boolean cacheWrite,
        List<Repository> repositories,
        boolean complexPatchset,
        Optional<String> change,
        Optional<Pipeline> pipeline,
        java.util.Map<String, String> labels) {

    public Join {
        keys = keys.map(List::copyOf);
        repositories = List.copyOf(repositories);
        labels = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(labels));
    }
}

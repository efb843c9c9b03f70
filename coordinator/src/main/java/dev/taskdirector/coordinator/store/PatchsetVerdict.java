package dev.taskdirector.coordinator.store;

import java.util.List;

/**
 * What became of a task where a patchset was checked out.
 *
 * @param outcome {@code passes}, {@code fails}, or {@code both}
 * @param peers who tried it there, the first 100
 */
public record PatchsetVerdict(String repository, String patchset, String outcome, List<String> peers) {

    public PatchsetVerdict {
        peers = List.copyOf(peers);
    }
}

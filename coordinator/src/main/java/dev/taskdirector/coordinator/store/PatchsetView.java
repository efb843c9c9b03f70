package dev.taskdirector.coordinator.store;

/**
 * What a peer has checked out of a repository.
 *
 * @param repository the repository's name
 * @param patchset the commit, or patchset, that it tests on top of its base
 */
public record PatchsetView(String repository, String patchset) {}

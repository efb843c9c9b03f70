package dev.taskdirector.wire;

import java.util.List;

/**
 * A repository as a peer has it checked out.
 *
 * @param name name of the repository
 * @param baseRef the ref that the patchset is tested on top of
 * @param patchset the commit or Gerrit patchset under test
 * @param additionalPatchsets changes ahead of it, and the newest commits of the base ref
 */
public record Repository(String name, String baseRef, String patchset, List<String> additionalPatchsets) {

    public Repository {
        additionalPatchsets = List.copyOf(additionalPatchsets);
    }
}

package dev.taskdirector.coordinator.core;

import dev.taskdirector.coordinator.core.JoinRequest.RepositoryState;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether a peer's checkout is close enough to those of a run that has no keys, and how close. */
final class Closeness {

    private static final Set<String> NONE = Collections.emptySet();

    private final Map<String, RepositoryState> mine = new LinkedHashMap<>();
    private final Map<String, Set<String>> patchsets = new LinkedHashMap<>();

    Closeness(List<RepositoryState> checkout) {
        for (RepositoryState repository : checkout) {
            mine.put(repository.name(), repository);
            patchsets
                    .computeIfAbsent(repository.name(), name -> new LinkedHashSet<>())
                    .addAll(patchsetsOf(repository));
        }
    }

    private static Set<String> patchsetsOf(RepositoryState repository) {
        Set<String> all = new LinkedHashSet<>(repository.additionalPatchsets());
        all.add(repository.patchset());
        return all;
    }

    /** Whether the peer may join peers with these checkouts. */
    boolean fits(Collection<List<RepositoryState>> others) {
        return others.stream().allMatch(this::fits);
    }

    private boolean fits(List<RepositoryState> other) {
        if (mine.isEmpty() || other.isEmpty()) {
            return mine.isEmpty() && other.isEmpty();
        }
        Map<String, String> baseRefs = new LinkedHashMap<>();
        other.forEach(repository -> baseRefs.put(repository.name(), repository.baseRef()));
        return mine.values().stream()
                        .allMatch(repository -> repository.baseRef().equals(baseRefs.get(repository.name())))
                && other.stream().anyMatch(this::hasPatchsetInCommon);
    }

    private boolean hasPatchsetInCommon(RepositoryState other) {
        Set<String> own = patchsets.getOrDefault(other.name(), NONE);
        return own.contains(other.patchset())
                || other.additionalPatchsets().stream().anyMatch(own::contains);
    }

    /** How many distinct patchsets of these checkouts, repository by repository, the peer has as well. */
    int overlap(Collection<List<RepositoryState>> others) {
        Map<String, Set<String>> common = new LinkedHashMap<>();
        for (List<RepositoryState> other : others) {
            for (RepositoryState repository : other) {
                Set<String> own = patchsets.getOrDefault(repository.name(), NONE);
                Set<String> found = common.computeIfAbsent(repository.name(), name -> new LinkedHashSet<>());
                patchsetsOf(repository).stream().filter(own::contains).forEach(found::add);
            }
        }
        return common.values().stream().mapToInt(Set::size).sum();
    }
}

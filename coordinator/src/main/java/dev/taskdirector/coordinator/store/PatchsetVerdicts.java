package dev.taskdirector.coordinator.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares what became of a task where different patchsets were checked out. */
final class PatchsetVerdicts {

    private static final int TOLD = 100;
    private static final int REPOSITORIES_NAMED = 3;

    /**
     * One build of the task that ended by its command, well or not.
     *
     * @param keyed the work that it was of, where its key says that all its inputs are equal
     */
    record Try(String peer, boolean passed, List<PatchsetView> patchsets, Optional<Long> keyed) {}

    private final Map<PatchsetView, Side> sides = new LinkedHashMap<>();

    /** Works with a key that somebody failed, and those that somebody built. */
    private final Set<Long> failedKeyed = new HashSet<>();

    private final Set<Long> passedKeyed = new HashSet<>();

    private PatchsetVerdicts() {}

    /** Nothing, unless it failed somewhere and was tried where something else was checked out. */
    static PatchsetVerdicts of(List<Try> tries) {
        PatchsetVerdicts verdicts = new PatchsetVerdicts();
        boolean failed = tries.stream().anyMatch(one -> !one.passed && !one.patchsets.isEmpty());
        Set<Set<PatchsetView>> checkouts = tries.stream()
                .filter(one -> !one.patchsets.isEmpty())
                .map(one -> Set.copyOf(one.patchsets))
                .collect(Collectors.toSet());
        if (failed && checkouts.size() > 1) {
            tries.forEach(verdicts::add);
        }
        return verdicts;
    }

    private void add(Try one) {
        one.keyed.ifPresent((one.passed ? passedKeyed : failedKeyed)::add);
        for (PatchsetView patchset : one.patchsets) {
            Side side = sides.computeIfAbsent(patchset, first -> new Side());
            side.passed |= one.passed;
            side.failed |= !one.passed;
            side.peers.add(one.peer);
        }
    }

    /** Those that tell something first. */
    List<PatchsetVerdict> all() {
        return verdicts()
                .sorted(Comparator.comparing(verdict -> verdict.outcome().equals(Side.BOTH)))
                .limit(TOLD)
                .toList();
    }

    /** A sentence, without a full stop, on the repositories of which one patchset fails the task and another passes it. */
    Optional<String> differs(String task) {
        Map<String, List<PatchsetVerdict>> byRepository = verdicts()
                .collect(Collectors.groupingBy(PatchsetVerdict::repository, LinkedHashMap::new, Collectors.toList()));
        List<String> differences = new ArrayList<>();
        byRepository.forEach((repository, verdicts) -> {
            List<String> failing = patchsetsThat(Side.FAILS, verdicts);
            List<String> passing = patchsetsThat(Side.PASSES, verdicts);
            if (!failing.isEmpty() && !passing.isEmpty()) {
                differences.add("fails with " + Names.of(failing) + " of " + repository + " and passes with "
                        + Names.of(passing));
            }
        });
        return differences.isEmpty() ? Optional.empty() : Optional.of(task + " " + first(differences) + doubt());
    }

    /** Equal keys say that the patchsets make no difference to the task. */
    private String doubt() {
        boolean isOfEqualKeys = failedKeyed.stream().anyMatch(passedKeyed::contains);
        return isOfEqualKeys
                ? "; its key is the same there, so it may be the machine, or an input that the key leaves out"
                : "";
    }

    private static String first(List<String> differences) {
        int more = differences.size() - REPOSITORIES_NAMED;
        return more > 0
                ? String.join("; ", differences.subList(0, REPOSITORIES_NAMED)) + "; and so in " + more
                        + " more repositories"
                : String.join("; ", differences);
    }

    private static List<String> patchsetsThat(String outcome, List<PatchsetVerdict> verdicts) {
        return verdicts.stream()
                .filter(verdict -> verdict.outcome().equals(outcome))
                .map(PatchsetVerdict::patchset)
                .toList();
    }

    private Stream<PatchsetVerdict> verdicts() {
        return sides.entrySet().stream().map(entry -> entry.getValue().verdict(entry.getKey()));
    }

    /** Who tried it with a patchset, and how that ended. */
    private static final class Side {
        private static final String PASSES = "passes";
        private static final String FAILS = "fails";
        private static final String BOTH = "both";
        private static final int PEERS_TOLD = 100;

        private boolean passed;
        private boolean failed;
        private final Set<String> peers = new LinkedHashSet<>();

        private String outcome() {
            return passed && failed ? BOTH : passed ? PASSES : FAILS;
        }

        private PatchsetVerdict verdict(PatchsetView patchset) {
            return new PatchsetVerdict(
                    patchset.repository(),
                    patchset.patchset(),
                    outcome(),
                    peers.stream().limit(PEERS_TOLD).toList());
        }
    }
}

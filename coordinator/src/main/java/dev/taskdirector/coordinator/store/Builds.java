package dev.taskdirector.coordinator.store;

import dev.taskdirector.coordinator.core.Row.AttemptRow;
import dev.taskdirector.coordinator.store.Checkouts.Checkout;
import dev.taskdirector.coordinator.store.PatchsetVerdicts.Try;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How some works ended where they were built: what a comparison of patchsets goes by. */
final class Builds {

    private static final Set<String> FAILED = Set.of("failed", "timed out");
    private static final String SUCCEEDED = "succeeded";

    private final boolean keyed;
    private final List<AttemptRow> attempts;

    /** Sessions that built a work without a lease. */
    private final Map<Long, String> builders = new LinkedHashMap<>();

    private Builds(boolean keyed, List<AttemptRow> attempts) {
        this.keyed = keyed;
        this.attempts = List.copyOf(attempts);
    }

    /** A build of a work. */
    record Build(long work, Try how) {}

    /** Of the attempts in their order; the peer that built a work is given by the work. */
    static Builds of(Connection connection, RunEntity run, List<AttemptRow> attempts, Map<Long, String> builtBy)
            throws SQLException {
        Builds builds = new Builds(run.keyed, attempts);
        Set<Long> underLease = new HashSet<>();
        for (AttemptRow attempt : attempts) {
            if (hasSucceeded(attempt)) {
                underLease.add(attempt.work());
            }
        }
        Map<String, Optional<String>> sessions = new HashMap<>();
        for (Map.Entry<Long, String> built : builtBy.entrySet()) {
            if (!underLease.contains(built.getKey())) {
                String peer = built.getValue();
                if (!sessions.containsKey(peer)) {
                    sessions.put(peer, Checkouts.sessionOf(connection, run, peer));
                }
                sessions.getOrDefault(peer, Optional.empty())
                        .ifPresent(session -> builds.builders.put(built.getKey(), session));
            }
        }
        return builds;
    }

    /** All that had one of the works. */
    Set<String> sessions() {
        Set<String> sessions = new LinkedHashSet<>(builders.values());
        attempts.forEach(attempt -> sessions.add(attempt.session().value()));
        return sessions;
    }

    /** Those that ended by the command: the ones under leases as they began, then the others. */
    List<Build> ended(Checkouts checkouts) {
        List<Build> ended = new ArrayList<>();
        for (AttemptRow attempt : attempts) {
            if (hasSucceeded(attempt)
                    || attempt.outcome().filter(FAILED::contains).isPresent()) {
                List<PatchsetView> patchsets =
                        checkouts.of(attempt.session().value()).patchsets();
                Try how = new Try(attempt.peer().value(), hasSucceeded(attempt), patchsets, keyOf(attempt.work()));
                ended.add(new Build(attempt.work(), how));
            }
        }
        builders.forEach((work, session) -> {
            Checkout builder = checkouts.of(session);
            ended.add(new Build(work, new Try(builder.peer(), true, builder.patchsets(), keyOf(work))));
        });
        return ended;
    }

    private Optional<Long> keyOf(long work) {
        return keyed ? Optional.of(work) : Optional.empty();
    }

    private static boolean hasSucceeded(AttemptRow attempt) {
        return attempt.outcome().filter(SUCCEEDED::equals).isPresent();
    }
}

package dev.taskdirector.coordinator.api;

import static dev.taskdirector.coordinator.api.History.NOON;

import dev.taskdirector.coordinator.core.JoinRequest;
import dev.taskdirector.coordinator.core.JoinRequest.RepositoryState;
import dev.taskdirector.coordinator.core.JoinRequest.SchemaRef;
import dev.taskdirector.coordinator.core.LeaseId;
import dev.taskdirector.coordinator.core.PeerId;
import dev.taskdirector.coordinator.core.Row;
import dev.taskdirector.coordinator.core.Row.AttemptRow;
import dev.taskdirector.coordinator.core.Row.LeaseRow;
import dev.taskdirector.coordinator.core.RunId;
import dev.taskdirector.coordinator.core.SessionId;
import dev.taskdirector.coordinator.core.Why;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Attempts of the history's open run with their reasons, and the checkouts of its peers. */
final class Reasoned {

    private static final Why FIRST = new Why(
            NOON,
            Optional.empty(),
            5_000,
            840_000,
            7,
            false,
            Optional.empty(),
            Optional.of(Why.Choice.LONGEST),
            Optional.of(1));
    private static final Why AGAIN = new Why(
            NOON, Optional.empty(), 10_000, 840_000, 1, true, Optional.empty(), Optional.empty(), Optional.empty());
    private static final Why AFTER_COMMON = new Why(
            NOON + 20_000,
            Optional.of("common"),
            60_000,
            90_000,
            3,
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    private static final Why BESIDES = new Why(
            NOON + 20_000,
            Optional.of("common"),
            50_000,
            90_000,
            0,
            false,
            Optional.of(new PeerId("runner-2")),
            Optional.empty(),
            Optional.empty());

    private Reasoned() {}

    /**
     * Runner 2 fails the first task, runner 1 builds it. The second one's attempt is of a version that wrote no reasons. The
     * third one runs, and its second lease is one whose attempt was not written.
     */
    static List<Row> attempts() {
        return List.of(
                attempt("0.0", "common", "2", NOON + 2_000, Optional.of("failed"), Optional.of(FIRST)),
                attempt("0.1", "common", "1", NOON + 10_000, Optional.of("succeeded"), Optional.of(AGAIN)),
                attempt("0.2", "maps", "2", NOON + 10_000, Optional.of("failed"), Optional.empty()),
                attempt("0.3", "planning", "2", NOON + 30_000, Optional.empty(), Optional.of(AFTER_COMMON)));
    }

    static List<LeaseRow> leases() {
        return List.of(lease("0.3", "2", NOON + 30_000, AFTER_COMMON), lease("0.5", "1", NOON + 210_000, BESIDES));
    }

    private static Row attempt(
            String lease, String task, String peer, long started, Optional<String> outcome, Optional<Why> why) {
        long lasted = lease.equals("0.0") ? 6_000 : 10_000;
        return new AttemptRow(
                new LeaseId(lease),
                new RunId(History.OPEN),
                1 + List.of("common", "maps", "planning").indexOf(task),
                task,
                new PeerId("runner-" + peer),
                new SessionId("s-" + peer),
                started,
                outcome.map(how -> started + lasted),
                outcome,
                outcome.filter("failed"::equals).map(how -> 7),
                why);
    }

    private static LeaseRow lease(String lease, String peer, long since, Why why) {
        return new LeaseRow(
                new LeaseId(lease),
                new SessionId("s-" + peer),
                2,
                0,
                since,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(why));
    }

    /** All test the same map data, each on top of a patchset of its own, with characters that databases dislike. */
    static JoinRequest join(String peer) {
        return new JoinRequest(
                new SchemaRef("driving", "sha256:1", Optional.empty()),
                Optional.empty(),
                "sha256:c",
                Optional.empty(),
                true,
                List.of(
                        new RepositoryState("org/driving", "main", "of-" + peer, List.of("zero\u0000byte")),
                        new RepositoryState("org/\u00FCmaps", "main", "m1", List.of())),
                false,
                Optional.empty(),
                Optional.empty(),
                false,
                Map.of("label", "half \uD83D pair"));
    }

    static Optional<Integer> misfires(String peer) {
        return switch (peer) {
            case "runner-1" -> Optional.of(2);
            default -> Optional.of(3);
        };
    }
}

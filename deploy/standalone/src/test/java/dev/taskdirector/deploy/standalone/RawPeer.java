package dev.taskdirector.deploy.standalone;

import dev.taskdirector.wire.Finished;
import dev.taskdirector.wire.Holding;
import dev.taskdirector.wire.Join;
import dev.taskdirector.wire.JoinSchema;
import dev.taskdirector.wire.JoinTask;
import dev.taskdirector.wire.Leaving;
import dev.taskdirector.wire.Outcome;
import dev.taskdirector.wire.PeerAssignment;
import dev.taskdirector.wire.PeerStatus;
import dev.taskdirector.wire.SchemaDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What may be said in the name of a session, truly or not. */
record RawPeer(String peer, String session, String cache) {

    private static final List<JoinTask> TASKS =
            List.of(new JoinTask("common", List.of("//common"), List.of(), Optional.of(600.0), Optional.empty()));

    PeerStatus joins() {
        return status(1, 0, List.of(), List.of(), Optional.of(join()), Optional.empty(), Optional.empty());
    }

    /** Holds what it was given; with the session's own token that is the truth. */
    PeerStatus holds(PeerAssignment given, long seq, Optional<String> token) {
        List<Holding> holding = given.tasks().stream()
                .map(task -> new Holding(task.name(), Optional.of(task.lease())))
                .toList();
        return status(seq, given.epoch(), holding, List.of(), Optional.empty(), Optional.empty(), token);
    }

    PeerStatus fails(PeerAssignment given, long seq, Optional<String> token) {
        List<Finished> finished = given.tasks().stream()
                .map(task -> new Finished(
                        task.name(),
                        Optional.of(task.lease()),
                        Outcome.FAILED,
                        Optional.of(1),
                        Optional.of(1.0),
                        Optional.empty()))
                .toList();
        return status(seq, given.epoch(), List.of(), finished, Optional.empty(), Optional.empty(), token);
    }

    PeerStatus leaves(PeerAssignment given, long seq, Optional<String> token) {
        return status(
                seq, given.epoch(), List.of(), List.of(), Optional.empty(), Optional.of(Leaving.CANCELLED), token);
    }

    private static Join join() {
        Optional<String> universe = Optional.of("//...");
        return new Join(
                new JoinSchema("driving", SchemaDigest.of("driving", universe, TASKS), universe, Optional.of(TASKS)),
                "sha256:" + "0".repeat(64),
                Optional.empty(),
                true,
                List.of(),
                false,
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    private PeerStatus status(
            long seq,
            long seenEpoch,
            List<Holding> holding,
            List<Finished> finished,
            Optional<Join> join,
            Optional<Leaving> leaving,
            Optional<String> token) {
        return new PeerStatus(
                1, peer, session, cache, seq, seenEpoch, 1, holding, finished, List.of(), join, leaving, token);
    }
}

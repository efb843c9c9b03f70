package dev.taskdirector.coordinator.kafka;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What one session of a peer says. */
final class Spoken {
    final String peer;
    final String session;
    final String cache;
    Optional<String> token = Optional.empty();
    long seq;
    long seenEpoch;
    private final Map<String, Holding> holding = new LinkedHashMap<>();

    Spoken(String peer, String session, String cache) {
        this.peer = peer;
        this.session = session;
        this.cache = cache;
    }

    /** Takes what it was told: its next words carry token and epoch. */
    Spoken told(PeerAssignment assignment) {
        token = assignment.token();
        seenEpoch = assignment.epoch();
        holding.clear();
        assignment
                .tasks()
                .forEach(task -> holding.put(task.name(), new Holding(task.name(), Optional.of(task.lease()))));
        return this;
    }

    PeerStatus join(Join join) {
        return status(List.of(), Optional.of(join), Optional.empty());
    }

    PeerStatus heartbeat() {
        return status(List.of(), Optional.empty(), Optional.empty());
    }

    PeerStatus finished(String task, Optional<String> lease, Outcome outcome) {
        Finished finished = new Finished(task, lease, outcome, Optional.of(0), Optional.of(1.0), Optional.empty());
        if (holding.getOrDefault(task, new Holding(task, Optional.empty()))
                .lease()
                .equals(lease)) {
            holding.remove(task);
        }
        return status(List.of(finished), Optional.empty(), Optional.empty());
    }

    /** Says all of these outcomes, and still holds what it holds. */
    PeerStatus outcomes(String task, Optional<String> lease, Outcome... outcomes) {
        List<Finished> finished = Stream.of(outcomes)
                .map(outcome -> new Finished(task, lease, outcome, Optional.of(0), Optional.of(1.0), Optional.empty()))
                .toList();
        return status(finished, Optional.empty(), Optional.empty());
    }

    PeerStatus leaving() {
        holding.clear();
        return status(List.of(), Optional.empty(), Optional.of(Leaving.COMPLETE));
    }

    private PeerStatus status(List<Finished> finished, Optional<Join> join, Optional<Leaving> leaving) {
        return new PeerStatus(
                1,
                peer,
                session,
                cache,
                ++seq,
                seenEpoch,
                1,
                List.copyOf(holding.values()),
                finished,
                List.of(),
                join,
                leaving,
                token);
    }

    // ---- joins

    static JoinTask task(String name, String... needs) {
        return new JoinTask(name, List.of("//" + name), List.of(needs), Optional.of(10.0), Optional.empty());
    }

    /** A schema of tasks that need nothing. */
    static Join schema(String id, String... tasks) {
        return schema(id, Stream.of(tasks).map(name -> task(name)).toList());
    }

    static Join schema(String id, List<JoinTask> tasks) {
        return join(
                new JoinSchema(id, SchemaDigest.of(id, Optional.empty(), tasks), Optional.empty(), Optional.of(tasks)));
    }

    static Join join(JoinSchema schema) {
        return join(schema, Optional.empty(), Map.of());
    }

    static Join join(JoinSchema schema, Optional<List<String>> keys, Map<String, String> labels) {
        return new Join(
                schema, "sha256:context", keys, true, List.of(), false, Optional.empty(), Optional.empty(), labels);
    }
}

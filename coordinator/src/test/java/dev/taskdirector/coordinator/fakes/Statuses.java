package dev.taskdirector.coordinator.fakes;

import dev.taskdirector.wire.Finished;
import dev.taskdirector.wire.Holding;
import dev.taskdirector.wire.Join;
import dev.taskdirector.wire.JoinSchema;
import dev.taskdirector.wire.JoinTask;
import dev.taskdirector.wire.Leaving;
import dev.taskdirector.wire.Outcome;
import dev.taskdirector.wire.PeerStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What a peer of a small task schema might say. */
public final class Statuses {
    private final String peer;
    private final String session;
    private final String cache;
    private Optional<String> token = Optional.empty();
    private long seq;
    private double expectedSeconds = 10;

    public Statuses(String peer, String session, String cache) {
        this.peer = peer;
        this.session = session;
        this.cache = cache;
    }

    public String cache() {
        return cache;
    }

    public String session() {
        return session;
    }

    /** From here on tasks are expected to take so long. */
    public Statuses expecting(double seconds) {
        expectedSeconds = seconds;
        return this;
    }

    /** From here on statuses carry this token. */
    public Statuses withToken(String some) {
        token = Optional.of(some);
        return this;
    }

    /** A join with tasks that need nothing, in this order. */
    public PeerStatus join(String... tasks) {
        JoinSchema schema = new JoinSchema(
                "driving",
                "sha256:" + String.join(",", tasks),
                Optional.empty(),
                Optional.of(Stream.of(tasks).map(this::task).toList()));
        Join join = new Join(
                schema,
                "sha256:context",
                Optional.empty(),
                true,
                List.of(),
                false,
                Optional.empty(),
                Optional.empty(),
                Map.of());
        return status(0, List.of(), List.of(), Optional.of(join), Optional.empty());
    }

    /** A status that names what it holds, as {@code task, lease, task, lease…}. */
    public PeerStatus holding(long seenEpoch, String... tasksAndLeases) {
        return status(seenEpoch, held(tasksAndLeases), List.of(), Optional.empty(), Optional.empty());
    }

    /** A status that says that a task has succeeded in ten seconds. */
    public PeerStatus succeeded(long seenEpoch, String task, String lease) {
        Finished finished = new Finished(
                task, Optional.of(lease), Outcome.SUCCEEDED, Optional.of(0), Optional.of(10.0), Optional.empty());
        return status(seenEpoch, List.of(), List.of(finished), Optional.empty(), Optional.empty());
    }

    /** The last status of the session. */
    public PeerStatus leaving(long seenEpoch) {
        return status(seenEpoch, List.of(), List.of(), Optional.empty(), Optional.of(Leaving.COMPLETE));
    }

    private PeerStatus status(
            long seenEpoch,
            List<Holding> holding,
            List<Finished> finished,
            Optional<Join> join,
            Optional<Leaving> leaving) {
        return new PeerStatus(
                1, peer, session, cache, ++seq, seenEpoch, 1, holding, finished, List.of(), join, leaving, token);
    }

    private static List<Holding> held(String... tasksAndLeases) {
        return Stream.iterate(0, i -> i < tasksAndLeases.length, i -> i + 2)
                .map(i -> new Holding(tasksAndLeases[i], Optional.of(tasksAndLeases[i + 1])))
                .toList();
    }

    private JoinTask task(String name) {
        return new JoinTask(name, List.of("//" + name), List.of(), Optional.of(expectedSeconds), Optional.empty());
    }
}

package dev.taskdirector.benchmarks.replay;

import dev.taskdirector.wire.Finished;
import dev.taskdirector.wire.Join;
import dev.taskdirector.wire.JoinSchema;
import dev.taskdirector.wire.JoinTask;
import dev.taskdirector.wire.Leaving;
import dev.taskdirector.wire.Outcome;
import dev.taskdirector.wire.PeerStatus;
import dev.taskdirector.wire.Repository;
import dev.taskdirector.wire.SchemaDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Statuses as peers of a real cluster said them, second by second. */
final class ToldPast {

    static final String CACHE = "muc9";

    /** A status and when the broker wrote it. */
    record Told(long second, PeerStatus status) {}

    /** What somebody needs. */
    record Need(List<JoinTask> tasks, Optional<List<String>> keys, boolean cacheWrite, String patchset) {

        static Need of(JoinTask... tasks) {
            return new Need(List.of(tasks), Optional.empty(), true, "p1");
        }

        Need keyed(String... some) {
            return new Need(tasks, Optional.of(List.of(some)), cacheWrite, patchset);
        }

        Need readOnly() {
            return new Need(tasks, keys, false, patchset);
        }

        Need at(String other) {
            return new Need(tasks, keys, cacheWrite, other);
        }

        private Join join(boolean withTasks) {
            return new Join(
                    new JoinSchema(
                            "driving",
                            SchemaDigest.of("driving", Optional.empty(), tasks),
                            Optional.empty(),
                            withTasks ? Optional.of(tasks) : Optional.empty()),
                    "context",
                    keys,
                    cacheWrite,
                    List.of(new Repository("org/driving", "main", patchset, List.of())),
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    Map.of());
        }
    }

    private final List<Told> told = new ArrayList<>();
    private final Map<String, Long> seqs = new LinkedHashMap<>();

    static JoinTask task(String name, String... needs) {
        return new JoinTask(name, List.of("//" + name), List.of(needs), Optional.empty(), Optional.empty());
    }

    static JoinTask expecting(JoinTask task, double seconds) {
        return new JoinTask(task.name(), task.targets(), task.needs(), Optional.of(seconds), Optional.empty());
    }

    List<Told> all() {
        return told;
    }

    ToldPast join(long second, String peer, int slots, Need need) {
        return say(second, peer, slots, List.of(), Optional.of(need.join(true)), Optional.empty());
    }

    ToldPast joinByDigest(long second, String peer, Need need) {
        return say(second, peer, 1, List.of(), Optional.of(need.join(false)), Optional.empty());
    }

    ToldPast heartbeat(long second, String peer) {
        return say(second, peer, 1, List.of(), Optional.empty(), Optional.empty());
    }

    ToldPast built(long second, String peer, String task, double seconds) {
        return end(second, peer, task, Outcome.SUCCEEDED, seconds, Optional.empty());
    }

    ToldPast hit(long second, String peer, String task, double seconds) {
        return end(second, peer, task, Outcome.SUCCEEDED, seconds, Optional.of(true));
    }

    ToldPast failed(long second, String peer, String task, double seconds) {
        return end(second, peer, task, Outcome.FAILED, seconds, Optional.empty());
    }

    private ToldPast end(
            long second, String peer, String task, Outcome outcome, double seconds, Optional<Boolean> hit) {
        Finished finished = new Finished(
                task,
                Optional.of("1." + task + second),
                outcome,
                Optional.of(outcome == Outcome.SUCCEEDED ? 0 : 1),
                Optional.of(seconds),
                hit);
        return say(second, peer, 1, List.of(finished), Optional.empty(), Optional.empty());
    }

    /** The last outcome is said again, as long as nobody has acknowledged it. */
    ToldPast again(long second, String peer) {
        Told last = told.get(told.size() - 1);
        return say(second, peer, 1, last.status().finished(), Optional.empty(), Optional.empty());
    }

    ToldPast leave(long second, String... peers) {
        for (String peer : peers) {
            say(second, peer, 1, List.of(), Optional.empty(), Optional.of(Leaving.COMPLETE));
        }
        return this;
    }

    private ToldPast say(
            long second,
            String peer,
            int slots,
            List<Finished> finished,
            Optional<Join> join,
            Optional<Leaving> leaving) {
        long seq = seqs.merge(peer, 1L, Long::sum);
        told.add(new Told(
                second,
                new PeerStatus(
                        1,
                        peer,
                        peer + "-session",
                        CACHE,
                        seq,
                        join.isPresent() ? 0 : 1,
                        slots,
                        List.of(),
                        finished,
                        List.of(),
                        join,
                        leaving,
                        join.isPresent() ? Optional.empty() : Optional.of("token"))));
        return this;
    }
}

package dev.taskdirector.coordinator.core;

import dev.taskdirector.coordinator.core.JoinRequest.RepositoryState;
import dev.taskdirector.coordinator.core.JoinRequest.SchemaRef;
import dev.taskdirector.coordinator.core.JoinRequest.TaskDefinition;
import dev.taskdirector.coordinator.core.Report.Ended;
import dev.taskdirector.coordinator.core.Report.Held;
import dev.taskdirector.coordinator.core.Report.Leaving;
import dev.taskdirector.coordinator.core.Report.Outcome;
import dev.taskdirector.coordinator.core.Report.Reliance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A fleet of peers that speak to one Director, with a clock that is moved by hand. */
final class Fleet {

    static final CacheId MUC9 = new CacheId("muc9");

    /** A peer as this fleet knows it: what it has been told last, and what it holds. */
    final class Peer {
        final String name;
        SessionId session;
        CacheId cache = MUC9;
        JoinRequest join;
        int slots = 1;
        long seq;
        long seen;
        boolean proven;
        Optional<Assignment> last = Optional.empty();
        final Map<String, LeaseId> holding = new LinkedHashMap<>();
        final List<String> begunAlone = new ArrayList<>();
        private int life;
        private long joinedAt;

        Peer(String name, JoinRequest join) {
            this.name = name;
            this.join = join;
            newSession();
        }

        void newSession() {
            session = new SessionId(name + "#" + ++life);
            seq = 0;
            seen = 0;
            proven = false;
            holding.clear();
        }

        Report report(List<Ended> finished, Optional<Leaving> leaving) {
            return report(finished, List.of(), leaving);
        }

        Report report(List<Ended> finished, List<Reliance> relied, Optional<Leaving> leaving) {
            List<Held> held = new ArrayList<>();
            if (leaving.isEmpty()) {
                holding.forEach((task, lease) -> held.add(new Held(task, Optional.of(lease))));
                begunAlone.forEach(task -> held.add(new Held(task, Optional.empty())));
            }
            return new Report(
                    new PeerId(name),
                    session,
                    cache,
                    ++seq,
                    seen,
                    slots,
                    held,
                    finished,
                    relied,
                    seen == 0 ? Optional.of(join) : Optional.empty(),
                    leaving);
        }

        /** What the peer was told last: its state and tasks. */
        String told() {
            return last.map(Fleet::brief).orElse("nothing");
        }
    }

    final Director director;
    final Map<String, Peer> peers = new LinkedHashMap<>();
    final List<Happening> happenings = new ArrayList<>();
    long offset;
    long clock = 1_000_000;

    Fleet() {
        this(Settings.DEFAULTS);
    }

    Fleet(Settings settings) {
        this(new Director(3, settings));
    }

    Fleet(Director director) {
        this.director = director;
    }

    // ---- settings

    static Settings withBounds(Settings.Bounds bounds) {
        return settings(bounds, Settings.DEFAULTS.maxAttempts(), Settings.DEFAULTS.stragglerPercent());
    }

    static Settings withAttempts(int most) {
        return settings(Settings.DEFAULTS.bounds(), most, Settings.DEFAULTS.stragglerPercent());
    }

    static Settings withStragglersAfter(int percent) {
        return settings(Settings.DEFAULTS.bounds(), Settings.DEFAULTS.maxAttempts(), percent);
    }

    private static Settings settings(Settings.Bounds bounds, int maxAttempts, int stragglerPercent) {
        Settings d = Settings.DEFAULTS;
        return new Settings(
                d.heartbeatMillis(),
                d.sessionTimeoutMillis(),
                d.workLingerMillis(),
                maxAttempts,
                bounds,
                d.defaultTimeoutMillis(),
                d.timeoutGraceMillis(),
                d.defaultExpectedMillis(),
                d.unavailablePauseMillis(),
                d.unavailablePauseMaxMillis(),
                d.maxUnavailable(),
                stragglerPercent,
                d.stragglerMinMillis(),
                d.leadMillis());
    }

    // ---- joins

    static TaskDefinition task(String name, long seconds, String... needs) {
        return new TaskDefinition(name, Arrays.asList(needs), Optional.of(seconds * 1000), Optional.empty());
    }

    static JoinRequest join(TaskDefinition... tasks) {
        return new JoinRequest(
                new SchemaRef("driving", digest(tasks), Optional.of("//...")),
                Optional.of(Arrays.asList(tasks)),
                "context",
                Optional.empty(),
                true,
                List.of(repository("p1")),
                false,
                Optional.empty(),
                Optional.empty(),
                false,
                Map.of());
    }

    static String digest(TaskDefinition... tasks) {
        return "sha256:" + Arrays.toString(tasks).hashCode();
    }

    static RepositoryState repository(String patchset, String... additional) {
        return new RepositoryState("org/driving", "main", patchset, Arrays.asList(additional));
    }

    static JoinRequest with(
            JoinRequest join, Optional<List<String>> keys, boolean cacheWrite, List<RepositoryState> repositories) {
        return new JoinRequest(
                join.schema(),
                join.tasks(),
                join.context(),
                keys,
                cacheWrite,
                repositories,
                join.complexPatchset(),
                join.change(),
                join.pipeline(),
                join.dependentPipeline(),
                join.labels());
    }

    static JoinRequest keyed(JoinRequest join, String... keys) {
        return with(join, Optional.of(Arrays.asList(keys)), join.cacheWrite(), join.repositories());
    }

    static JoinRequest readOnly(JoinRequest join) {
        return with(join, join.keys(), false, join.repositories());
    }

    static JoinRequest at(JoinRequest join, RepositoryState... repositories) {
        return with(join, join.keys(), join.cacheWrite(), Arrays.asList(repositories));
    }

    static JoinRequest on(JoinRequest join, String machine) {
        return new JoinRequest(
                join.schema(),
                join.tasks(),
                join.context(),
                join.keys(),
                join.cacheWrite(),
                join.repositories(),
                join.complexPatchset(),
                join.change(),
                join.pipeline(),
                join.dependentPipeline(),
                Map.of("machine", machine));
    }

    /** As a peer of a merge gate. */
    static JoinRequest gate(JoinRequest join) {
        return new JoinRequest(
                join.schema(),
                join.tasks(),
                join.context(),
                join.keys(),
                join.cacheWrite(),
                join.repositories(),
                join.complexPatchset(),
                join.change(),
                Optional.of("gate"),
                true,
                join.labels());
    }

    static JoinRequest withoutTasks(JoinRequest join) {
        return new JoinRequest(
                join.schema(),
                Optional.empty(),
                join.context(),
                join.keys(),
                join.cacheWrite(),
                join.repositories(),
                join.complexPatchset(),
                join.change(),
                join.pipeline(),
                join.dependentPipeline(),
                join.labels());
    }

    // ---- what peers do

    Peer peer(String name) {
        return peers.get(name);
    }

    List<String> join(String name, JoinRequest join) {
        return join(name, join, peer -> peer);
    }

    List<String> join(String name, JoinRequest join, UnaryOperator<Peer> as) {
        Peer peer = as.apply(peers.computeIfAbsent(name, key -> new Peer(key, join)));
        return say(peer, List.of(), Optional.empty());
    }

    List<String> heartbeat(String name) {
        return say(peer(name), List.of(), Optional.empty());
    }

    List<String> succeed(String name, String task) {
        return finish(name, task, Outcome.SUCCEEDED);
    }

    List<String> fail(String name, String task) {
        return finish(name, task, Outcome.FAILED);
    }

    /** A success that took so long. */
    List<String> succeed(String name, String task, double seconds) {
        return report(name, task, seconds, Optional.empty());
    }

    List<String> hit(String name, String task, double seconds) {
        return report(name, task, seconds, Optional.of(true));
    }

    private List<String> report(String name, String task, double seconds, Optional<Boolean> hit) {
        Optional<LeaseId> lease = Optional.ofNullable(peer(name).holding.remove(task));
        Optional<Long> millis = Optional.of(Math.round(seconds * 1000));
        clock = Math.max(clock, peer(name).joinedAt + millis.get());
        return say(
                peer(name),
                List.of(new Ended(task, lease, Outcome.SUCCEEDED, Optional.of(0), millis, hit)),
                Optional.empty());
    }

    /** How long the peer was told that a task of its takes. */
    double expected(String name, String task) {
        return peer(name).last.orElseThrow().tasks().stream()
                        .filter(told -> told.name().equals(task))
                        .mapToLong(Assignment.Task::expectedMillis)
                        .findFirst()
                        .orElseThrow()
                / 1000.0;
    }

    List<String> finish(String name, String task, Outcome outcome) {
        Peer peer = peer(name);
        Optional<LeaseId> lease = Optional.ofNullable(peer.holding.remove(task));
        peer.begunAlone.remove(task);
        return say(peer, List.of(ended(task, lease, outcome)), Optional.empty());
    }

    static Ended ended(String task, Optional<LeaseId> lease, Outcome outcome) {
        Optional<Integer> exit = outcome == Outcome.FAILED ? Optional.of(3) : Optional.empty();
        return new Ended(task, lease, outcome, exit, Optional.of(1_000L), Optional.empty());
    }

    List<String> rely(String name, String task, boolean hit) {
        Peer peer = peer(name);
        return hear(new Event.StatusHeard(
                next(), peer.report(List.of(), List.of(new Reliance(task, hit)), Optional.empty()), peer.proven));
    }

    List<String> leave(String name) {
        return say(peer(name), List.of(), Optional.of(Leaving.CANCELLED));
    }

    List<String> say(Peer peer, List<Ended> finished, Optional<Leaving> leaving) {
        peer.joinedAt = peer.seen == 0 ? clock : peer.joinedAt;
        return hear(new Event.StatusHeard(next(), peer.report(finished, leaving), peer.proven));
    }

    List<String> say(Report report, boolean proven) {
        return hear(new Event.StatusHeard(next(), report, proven));
    }

    List<String> tick() {
        return hear(new Event.Ticked(next()));
    }

    /** Lets time pass, a second a tick; the peers named stay alive, the others are silent. */
    List<String> after(long seconds, String... speaking) {
        List<String> said = new ArrayList<>();
        for (long second = 0; second < seconds; second++) {
            clock += 1000;
            said.addAll(tick());
            if (second % 5 == 4) {
                for (String name : speaking) {
                    said.addAll(heartbeat(name));
                }
            }
        }
        return said;
    }

    private Moment next() {
        return new Moment(offset++, clock);
    }

    /** Applies an event; every peer takes what it is told as an agent would. */
    List<String> hear(Event event) {
        Decisions decisions = director.apply(event);
        happenings.addAll(decisions.happenings());
        return take(decisions.assignments());
    }

    List<String> take(List<Assignment> assignments) {
        List<String> told = new ArrayList<>();
        for (Assignment assignment : assignments) {
            Peer peer = peers.get(assignment.peer().value());
            if (peer != null && peer.session.equals(assignment.session())) {
                take(peer, assignment);
            }
            told.add(assignment.peer() + " " + brief(assignment));
        }
        return told;
    }

    private static void take(Peer peer, Assignment assignment) {
        peer.last = Optional.of(assignment);
        peer.proven = true;
        switch (assignment.state()) {
            case WORKING, WAITING, COMPLETE, FAILED -> {
                peer.seen = Math.max(peer.seen, assignment.epoch());
                peer.holding.clear();
                assignment.tasks().forEach(task -> {
                    peer.begunAlone.remove(task.name());
                    peer.holding.put(task.name(), task.lease());
                });
            }
            case REJOIN, SUPERSEDED, REJECTED, SCHEMA_WANTED -> {}
        }
    }

    static String brief(Assignment assignment) {
        StringBuilder brief = new StringBuilder(
                assignment.state().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
        assignment.tasks().forEach(task -> brief.append(' ').append(task.name()));
        assignment
                .waits()
                .forEach(wait ->
                        brief.append(" for ").append(wait.task()).append(" on ").append(wait.peer()));
        assignment.reason().ifPresent(reason -> brief.append(": ").append(reason));
        return brief.toString();
    }
}

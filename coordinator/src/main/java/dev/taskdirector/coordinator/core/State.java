package dev.taskdirector.coordinator.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** All that one partition's core knows, indexed for what it is asked. It decides nothing. */
final class State {

    /** Runs without keys that a peer may be close enough to. */
    record Neighbourhood(CacheId cache, String digest, String context) {}

    /** A peer in its cache; peers of different caches never meet, even under one id. */
    record Address(CacheId cache, PeerId peer) {}

    /** What makes plans with keys the same. */
    record PlanKey(CacheId cache, String digest, String context, List<String> keys) {}

    /** Peers that are counted together: all of a cache, or those of it that could share with each other. */
    record Circle(CacheId cache, Optional<String> context, Optional<String> digest) {

        static Circle of(CacheId cache) {
            return new Circle(cache, Optional.empty(), Optional.empty());
        }

        /** With keys whoever has keys, in one context; without, whoever has none and the same schema. */
        static Circle of(SharedRun run) {
            Optional<String> digest = run.keyed ? Optional.empty() : Optional.of(run.schema.digest());
            return new Circle(run.cache, Optional.of(run.context), digest);
        }
    }

    /** A session id that never joins again. */
    record EndedSession(SessionId session, PeerId peer, Optional<SessionId> replacedBy, long endedAt)
            implements Comparable<EndedSession> {

        /** The eldest first; ids decide among those of one time, so that a loaded state forgets in the same order. */
        @Override
        public int compareTo(EndedSession other) {
            int byTime = Long.compare(endedAt, other.endedAt);
            return byTime != 0 ? byTime : session.compareTo(other.session);
        }
    }

    /** Something that happens at a time, unless it is taken back: sorted by time, then by number. */
    record Timer(long at, long number) implements Comparable<Timer> {
        @Override
        public int compareTo(Timer other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    final int partition;
    Settings settings;

    /** Log time: the sum of the steps between record timestamps, none of them backwards or too long. */
    long now;

    Optional<Long> lastTimestamp = Optional.empty();
    Moment at = new Moment(0, 0);

    /** How many logs there were before this one. */
    int generation;

    long nextWork = 1;
    long nextPlan = 1;
    long nextLease = 1;
    long nextOrder = 1;

    final Map<String, TaskGraph> graphs = new LinkedHashMap<>();
    final Map<String, Integer> graphUses = new LinkedHashMap<>();
    final SchemaAsks asks = new SchemaAsks();
    final DurationHistory history = new DurationHistory();
    final MachineSpeeds speeds = new MachineSpeeds();
    final Map<RunId, SharedRun> runs = new LinkedHashMap<>();
    final Map<Neighbourhood, TreeMap<Long, SharedRun>> neighbourhoods = new LinkedHashMap<>();
    final TreeMap<Long, Plan> plans = new TreeMap<>();

    /** Tasks of all plans, and of those that live sessions have. */
    int plannedTasks;

    int neededTasks;

    /** Tasks or keys in joins that are not in effect yet. */
    int pendingTasks;

    /** What tasks of all schemas need, counted for each of them, and of those that plans of live sessions use. */
    int needs;

    int neededNeeds;

    /** What tasks need in joins that are not in effect yet. */
    int pendingNeeds;

    /** How much the texts of live sessions' joins take in memory, and those of runs' last peers: bytes, roughly. */
    long sessionTextBytes;

    long lastPeersBytes;

    /** Works of plans that live sessions have; the others linger. */
    int neededWorks;

    final Map<PlanKey, Plan> plansByKey = new LinkedHashMap<>();
    final TreeMap<Long, Work> works = new TreeMap<>();
    final Map<Work.Key, Work> worksByKey = new LinkedHashMap<>();
    final Map<SessionId, PeerSession> sessions = new LinkedHashMap<>();

    /** Sessions of a peer by order: at most one of them is in effect. */
    final Map<Address, TreeMap<Long, PeerSession>> sessionsByPeer = new LinkedHashMap<>();

    /** How many live sessions each circle has. */
    private final Map<Circle, Integer> circles = new LinkedHashMap<>();

    final Map<SessionId, EndedSession> ended = new LinkedHashMap<>();
    final TreeSet<EndedSession> endedByAge = new TreeSet<>();

    /** Who was heard when, the longest silent first. */
    final TreeMap<Timer, PeerSession> silence = new TreeMap<>();

    /** When leases end. */
    final TreeMap<Timer, Lease> deadlines = new TreeMap<>();

    /** When leases are late, unless they are already. */
    final TreeMap<Timer, Lease> lateness = new TreeMap<>();

    /** Works that are held back for a pause, by its end. */
    final TreeMap<Timer, Work> holds = new TreeMap<>();

    /** Plans without a live session, the longest idle first. */
    final TreeMap<Timer, Plan> idlePlans = new TreeMap<>();

    /** Plans in which something is ready and somebody may have a free slot. */
    final LinkedHashSet<Plan> awake = new LinkedHashSet<>();

    /** Works that may have to be given up. */
    final TreeSet<Long> doubtful = new TreeSet<>();

    /** Sessions whose assignment may have changed. */
    final LinkedHashSet<PeerSession> touched = new LinkedHashSet<>();

    /** What peers said since the last record that changes nothing; for people, not part of what is kept. */
    long ignored;

    final ArrayDeque<Happening> happenings = new ArrayDeque<>();
    final Ledger ledger = new Ledger();

    State(int partition, Settings settings) {
        this.partition = partition;
        this.settings = settings;
    }

    /** Lets time pass up to a record. An outage or a clock step counts as a third of the session timeout at most. */
    void advance(Moment moment) {
        long step = lastTimestamp.map(last -> moment.timestampMillis() - last).orElse(0L);
        now += Math.min(Math.max(step, 0), settings.sessionTimeoutMillis() / 3);
        lastTimestamp = Optional.of(moment.timestampMillis());
        at = moment;
    }

    void heard(PeerSession session) {
        silence.remove(new Timer(session.heardAt, session.order));
        session.heardAt = now;
        silence.put(new Timer(now, session.order), session);
        ledger.changed(session);
    }

    void happened(SharedRun run, Happening.Type type, Optional<PeerId> peer, Optional<String> task) {
        happened(run, type, peer, task, Optional.empty(), Optional.empty());
    }

    void happened(
            SharedRun run,
            Happening.Type type,
            Optional<PeerId> peer,
            Optional<String> task,
            Optional<Long> millis,
            Optional<String> detail) {
        happenings.add(new Happening(run.cache, run.id, type, peer, task, millis, detail));
    }

    List<Happening> takeHappenings() {
        List<Happening> taken = new ArrayList<>(happenings);
        happenings.clear();
        return taken;
    }

    /** All sessions of a session's peer, itself among them, by order. */
    Map<Long, PeerSession> ofPeer(PeerSession session) {
        return sessionsByPeer.computeIfAbsent(new Address(session.cache, session.peer), address -> new TreeMap<>());
    }

    /** The sessions of a peer, of which one at most is in effect. */
    List<PeerSession> sessionsOf(CacheId cache, PeerId peer) {
        return new ArrayList<>(sessionsByPeer
                .getOrDefault(new Address(cache, peer), new TreeMap<>())
                .values());
    }

    /** Counts a session in its circles, or takes it out. One that relies on nobody shares with nobody. */
    void count(PeerSession session, int change) {
        circles.merge(Circle.of(session.cache), change, State::sumOrNone);
        if (!session.alone) {
            circles.merge(Circle.of(session.plan().run), change, State::sumOrNone);
        }
    }

    private static @Nullable Integer sumOrNone(Integer count, Integer change) {
        return count + change == 0 ? null : Integer.valueOf(count + change);
    }

    int peersOf(Circle circle) {
        return circles.getOrDefault(circle, 0);
    }

    void wake(Plan plan) {
        if (plan.hasWork() && plan.hasFreeSlots()) {
            awake.add(plan);
        }
    }
}

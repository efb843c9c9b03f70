package dev.taskdirector.benchmarks.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * All faults of a storm, in three streams that overlap: those of coordinators and broker come one after the other, those of
 * the database and of agents beside them. Kinds are dealt from a shuffled deck, first one of each, so that a short storm has each, too.
 */
record FaultPlan(List<Fault> servers, List<Fault> database, List<Fault> agents) {

    private static final List<FaultKind> SERVERS = List.of(
            FaultKind.COORDINATOR_KILLED,
            FaultKind.COORDINATOR_KILLED,
            FaultKind.COORDINATOR_PAUSED,
            FaultKind.COORDINATOR_CUT_OFF,
            FaultKind.COORDINATOR_CUT_OFF,
            FaultKind.COORDINATORS_ROLLED,
            FaultKind.COORDINATORS_GONE,
            FaultKind.BROKER_KILLED,
            FaultKind.BROKER_PAUSED,
            FaultKind.BROKER_RESTARTED);
    private static final List<FaultKind> AGENTS = List.of(
            FaultKind.AGENT_KILLED,
            FaultKind.MACHINE_LOST,
            FaultKind.AGENT_RESTARTED,
            FaultKind.AGENT_DOUBLED,
            FaultKind.AGENT_PAUSED,
            FaultKind.AGENT_PAUSED,
            FaultKind.AGENT_STOPPED);

    /** Shortest and longest length of what lasts, in milliseconds; the rest is over when it is done. */
    private static final Map<FaultKind, int[]> LENGTHS = Map.of(
            FaultKind.COORDINATOR_KILLED, new int[] {0, 6_000},
            FaultKind.COORDINATOR_PAUSED, new int[] {300, 1_500},
            FaultKind.COORDINATOR_CUT_OFF, new int[] {4_000, 15_000},
            FaultKind.COORDINATORS_GONE, new int[] {0, 15_000},
            FaultKind.BROKER_KILLED, new int[] {0, 8_000},
            FaultKind.BROKER_PAUSED, new int[] {500, 15_000},
            FaultKind.AGENT_PAUSED, new int[] {500, 20_000});

    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration OUTAGE = Duration.ofMinutes(1);
    private static final Duration OUTAGES_EVERY = Duration.ofMinutes(5);
    private static final int SHORT_OUTAGE_PART = 6;
    private static final int COORDINATORS = 2;

    /** Gaps between the end of a server's fault and the next; a restart and the settling after it lie within. */
    private static final int[] SERVER_GAP = {4_000, 11_000};

    private static final int[] AGENT_GAP = {1_500, 6_000};

    FaultPlan {
        servers = List.copyOf(servers);
        database = List.copyOf(database);
        agents = List.copyOf(agents);
    }

    /** The same seed, length and number of seats give the same plan. */
    static FaultPlan of(long seed, Duration storm, int seats) {
        return new FaultPlan(
                stream(new Random(seed), SERVERS, storm, SERVER_GAP, COORDINATORS),
                outages(new Random(~seed), storm),
                stream(new Random(seed * 31 + 17), AGENTS, storm, AGENT_GAP, seats));
    }

    /** All of them by their time. */
    List<Fault> all() {
        List<Fault> all = new ArrayList<>(servers);
        all.addAll(database);
        all.addAll(agents);
        all.sort(java.util.Comparator.comparing(Fault::at));
        return all;
    }

    private static List<Fault> stream(Random random, List<FaultKind> kinds, Duration storm, int[] gap, int targets) {
        List<Fault> faults = new ArrayList<>();
        List<FaultKind> deck = new ArrayList<>();
        Duration at = FIRST;
        while (at.compareTo(storm) < 0) {
            if (deck.isEmpty()) {
                deck.addAll(faults.isEmpty() ? new LinkedHashSet<>(kinds) : kinds);
                Collections.shuffle(deck, random);
            }
            FaultKind kind = deck.remove(deck.size() - 1);
            Duration length = between(random, LENGTHS.getOrDefault(kind, new int[] {0, 1}));
            faults.add(new Fault(at, kind, random.nextInt(targets), length));
            boolean staysOnItsOwn = kind.reach() == FaultKind.Reach.AGENT;
            at = at.plus(staysOnItsOwn ? Duration.ZERO : length).plus(between(random, gap));
        }
        return faults;
    }

    private static List<Fault> outages(Random random, Duration storm) {
        int count = (int) Math.max(1, storm.dividedBy(OUTAGES_EVERY));
        Duration part = storm.dividedBy(count);
        Duration share = part.dividedBy(SHORT_OUTAGE_PART);
        Duration length = storm.compareTo(OUTAGES_EVERY) < 0 ? share : OUTAGE;
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Duration room = part.minus(length).minus(FIRST.multipliedBy(2));
            Duration offset = FIRST.plusMillis(random.nextInt((int) Math.max(1, room.toMillis())));
            faults.add(new Fault(part.multipliedBy(i).plus(offset), FaultKind.DATABASE_STOPPED, 0, length));
        }
        return faults;
    }

    private static Duration between(Random random, int[] millis) {
        return Duration.ofMillis(millis[0] + random.nextInt(millis[1] - millis[0]));
    }
}

package dev.taskdirector.coordinator.simulation;

import dev.taskdirector.coordinator.core.Director;
import dev.taskdirector.coordinator.core.Row;
import dev.taskdirector.coordinator.core.Row.EndedSessionRow;
import dev.taskdirector.coordinator.core.Row.PartitionRow;
import dev.taskdirector.coordinator.core.Row.SessionRow;
import dev.taskdirector.coordinator.simulation.Violation.Rule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;

/** One world from its first second to its last, drawn from one seed. */
final class Simulation {
    private static final int LONGEST_SECONDS = 2_500;
    private static final int LONGEST_SCENARIO_SECONDS = 20_000;
    private static final int SHORTEST_STEP_MILLIS = 700;
    private static final int LONGEST_STEP_MILLIS = 1_300;
    private static final int QUIET_STEP_MILLIS = 2_000;
    private static final int MOST_STRIKES = 5;
    private static final int LOADED_PERCENT = 25;
    private static final int REPLAYED_PERCENT = 15;
    private static final int OPERATOR_SECONDS = 15;

    final Surroundings world;
    final Broker broker;
    final Cluster cluster;
    final List<PeerProcess> peers = new ArrayList<>();
    private final Aftermath aftermath;
    private final PriorityQueue<Due> later = new PriorityQueue<>();
    private final DoneBook done = new DoneBook();
    private long dues;
    private boolean isOperatorCalled;

    /** Something that is to happen at a time. */
    private record Due(long at, long number, Runnable what) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(number, other.number);
        }
    }

    private Simulation(Scenario scenario, Random random, boolean stormy, Bug bug, Story story) {
        world = new Surroundings(scenario, random, story, bug);
        world.stormy = stormy;
        broker = new Broker(world);
        cluster = new Cluster(world, broker);
        aftermath = new Aftermath(world, cluster);
        tellScenario();
        world.scenario.peers().forEach(this::launch);
    }

    /**
     * Lives through a world; throws a {@link Violation} at the first rule that does not hold.
     *
     * @return names of what was seen to happen
     */
    static Set<String> run(long seed, boolean stormy, Bug bug, Story story) {
        Random random = new Random(seed);
        Simulation simulation = new Simulation(new ScenarioMaker(random).make(), random, stormy, bug, story);
        try {
            simulation.live();
            return simulation.world.seen;
        } catch (Violation | RuntimeException e) {
            story.tell(() -> "!! " + e);
            throw e;
        }
    }

    /**
     * How peers of a scenario ended, in its order.
     *
     * @param seconds that each took
     * @param built how many tasks each built before its verdict
     * @param seen names of what was seen to happen
     */
    record Ended(List<Long> seconds, List<Integer> built, Set<String> seen) {}

    /** Lives through one scenario in calm. */
    static Ended end(Scenario scenario, long seed, Story story) {
        Simulation simulation = new Simulation(scenario, new Random(seed), false, Bug.NONE, story);
        simulation.cluster.begin();
        simulation.go(LONGEST_SCENARIO_SECONDS);
        Violation.unless(simulation.areAllOver(), Rule.EVERYONE_ENDS, () -> "not all have ended");
        return new Ended(
                simulation.peers.stream().map(PeerProcess::seconds).toList(),
                simulation.peers.stream().map(peer -> peer.built().size()).toList(),
                simulation.world.seen);
    }

    void launch(Scenario.Peer peer) {
        peers.add(new PeerProcess(world, broker, peer, peers.size()));
    }

    void later(int seconds, Runnable what) {
        later.add(new Due(world.now + seconds * 1000L, dues++, what));
    }

    /** What was done only in records that are gone may be done again. */
    void forgetLogFrom(long offset) {
        done.forgetFrom(offset);
    }

    private void live() {
        cluster.begin();
        if (world.stormy) {
            Storm storm = new Storm(this);
            for (int strikes = world.between(1, MOST_STRIKES); strikes > 0; strikes--) {
                go(world.between(1, 40));
                if (!areAllOver()) {
                    storm.strike();
                }
            }
        }
        calmDown();
        go(LONGEST_SECONDS);
        Violation.unless(
                areAllOver(),
                Rule.EVERYONE_ENDS,
                () -> "these have not ended: "
                        + peers.stream()
                                .filter(peer -> !peer.isOver())
                                .map(peer -> peer.name() + " " + peer.newest().map(Sentences::of))
                                .toList());
        if (!world.stormy) {
            peers.forEach(this::checkTime);
        }
        fallSilent();
    }

    private void calmDown() {
        long wait = world.stormy ? Aftermath.COMES_BACK_WITHIN_MILLIS : 0;
        world.calmFrom = world.now + wait;
        world.recordsUntilMemoryRunsOut = 0;
        later((int) (wait / 1000), cluster::leaveToTheNewest);
    }

    /** Nobody is there any more: what is known of them is forgotten in time. */
    private void fallSilent() {
        passQuietly(aftermath.settledAt());
        passQuietly(world.now + aftermath.millisToSilence());
        aftermath.checkNothingIsLeft();
    }

    private void passQuietly(long untilMillis) {
        while (world.now < untilMillis) {
            step(QUIET_STEP_MILLIS);
        }
    }

    private void go(int seconds) {
        long end = world.now + seconds * 1000L;
        while (world.now < end && !areAllOver()) {
            step(world.between(SHORTEST_STEP_MILLIS, LONGEST_STEP_MILLIS));
        }
    }

    private boolean areAllOver() {
        return peers.stream().allMatch(PeerProcess::isOver);
    }

    private void step(int millis) {
        world.now += millis;
        world.story.at(world.now);
        while (!later.isEmpty() && later.peek().at() <= world.now) {
            later.poll().what().run();
        }
        List<PeerProcess> turn = new ArrayList<>(peers);
        Collections.shuffle(turn, world.random);
        turn.forEach(PeerProcess::step);
        broker.flush();
        long logEnd = broker.lastRecordEnd();
        cluster.step();
        turn.forEach(world.auditor::check);
        cluster.owners().forEach(this::check);
        lookForPoison();
        aftermath.check(peers, logEnd);
    }

    /** The operator comes in time for everything to be well again after the storm. */
    private void lookForPoison() {
        if (!isOperatorCalled
                && cluster.owners().stream().anyMatch(owner -> owner.poison().isPresent())) {
            isOperatorCalled = true;
            later(world.between(1, OPERATOR_SECONDS), () -> {
                cluster.skipPoison();
                isOperatorCalled = false;
            });
        }
    }

    private void check(Owner owner) {
        Optional<Director> director = owner.director();
        if (director.isEmpty() || !owner.hasMoved()) {
            return;
        }
        List<Row> rows = world.bug.rows(director.get().rows());
        rows.stream()
                .filter(SessionRow.class::isInstance)
                .map(SessionRow.class::cast)
                .forEach(session -> {
                    see(session);
                    owner.hears(session.session().value(), session.seq());
                });
        String who = "owner " + owner.number;
        int generation = generation(rows);
        boolean followsFromLog = owner.watched().mustAgree(broker.tamperedAt(), owner.next(), generation);
        Set<Long> doneBefore = done.mustBeDone(owner, director.get(), generation, followsFromLog);
        new StateInvariants(world, who, rows, doneBefore).check();
        checkStrangers(who, rows);
        owner.events().check(director.get(), rows);
        if (followsFromLog) {
            done.note(doneBefore, owner.next(), generation);
        }
        if (world.chance(LOADED_PERCENT)) {
            List<Row> again = Director.load(0, rows).rows();
            Violation.unless(again.equals(rows), Rule.ROWS_ARE_THE_STATE, () -> who + difference(rows, again));
        }
        boolean isRival = cluster.owners().size() > 1;
        if ((isRival || world.chance(REPLAYED_PERCENT)) && broker.isReadable() && cluster.shelf().answers) {
            checkReplay(owner, who, rows);
        }
    }

    private void see(SessionRow session) {
        if (session.alone()) {
            world.saw(Sighting.MOVED_TO_ITS_OWN_RUN);
        }
        if (session.pending()) {
            world.saw(Sighting.JOIN_NOT_IN_EFFECT);
        }
    }

    /** Who has no token ends nobody's session. */
    private static void checkStrangers(String who, List<Row> rows) {
        rows.stream()
                .filter(row -> row instanceof EndedSessionRow ended
                        && ended.replacedBy()
                                .filter(by -> by.value().startsWith(Mischief.STRANGER))
                                .isPresent())
                .findFirst()
                .ifPresent(row -> {
                    throw new Violation(Rule.STRANGERS_CHANGE_NOTHING, who + " believed a stranger: " + row);
                });
    }

    private void checkReplay(Owner owner, String who, List<Row> rows) {
        if (!owner.watched().mustAgree(broker.tamperedAt(), owner.next(), generation(rows))) {
            return;
        }
        Optional<List<Row>> replayed = Replay.rows(world, broker.log(), cluster.shelf(), owner.next());
        if (broker.tamperedAt() >= 0
                && replayed.map(Simulation::generation).equals(Optional.of(generation(rows) + 1))) {
            return; // the owner has not seen yet that this is another log
        }
        Violation.unless(
                replayed.isPresent() && replayed.get().equals(rows),
                Rule.CHECKPOINT_AND_LOG_ARE_THE_STATE,
                () -> who + replayed.map(some -> difference(rows, some)).orElse(": the checkpoint can't be loaded"));
    }

    static int generation(List<Row> rows) {
        return rows.stream()
                .filter(PartitionRow.class::isInstance)
                .mapToInt(row -> ((PartitionRow) row).generation())
                .findFirst()
                .orElse(0);
    }

    private static String difference(List<Row> memory, List<Row> other) {
        List<Row> missing = new ArrayList<>(memory);
        missing.removeAll(other);
        List<Row> more = new ArrayList<>(other);
        more.removeAll(memory);
        return " has in memory " + missing + " and gets " + more;
    }

    private void checkTime(PeerProcess process) {
        long allowed = allowedSeconds(process.peer);
        long took = process.seconds();
        Violation.unless(
                took <= allowed || !world.scenario.unavailable().isEmpty(),
                Rule.IN_TIME,
                () -> process.name() + " took " + took + " s, at most " + allowed + " s were allowed");
    }

    /** What is built, what is waited for, and some seconds a task. */
    private long allowedSeconds(Scenario.Peer peer) {
        boolean knowsWhatIsTheSame = peer.keys().isEmpty() || !world.scenario.wrongKeys();
        boolean isNeverSlower =
                world.scenario.isFlawless() && peer.cacheWrite() && peer.slots() == 1 && knowsWhatIsTheSame;
        long work = isNeverSlower ? secondsWithWaits(peer) : secondsOfAll(peer);
        return work
                + PeerProcess.PATIENCE.toSeconds()
                + 6L * world.scenario.tasks().size();
    }

    /**
     * Its own solo time, where a task is either built or waited for until the end that is expected of it; one that was
     * waited for in vain; and the wait budget.
     */
    private long secondsWithWaits(Scenario.Peer peer) {
        DoubleSummaryStatistics tasks = peer.needed().stream()
                .mapToDouble(task -> world.scenario.peers().stream()
                        .mapToDouble(any -> any.expectedSeconds().get(task))
                        .max()
                        .orElseThrow())
                .summaryStatistics();
        double expected = tasks.getSum();
        double budget = Math.max(PeerProcess.PATIENCE.toSeconds(), expected / 4);
        return Math.round(Math.max(peer.soloSeconds(), expected) + tasks.getMax() + budget);
    }

    /** All of it one after the other at the slowest peer's pace, three times where something fails. */
    private long secondsOfAll(Scenario.Peer peer) {
        long slowest = world.scenario.peers().stream()
                .mapToLong(Scenario.Peer::slowness)
                .max()
                .orElse(1);
        long seconds = world.scenario.tasks().stream()
                .mapToLong(Scenario.Task::seconds)
                .sum();
        long work = slowest * seconds * (world.scenario.isFlawless() ? 1 : Owner.SETTINGS.maxAttempts());
        boolean knowsWhatIsTheSame = peer.keys().isPresent() && !world.scenario.wrongKeys();
        if (!peer.cacheWrite() || !knowsWhatIsTheSame) {
            work += slowest * seconds; // its verdict builds what nobody built for it, and the ghosts
        }
        return work;
    }

    private void tellScenario() {
        world.scenario.tasks().forEach(task -> world.story.tell(task::toString));
        world.scenario.peers().forEach(peer -> world.story.tell(peer::toString));
        world.story.tell(() -> "unavailable: " + world.scenario.unavailable());
    }
}

package dev.taskdirector.coordinator.core;

import static dev.taskdirector.coordinator.core.Fleet.at;
import static dev.taskdirector.coordinator.core.Fleet.join;
import static dev.taskdirector.coordinator.core.Fleet.keyed;
import static dev.taskdirector.coordinator.core.Fleet.readOnly;
import static dev.taskdirector.coordinator.core.Fleet.repository;
import static dev.taskdirector.coordinator.core.Fleet.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.coordinator.core.JoinRequest.TaskDefinition;
import dev.taskdirector.coordinator.core.Report.Ended;
import dev.taskdirector.coordinator.core.Report.Held;
import dev.taskdirector.coordinator.core.Report.Leaving;
import dev.taskdirector.coordinator.core.Report.Outcome;
import dev.taskdirector.coordinator.core.Report.Reliance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random fleets that behave, and strangers that don't: what holds for the state whatever is said. */
class RandomFleetTest {

    private static final int STEPS = 120;

    static IntStream seeds() {
        return IntStream.range(0, 60);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aStateThatIsLoadedFromItsRowsIsEqualAndDecidesTheSame(int seed) {
        Random random = new Random(seed);
        Fleet fleet = new Fleet();
        for (int step = 0; step < STEPS; step++) {
            Event event = event(fleet, random);
            Director loaded = Director.load(3, fleet.director.rows());
            assertThat(loaded.rows()).isEqualTo(fleet.director.rows());
            assertThat(loaded.newestAssignments())
                    .containsExactlyInAnyOrderElementsOf(fleet.director.newestAssignments());
            Decisions decisions = fleet.director.apply(event);
            assertThat(loaded.apply(event)).isEqualTo(decisions);
            fleet.take(decisions.assignments());
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void changesAddUpToAllRows(int seed) {
        Random random = new Random(seed);
        Fleet fleet = new Fleet();
        java.util.TreeMap<Row.Key, Row> mirror = new java.util.TreeMap<>();
        for (int step = 0; step < STEPS; step++) {
            fleet.take(fleet.director.apply(event(fleet, random)).assignments());
            Changes changes = fleet.director.drainChanges();
            changes.written().forEach(row -> mirror.put(row.key(), row));
            changes.closed().forEach(mirror::remove);
            List<Row> live = mirror.values().stream()
                    .filter(row -> !(row instanceof Row.AttemptRow))
                    .toList();
            assertThat(live).isEqualTo(fleet.director.rows());
        }
    }

    private Event event(Fleet fleet, Random random) {
        fleet.clock += random.nextInt(10) == 0 ? random.nextInt(40_000) - 2_000 : random.nextInt(3_000);
        Moment moment = new Moment(fleet.offset++, fleet.clock);
        if (random.nextInt(6) == 0) {
            return new Event.Ticked(moment);
        }
        String name = "peer-" + random.nextInt(5);
        JoinRequest join = randomJoin(random);
        Fleet.Peer peer = fleet.peers.computeIfAbsent(name, key -> fleet.new Peer(key, join));
        if (random.nextInt(12) == 0
                || peer.last
                        .map(told -> told.state() == Assignment.State.REJOIN)
                        .orElse(false)) {
            peer.newSession();
            peer.last = Optional.empty();
            peer.join = join;
        }
        peer.slots = 1 + random.nextInt(2);
        return new Event.StatusHeard(moment, report(peer, random), peer.proven || random.nextInt(4) == 0);
    }

    private static Report report(Fleet.Peer peer, Random random) {
        List<Ended> finished = new ArrayList<>();
        for (String task : List.copyOf(peer.holding.keySet())) {
            if (random.nextInt(3) == 0) {
                finished.add(Fleet.ended(task, Optional.of(peer.holding.remove(task)), outcome(random)));
            }
        }
        if (random.nextInt(15) == 0) {
            finished.add(Fleet.ended("t" + random.nextInt(9), Optional.of(new LeaseId("7.1")), outcome(random)));
        }
        List<Reliance> relied = random.nextInt(12) == 0
                ? List.of(new Reliance("t" + random.nextInt(8), random.nextBoolean()))
                : List.of();
        Optional<Leaving> leaving = random.nextInt(25) == 0 ? Optional.of(Leaving.CANCELLED) : Optional.empty();
        Report report = peer.report(finished, relied, leaving);
        return random.nextInt(20) == 0 ? confused(report, random) : report;
    }

    private static Report confused(Report said, Random random) {
        return new Report(
                said.peer(),
                said.session(),
                said.cache(),
                random.nextInt(20),
                random.nextInt(5),
                1 + random.nextInt(64),
                List.of(
                        new Held("t" + random.nextInt(9), Optional.of(new LeaseId("1.1"))),
                        new Held("t" + random.nextInt(9), Optional.empty()),
                        new Held("nonsense", Optional.empty())),
                said.finished(),
                List.of(new Reliance("nonsense", false)),
                said.join(),
                said.leaving());
    }

    private static Outcome outcome(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> Outcome.FAILED;
            case 1 -> Outcome.ABORTED;
            case 2 -> Outcome.UNAVAILABLE;
            default -> Outcome.SUCCEEDED;
        };
    }

    private static JoinRequest randomJoin(Random random) {
        int size = 3 + random.nextInt(2) * 5;
        TaskDefinition[] tasks = new TaskDefinition[size];
        for (int i = 0; i < size; i++) {
            tasks[i] = i > 1 && i % 2 == 0 ? task("t" + i, 5 + i % 3, "t" + (i - 1)) : task("t" + i, 5 + i % 3);
        }
        JoinRequest join = at(join(tasks), repository("p" + random.nextInt(3), "p" + random.nextInt(3)));
        if (random.nextInt(8) == 0) {
            join = readOnly(join);
        }
        if (random.nextInt(3) > 0) {
            return join;
        }
        String[] keys = new String[size];
        for (int i = 0; i < size; i++) {
            keys[i] = "k" + i + (random.nextInt(4) == 0 ? "'" : "");
        }
        return keyed(join, keys);
    }
}

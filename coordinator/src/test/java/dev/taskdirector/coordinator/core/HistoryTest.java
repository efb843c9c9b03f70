package dev.taskdirector.coordinator.core;

import static dev.taskdirector.coordinator.core.Fleet.at;
import static dev.taskdirector.coordinator.core.Fleet.join;
import static dev.taskdirector.coordinator.core.Fleet.keyed;
import static dev.taskdirector.coordinator.core.Fleet.on;
import static dev.taskdirector.coordinator.core.Fleet.repository;
import static dev.taskdirector.coordinator.core.Fleet.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.taskdirector.coordinator.core.JoinRequest.TaskDefinition;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What is learnt from durations, and what is expected then. */
class HistoryTest {

    private static final Offset<Double> MILLI = within(0.001);

    /** Of one task that the schema says takes a minute. */
    private static final JoinRequest MINUTE = join(task("t", 60));

    private final Fleet fleet = new Fleet();
    private int runs;

    /** A peer builds the one task in a run of its own. */
    private void build(JoinRequest join, double seconds) {
        String peer = "p" + runs++;
        fleet.join(peer, inRunOfItsOwn(join));
        fleet.succeed(peer, "t", seconds);
        fleet.leave(peer);
    }

    private JoinRequest inRunOfItsOwn(JoinRequest join) {
        return at(join, repository("patchset " + runs++));
    }

    private double expected(JoinRequest join) {
        String peer = "asking " + runs++;
        fleet.join(peer, inRunOfItsOwn(join));
        double expected = fleet.expected(peer, "t");
        fleet.leave(peer);
        return expected;
    }

    @Test
    void whatWasMeasuredComesBeforeWhatTheSchemaSays() {
        build(MINUTE, 40);
        assertThat(expected(MINUTE)).isEqualTo(40, MILLI);
    }

    @Test
    void theFirstMeasurementsWeighAlikeAndLaterOnesAFourth() {
        for (double seconds : List.of(40.0, 50.0, 60.0)) {
            build(MINUTE, seconds);
        }
        assertThat(expected(MINUTE)).isEqualTo(50, within(1.0));
        for (int i = 0; i < 40; i++) {
            build(MINUTE, 100);
        }
        assertThat(expected(MINUTE)).isEqualTo(100, within(2.0));
    }

    @Test
    void oneMeasurementFarFromTheOthersChangesLittle() {
        for (int i = 0; i < 8; i++) {
            build(MINUTE, 60);
        }
        build(MINUTE, 0.05);
        assertThat(expected(MINUTE)).isBetween(44.0, 60.0);
        for (int i = 0; i < 8; i++) {
            build(MINUTE, 60);
        }
        build(MINUTE, 40_000);
        assertThat(expected(MINUTE)).isBetween(60.0, 76.0);
        build(MINUTE, 60);
        assertThat(expected(MINUTE)).isBetween(60.0, 73.0);
    }

    /** What two say is no mistake any more. */
    @Test
    void aTaskThatHasBecomeMuchLongerIsKnownToBeSoAfterAFewBuilds() {
        for (int i = 0; i < 8; i++) {
            build(MINUTE, 60);
        }
        for (int i = 0; i < 6; i++) {
            build(MINUTE, 600);
        }
        assertThat(expected(MINUTE)).isBetween(400.0, 600.0);
    }

    /** A peer can't make others expect what it can't have waited for itself. */
    @Test
    void whatTookLongerThanItsSessionHasLivedIsNotBelieved() {
        fleet.join("liar", inRunOfItsOwn(MINUTE));
        Fleet.Peer liar = fleet.peer("liar");
        fleet.say(
                liar,
                List.of(new Report.Ended(
                        "t",
                        Optional.of(liar.holding.remove("t")),
                        Report.Outcome.SUCCEEDED,
                        Optional.of(0),
                        Optional.of(1_000_000_000L),
                        Optional.empty())),
                Optional.empty());
        assertThat(expected(MINUTE)).isEqualTo(60, MILLI);
    }

    @Test
    void aFewLongTasksAtTheEndOfABuildAreNotWhatAllMachinesAreLike() {
        TaskDefinition[] tasks = new TaskDefinition[108];
        for (int i = 0; i < tasks.length; i++) {
            tasks[i] = task("t" + i, i < 100 ? 10 : 1_000);
        }
        fleet.join("quick", on(join(tasks), "quick"), peer -> slots(peer, 60));
        fleet.join("slow", on(join(tasks), "slow"), peer -> slots(peer, 60));
        for (int i = 0; i < 90; i++) {
            String peer = fleet.peer("quick").holding.containsKey("t" + i) ? "quick" : "slow";
            fleet.succeed(peer, "t" + i, peer.equals("quick") ? 10 : 30);
        }
        double before = slownessOf("quick");
        for (int i = 100; i < 108; i++) {
            fleet.succeed("slow", "t" + i, 3_000);
        }
        assertThat(slownessOf("quick")).isBetween(before * 0.8, before);
    }

    private static Fleet.Peer slots(Fleet.Peer peer, int slots) {
        peer.slots = slots;
        return peer;
    }

    private double slownessOf(String machine) {
        List<Row.MachineRow> rows = fleet.director.rows().stream()
                .filter(Row.MachineRow.class::isInstance)
                .map(Row.MachineRow.class::cast)
                .toList();
        Row.MachineRow all =
                rows.stream().filter(row -> row.name().isEmpty()).findFirst().orElseThrow();
        return rows.stream()
                        .filter(row -> row.name().endsWith(" " + machine))
                        .findFirst()
                        .orElseThrow()
                        .slownessAmong(all)
                / 1_000.0;
    }

    @Test
    void whatWasACacheHitSaysNothing() {
        fleet.join("a", MINUTE);
        fleet.hit("a", "t", 0.1);
        assertThat(expected(MINUTE)).isEqualTo(60, MILLI);
    }

    @Test
    void anOutcomeThatIsToldTwiceIsMeasuredOnce() {
        fleet.join("a", MINUTE);
        fleet.succeed("a", "t", 40);
        Fleet.Peer peer = fleet.peer("a");
        Report.Ended again = new Report.Ended(
                "t",
                Optional.empty(),
                Report.Outcome.SUCCEEDED,
                Optional.of(0),
                Optional.of(40_000L),
                Optional.empty());
        fleet.say(peer, List.of(again), Optional.empty());
        assertThat(measurements()).containsExactly(1);
    }

    private List<Integer> measurements() {
        return fleet.director.rows().stream()
                .filter(Row.DurationRow.class::isInstance)
                .map(row -> ((Row.DurationRow) row).measurements())
                .toList();
    }

    @Test
    void anotherVersionOfTheSchemaKnowsItsTasksByName() {
        build(MINUTE, 40);
        JoinRequest more = join(task("t", 60), task("u", 70));
        fleet.join("a", more);
        assertThat(fleet.expected("a", "u")).isEqualTo(70, MILLI);
        fleet.join("b", more);
        assertThat(fleet.expected("b", "t")).isEqualTo(40, MILLI);
    }

    @Test
    void ofATaskThatNobodyKnowsTheMedianOfTheOthersIsExpected() {
        build(MINUTE, 40);
        JoinRequest renamed = join(
                new TaskDefinition("new", List.of(), Optional.empty(), Optional.empty()),
                task("t", 60),
                task("u", 70),
                task("v", 10));
        List<Double> expected = allExpected(renamed);
        assertThat(expected).containsExactly(70.0, 40.0, 40.0, 10.0);
    }

    private List<Double> allExpected(JoinRequest join) {
        return join.tasks().orElseThrow().stream()
                .map(one -> {
                    String peer = "peer of " + one.name();
                    fleet.join(peer, join);
                    Assignment.Task told =
                            fleet.peer(peer).last.orElseThrow().tasks().get(0);
                    return told.expectedMillis() / 1000.0;
                })
                .toList();
    }

    @Test
    void cachesAndSchemasHaveHistoriesOfTheirOwn() {
        build(MINUTE, 40);
        fleet.join("other", MINUTE, peer -> {
            peer.cache = new CacheId("ber1");
            return peer;
        });
        assertThat(fleet.expected("other", "t")).isEqualTo(60, MILLI);
    }

    @Test
    void aSlowMachineIsKnownByWhatItTakesForWhatOthersTake() {
        for (int i = 0; i < 12; i++) {
            build(on(MINUTE, "quick"), 30);
            build(on(MINUTE, "slow"), 90);
        }
        double quick = expected(on(MINUTE, "quick"));
        double slow = expected(on(MINUTE, "slow"));
        assertThat(slow / quick).isBetween(2.5, 3.2);
        assertThat(quick).isBetween(25.0, 36.0);
        assertThat(slow).isBetween(75.0, 100.0);
    }

    @Test
    void aFleetThatIsSlowerThanExpectedIsNotMadeOfSlowMachines() {
        for (int i = 0; i < 20; i++) {
            build(on(MINUTE, "one"), 300);
        }
        assertThat(expected(on(MINUTE, "one"))).isEqualTo(300, within(10.0));
        assertThat(expected(on(MINUTE, "new"))).isEqualTo(300, within(10.0));
    }

    @Test
    void aPlanThatIsJoinedLaterGoesByWhatWasMeasuredMeanwhile() {
        JoinRequest two = join(task("t", 60), task("u", 50), task("v", 40));
        fleet.join("a", keyed(two, "k1", "k2", "k3"));
        fleet.join("x", keyed(two, "x1", "x2", "x3"));
        fleet.succeed("x", "t", 60);
        fleet.succeed("x", "u", 10);
        fleet.succeed("x", "v", 90);
        fleet.after(61, "a", "x");
        assertThat(fleet.join("b", keyed(two, "k1", "k2", "k3"))).containsExactly("b working v");
        assertThat(fleet.succeed("a", "t", 60)).containsExactly("a working u");
    }

    @Test
    void aPlanThatNobodyJoinsGoesByWhatWasMeasuredMeanwhileToo() {
        JoinRequest three = join(task("t", 60), task("u", 50), task("v", 40));
        fleet.join("a", keyed(three, "k1", "k2", "k3"));
        fleet.join("x", keyed(three, "x1", "x2", "x3"));
        fleet.succeed("x", "t", 60);
        fleet.succeed("x", "u", 10);
        fleet.succeed("x", "v", 90);
        fleet.after(61, "a", "x");
        assertThat(fleet.succeed("a", "t", 60)).containsExactly("a working v");
        assertThat(Director.load(3, fleet.director.rows()).rows()).isEqualTo(fleet.director.rows());
    }

    @Test
    void whatIsKnownIsBounded() {
        DurationHistory history = new DurationHistory();
        for (int i = 0; i <= DurationHistory.MOST_TASKS; i++) {
            history.add(new DurationHistory.Key(Fleet.MUC9, "s", "t" + i), 1, i, i);
        }
        assertThat(history.forgetTooMany())
                .extracting(DurationHistory.Key::task)
                .containsExactly("t0");
        assertThat(history.size()).isEqualTo(DurationHistory.MOST_TASKS);
    }

    @Test
    void whatIsKnownOfMachinesIsBounded() {
        MachineSpeeds speeds = new MachineSpeeds();
        for (int i = 0; i <= MachineSpeeds.MOST_MACHINES; i++) {
            speeds.add(new MachineSpeeds.Machine(Fleet.MUC9, "m" + i), 1, 1, i);
        }
        assertThat(speeds.forgetTooMany())
                .extracting(MachineSpeeds.Machine::name)
                .containsExactly("m0");
    }

    @Test
    void aLoadedStateKnowsTheSame() {
        for (double seconds : Arrays.asList(10.0, 20.0, 70.0)) {
            build(on(MINUTE, "m" + seconds), seconds);
        }
        Director loaded = Director.load(3, fleet.director.rows());
        assertThat(loaded.rows()).isEqualTo(fleet.director.rows());
    }
}

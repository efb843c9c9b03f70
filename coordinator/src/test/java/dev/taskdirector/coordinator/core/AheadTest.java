package dev.taskdirector.coordinator.core;

import static dev.taskdirector.coordinator.core.Fleet.join;
import static dev.taskdirector.coordinator.core.Fleet.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.coordinator.core.JoinRequest.TaskDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Short tasks are given ahead of their turn. */
class AheadTest {

    private final Fleet fleet = new Fleet();

    private static TaskDefinition milli(String name, long millis) {
        return new TaskDefinition(name, List.of(), Optional.of(millis), Optional.empty());
    }

    private static JoinRequest many(int count, long millis) {
        return join(
                IntStream.range(0, count).mapToObj(i -> milli("t" + i, millis)).toArray(TaskDefinition[]::new));
    }

    @Test
    void aPeerHasALittleWorkAhead() {
        fleet.join("a", many(1_000, 10));
        assertThat(fleet.peer("a").holding).hasSize(15);
    }

    /** An agent refuses an assignment with more tasks, and would build alone. */
    @Test
    void noAssignmentNamesMoreThanTheContractAllows() {
        fleet.join("a", many(1_000, 1));
        assertThat(fleet.peer("a").holding).hasSize(64);
        fleet.succeed("a", "t0", 0.001);
        assertThat(fleet.peer("a").holding).hasSize(64).doesNotContainKey("t0");
    }

    @Test
    void norDoesOneForAPeerThatHasBegunMoreThanThatAlone() {
        fleet.join("a", many(100, 60_000), peer -> {
            IntStream.range(0, 70).forEach(i -> peer.begunAlone.add("t" + i));
            return peer;
        });
        assertThat(fleet.peer("a").holding).hasSize(64).doesNotContainKey("t64");
        fleet.peer("a").begunAlone.remove("t0");
        fleet.succeed("a", "t0");
        assertThat(fleet.heartbeat("a")).isNotNull();
        assertThat(fleet.peer("a").holding).hasSize(64).containsKey("t64").doesNotContainKey("t65");
    }

    @Test
    void withTwoSlotsTwiceAsMuch() {
        fleet.join("a", many(1_000, 10), peer -> {
            peer.slots = 2;
            return peer;
        });
        assertThat(fleet.peer("a").holding).hasSize(30);
    }

    @Test
    void longTasksAreGivenOneASlot() {
        fleet.join("a", many(1_000, 151));
        assertThat(fleet.peer("a").holding).hasSize(1);
    }

    @Test
    void whatIsFinishedIsReplaced() {
        fleet.join("a", many(1_000, 10));
        fleet.succeed("a", "t0", 0.01);
        assertThat(fleet.peer("a").holding).hasSize(15).doesNotContainKey("t0");
    }

    @Test
    void nearTheEndThereIsLessAheadSoThatAllEndTogether() {
        fleet.join("a", many(20, 10));
        assertThat(fleet.peer("a").holding).hasSize(10);
        fleet.join("b", many(20, 10));
        assertThat(fleet.peer("b").holding).hasSize(2);
    }

    @Test
    void aFreeSlotIsFilledBeforeAnybodyGetsMoreAhead() {
        fleet.join("a", many(4, 10));
        assertThat(fleet.peer("a").holding).hasSize(2);
        fleet.join("b", many(4, 10));
        fleet.join("c", many(4, 10));
        fleet.join("d", many(4, 10));
        assertThat(fleet.peer("b").holding).hasSize(1);
        assertThat(fleet.peer("c").holding).hasSize(1);
        assertThat(fleet.peer("d").told()).startsWith("waiting");
    }

    /** a has two tasks, and d could begin the second at once. */
    private List<String> oneTaskTooMany() {
        fleet.join("a", many(4, 10));
        fleet.join("b", many(4, 10));
        List<String> held = new ArrayList<>(fleet.peer("a").holding.keySet());
        fleet.join("c", many(4, 10));
        fleet.join("d", many(4, 10));
        return held;
    }

    @Test
    void whatWaitsForItsTurnTooLongIsAskedBackAndGoesToAnIdlePeer() {
        List<String> held = oneTaskTooMany();
        assertThat(fleet.after(1)).containsExactly("a working " + held.get(0));
        assertThat(fleet.heartbeat("a")).containsExactly("d working " + held.get(1));
    }

    @Test
    void whatHasTheLongestPathIsAskedBackThoughOthersAreReady() {
        Stream<TaskDefinition> chains =
                Stream.of(milli("hangs", 100), task("x", 80, "hangs"), milli("head", 50), task("y", 70, "head"));
        JoinRequest build = join(Stream.concat(chains, IntStream.range(0, 10).mapToObj(i -> task("t" + i, 10)))
                .toArray(TaskDefinition[]::new));
        fleet.join("a", build);
        fleet.join("b", build);
        assertThat(fleet.peer("a").holding).containsOnlyKeys("hangs", "head");
        fleet.after(2);
        assertThat(fleet.succeed("b", "t0", 1)).containsExactly("b working t1", "a working hangs");
        fleet.heartbeat("a");
        assertThat(fleet.succeed("b", "t1", 10)).containsExactly("b working head");
    }

    /** Nobody else could begin it. */
    @Test
    void whatHasTheLongestPathStaysWithWhoIsAlone() {
        fleet.join(
                "a",
                join(
                        milli("hangs", 100),
                        task("x", 80, "hangs"),
                        milli("head", 50),
                        task("y", 70, "head"),
                        task("t", 10)));
        assertThat(fleet.peer("a").holding).containsOnlyKeys("hangs", "head");
        fleet.after(5, "a");
        assertThat(fleet.peer("a").holding).containsOnlyKeys("hangs", "head");
    }

    @Test
    void whatIsGivenAheadIsSaidToBeSo() {
        fleet.join("a", many(100, 10));
        assertThat(fleet.director.rows())
                .filteredOn(Row.WorkRow.class::isInstance)
                .flatExtracting(row -> ((Row.WorkRow) row).leases())
                .extracting(lease ->
                        ((Row.LeaseRow) lease).why().orElseThrow().choice().orElseThrow())
                .startsWith(Why.Choice.LONGEST, Why.Choice.AHEAD)
                .hasSizeGreaterThan(10);
    }

    /** It may have begun it when it hears: whoever is given it meanwhile would build it as well. */
    @Test
    void untilThePeerHasSaidThatItHasGivenItBackNobodyElseGetsIt() {
        List<String> held = oneTaskTooMany();
        long before = fleet.peer("a").seen;
        LeaseId lease = fleet.peer("a").holding.get(held.get(1));
        fleet.after(1);
        fleet.peer("a").seen = before; // this status crosses the assignment
        fleet.peer("a").holding.put(held.get(1), lease);
        assertThat(fleet.succeed("a", held.get(0), 0.01)).doesNotContain("d working " + held.get(1));
        assertThat(fleet.succeed("a", held.get(1), 0.01)).doesNotContain("d working " + held.get(1));
        assertThat(fleet.peer("b").last.orElseThrow().progress().orElseThrow().done())
                .isLessThanOrEqualTo(2);
        assertThat(fleet.director.rows().stream()
                        .filter(Row.WorkRow.class::isInstance)
                        .map(Row.WorkRow.class::cast)
                        .filter(work -> work.builtBy().equals(Optional.of(new PeerId("a")))))
                .hasSize(2);
    }

    @Test
    void whatHadJustBegunAndWasStoppedCountsAsNoAttempt() {
        List<String> held = oneTaskTooMany();
        LeaseId lease = fleet.peer("a").holding.get(held.get(1));
        fleet.after(1);
        List<String> told = fleet.say(
                fleet.peer("a"),
                List.of(Fleet.ended(held.get(1), Optional.of(lease), Report.Outcome.ABORTED)),
                Optional.empty());
        assertThat(told).containsExactly("d working " + held.get(1));
        assertThat(fleet.director.rows())
                .filteredOn(Row.WorkRow.class::isInstance)
                .extracting(row -> ((Row.WorkRow) row).attempts())
                .containsOnly(0);
    }

    @Test
    void noMoreIsAskedBackThanIdlePeersCanTake() {
        fleet.join("a", many(20, 10));
        fleet.join("b", many(20, 10));
        assertThat(fleet.peer("a").holding).hasSize(10);
        while (!fleet.peer("b").told().startsWith("waiting")) {
            fleet.succeed("b", fleet.peer("b").holding.keySet().iterator().next(), 0.01);
        }
        fleet.after(1);
        assertThat(fleet.peer("a").holding).hasSize(9);
        fleet.after(1);
        assertThat(fleet.peer("a").holding).hasSize(9);
        assertThat(fleet.heartbeat("a")).hasSize(1).first().asString().startsWith("b working ");
    }

    @Test
    void whoFallsSilentWithWhatIsAskedBackLosesItAsEver() {
        List<String> held = oneTaskTooMany();
        fleet.succeed("b", "t2", 0.01);
        fleet.succeed("c", "t3", 0.01);
        List<String> told = fleet.after(61, "b", "c", "d");
        for (String task : held) {
            assertThat(told).anyMatch(line -> !line.startsWith("a ") && line.endsWith(" working " + task));
        }
    }

    /** A peer that reports something with each status has never seen the newest epoch. */
    @Test
    void whatIsGivenBackIsKnownThoughThePeerHasNotSeenTheNewestEpoch() {
        fleet.join("a", many(20, 10));
        fleet.join("b", many(20, 10));
        for (int i = 0; i < 20 && !fleet.peer("b").told().startsWith("waiting"); i++) {
            fleet.succeed("b", fleet.peer("b").holding.keySet().iterator().next(), 0.01);
        }
        List<String> before = new ArrayList<>(fleet.peer("a").holding.keySet());
        fleet.after(1);
        String asked = before.stream()
                .filter(task -> !fleet.peer("a").holding.containsKey(task))
                .findFirst()
                .orElseThrow();
        long seen = fleet.peer("a").seen;
        fleet.peer("a").seen = seen - 1; // this status crosses the assignment
        fleet.succeed("a", before.get(0), 0.01);
        fleet.peer("a").seen = seen; // and the next one crosses the answer to it
        assertThat(fleet.succeed("a", before.get(2), 0.01)).contains("b working " + asked);
    }

    @Test
    void nobodyWaitsForItself() {
        List<String> held = oneTaskTooMany();
        fleet.after(1);
        fleet.peer("a").seen--; // this status crosses the assignment
        fleet.succeed("a", held.get(0), 0.01);
        assertThat(fleet.peer("a").told()).startsWith("waiting").doesNotContain(" on a");
    }

    private static JoinRequest behind(TaskDefinition hanging, long timeoutMillis) {
        return join(IntStream.range(0, 50)
                .mapToObj(i -> i == 0
                        ? hanging
                        : new TaskDefinition("t" + i, List.of(), Optional.of(10L), Optional.of(timeoutMillis)))
                .toArray(TaskDefinition[]::new));
    }

    private List<String> failed() {
        return fleet.director.rows().stream()
                .filter(Row.WorkRow.class::isInstance)
                .map(Row.WorkRow.class::cast)
                .filter(work -> work.attempts() > 0)
                .map(Row.WorkRow::task)
                .toList();
    }

    @Test
    void whatStoodBehindOthersWhenItsPeerWasLostWasNoAttempt() {
        fleet.join("a", many(100, 10));
        fleet.after(31);
        assertThat(fleet.peer("a").holding).hasSizeGreaterThan(10);
        assertThat(failed()).containsExactly("t0");
    }

    @Test
    void whatHasNotBegunHasNotRunOutOfTime() {
        fleet.join("a", behind(milli("hangs", 20), 10_000));
        int held = fleet.peer("a").holding.size();
        fleet.after(200, "a");
        assertThat(failed()).isEmpty();
        assertThat(fleet.peer("a").holding).hasSize(held);
        assertThat(Director.load(3, fleet.director.rows()).rows()).isEqualTo(fleet.director.rows());
    }

    @Test
    void norHasWhatStoodBehindATaskThatRanOutOfTime() {
        fleet.join("a", behind(new TaskDefinition("hangs", List.of(), Optional.of(20L), Optional.of(10_000L)), 10_000));
        fleet.after(75, "a");
        assertThat(failed()).containsExactly("hangs");
    }

    @Test
    void whatHasNotBegunSaysNothingOfItsMachine() {
        fleet.join("a", Fleet.on(many(100, 10), "m1"));
        fleet.join("b", Fleet.on(many(100, 10), "m2"));
        List<String> held = new ArrayList<>(fleet.peer("a").holding.keySet());
        fleet.after(5, "a", "b");
        fleet.succeed("b", held.get(1), 0.01); // built alone
        assertThat(fleet.director.rows())
                .filteredOn(Row.MachineRow.class::isInstance)
                .extracting(row -> ((Row.MachineRow) row).name())
                .doesNotContain("machine m1")
                .contains("machine m2");
    }

    @Test
    void aLoadedStateKnowsWhatIsAskedBack() {
        List<String> held = oneTaskTooMany();
        fleet.after(1);
        Director loaded = Director.load(3, fleet.director.rows());
        assertThat(loaded.rows()).isEqualTo(fleet.director.rows());
        List<Assignment> told = loaded.apply(new Event.StatusHeard(
                        new Moment(fleet.offset++, fleet.clock),
                        fleet.peer("a").report(List.of(), Optional.empty()),
                        true))
                .assignments();
        assertThat(told).extracting(Fleet::brief).containsExactly("working " + held.get(1));
    }

    @Test
    void whatHasBegunMeanwhileIsNotTakenBack() {
        fleet.join("a", many(4, 10));
        fleet.join("b", many(4, 10));
        List<String> held = new ArrayList<>(fleet.peer("a").holding.keySet());
        fleet.join("c", many(4, 10));
        fleet.succeed("a", held.get(0), 0.01);
        fleet.join("d", many(4, 10));
        assertThat(fleet.after(3)).isEmpty();
        assertThat(fleet.peer("a").holding).containsOnlyKeys(held.get(1));
    }

    @Test
    void aHangingTaskDoesNotKeepTheOnesBehindIt() {
        fleet.join("a", many(100, 10));
        int ahead = fleet.peer("a").holding.size();
        assertThat(ahead).isGreaterThan(10);
        fleet.join("b", many(100, 10));
        for (int i = 0; i < 400 && !fleet.peer("b").told().startsWith("waiting"); i++) {
            String next = fleet.peer("b").holding.keySet().iterator().next();
            fleet.succeed("b", next, 0.01);
        }
        fleet.after(1);
        for (int i = 0; i < 400; i++) {
            fleet.heartbeat("a");
            while (!fleet.peer("b").told().startsWith("waiting")) {
                String next = fleet.peer("b").holding.keySet().iterator().next();
                fleet.succeed("b", next, 0.01);
            }
        }
        assertThat(fleet.peer("a").holding).hasSize(1);
        assertThat(fleet.peer("b").last.orElseThrow().progress().orElseThrow().done())
                .isEqualTo(99);
    }

    @Test
    void tasksThatNeedOthersWaitForThemAsEver() {
        fleet.join("a", join(milli("x", 10), task("y", 1, "x"), milli("z", 10), milli("z2", 10), milli("z3", 10)));
        assertThat(fleet.peer("a").holding).containsOnlyKeys("x", "z");
    }

    /** What waits behind x could begin at once at somebody who comes. */
    @Test
    void whatIsNotReadyYetIsNoReasonToHaveMoreAhead() {
        fleet.join("a", join(milli("x", 10), task("y", 60, "x"), milli("z", 10)));
        assertThat(fleet.peer("a").holding).containsOnlyKeys("x");
    }

    @Test
    void aLoadedStateGivesTheSame() {
        fleet.join("a", many(100, 10));
        fleet.join("b", many(100, 10));
        Director loaded = Director.load(3, fleet.director.rows());
        assertThat(loaded.rows()).isEqualTo(fleet.director.rows());
    }
}

package dev.taskdirector.coordinator.core;

import static dev.taskdirector.coordinator.core.Fleet.at;
import static dev.taskdirector.coordinator.core.Fleet.join;
import static dev.taskdirector.coordinator.core.Fleet.repository;
import static dev.taskdirector.coordinator.core.Fleet.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.coordinator.core.Report.Outcome;
import dev.taskdirector.coordinator.core.Report.Reliance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of peers and runs when the cache lacks what was called done. */
class GhostsTest {

    private static final JoinRequest THREE = join(task("t1", 30), task("t2", 20), task("t3", 10));
    private final Fleet fleet = new Fleet();

    @Test
    void oneGhostIsBorne() {
        fleet.join("a", THREE);
        fleet.join("b", THREE);
        fleet.succeed("a", "t1");
        fleet.rely("b", "t1", false);
        assertThat(fleet.succeed("b", "t2")).containsExactly("b waiting for t3 on a");
    }

    @Test
    void theSameGhostToldTwiceIsOne() {
        fleet.join("a", THREE);
        fleet.join("b", THREE);
        fleet.rely("b", "t1", false);
        fleet.rely("b", "t1", false);
        assertThat(fleet.succeed("b", "t2")).containsExactly("b working t3");
    }

    @Test
    void aPeerThatWasToldTheEndMovesToNoRunOfItsOwn() {
        fleet.join("a", THREE);
        fleet.succeed("a", "t1");
        fleet.succeed("a", "t2");
        fleet.succeed("a", "t3");
        Optional<RunId> run = fleet.peer("a").last.orElseThrow().run();
        fleet.rely("a", "t1", false);
        assertThat(fleet.rely("a", "t2", false)).isEmpty();
        assertThat(fleet.peer("a").last.orElseThrow().run()).isEqualTo(run);
        assertThat(fleet.join("b", THREE)).containsExactly("b complete");
    }

    @Test
    void aPeerThatReliesOnNobodyStaysInItsRunWhateverGhostsFollow() {
        fleet.join("a", THREE);
        fleet.rely("a", "t2", false);
        fleet.rely("a", "t3", false);
        assertThat(fleet.succeed("a", "t1")).containsExactly("a working t2");
        Optional<RunId> own = fleet.peer("a").last.orElseThrow().run();
        assertThat(own).contains(new RunId("muc9.3.3"));
        fleet.rely("a", "t1", false);
        assertThat(fleet.succeed("a", "t2")).containsExactly("a working t3");
        assertThat(fleet.peer("a").last.orElseThrow().run()).isEqualTo(own);
    }

    @Test
    void nobodyJoinsTheRunOfAPeerThatReliesOnNobodyAndItDoesNotLinger() {
        fleet.join("a", THREE);
        fleet.rely("a", "t2", false);
        fleet.rely("a", "t3", false);
        fleet.succeed("a", "t1");
        assertThat(fleet.join("b", THREE)).containsExactly("b working t2");
        fleet.happenings.clear();
        fleet.leave("a");
        assertThat(fleet.happenings).extracting(Happening::type).contains(Happening.Type.RUN_CLOSED);
    }

    @Test
    void aPeerThatOnlyHoldsWhatItBeganByItselfMovesAtOnce() {
        fleet.join("a", THREE);
        fleet.join("b", THREE);
        fleet.succeed("b", "t2");
        fleet.succeed("b", "t3");
        fleet.peer("b").begunAlone.add("t1");
        fleet.rely("b", "t2", false);
        assertThat(fleet.rely("b", "t3", false)).containsExactly("b working t1");
        assertThat(fleet.peer("b").last.orElseThrow().run())
                .isNotEqualTo(fleet.peer("a").last.orElseThrow().run());
    }

    @Test
    void aDrainingPeerFinishesWhatItRunsAndGetsNothingNew() {
        fleet.join("a", THREE, peer -> {
            peer.slots = 2;
            return peer;
        });
        fleet.rely("a", "t3", false);
        fleet.rely("a", "t1", false);
        assertThat(fleet.succeed("a", "t1")).containsExactly("a working t2");
        assertThat(fleet.join("b", THREE)).containsExactly("b working t3");
        assertThat(fleet.succeed("a", "t2")).containsExactly("a working t3");
    }

    @Test
    void aRunIsShutWhenAFifthOfWhatWasReliedOnWereGhosts() {
        assertThat(runOfOneMoreAfterFiveGhostsAnd(20)).isNotEqualTo(run("a"));
    }

    @Test
    void aRunStaysOpenWhileGhostsAreRarer() {
        assertThat(runOfOneMoreAfterFiveGhostsAnd(21)).isEqualTo(run("a"));
    }

    private Optional<RunId> runOfOneMoreAfterFiveGhostsAnd(int hits) {
        JoinRequest many = at(join(tasks(30)), repository("p1"));
        fleet.join("a", many);
        fleet.join("early", many);
        for (int i = 0; i < 30; i++) {
            fleet.succeed("early", "t" + i);
        }
        List<Reliance> relied = new ArrayList<>();
        for (int i = 0; i < hits; i++) {
            relied.add(new Reliance("t" + i, true));
        }
        say("a", relied);
        for (String peer : List.of("b", "c", "d", "e", "f")) {
            fleet.join(peer, many);
            assertThat(run(peer)).isEqualTo(run("a"));
            say(peer, List.of(new Reliance("t3", false)));
        }
        fleet.join("g", many);
        return run("g");
    }

    /** Else any peer could shut any run. */
    @Test
    void ghostsOfWhatNobodyBuiltShutNoRun() {
        JoinRequest many = at(join(tasks(30)), repository("p1"));
        fleet.join("a", many);
        fleet.succeed("a", "t0");
        fleet.join("b", many);
        List<Reliance> relied = new ArrayList<>();
        for (int i = 2; i < 30; i++) {
            relied.add(new Reliance("t" + i, false));
        }
        say("b", relied);
        fleet.join("c", many);
        assertThat(run("c")).isEqualTo(run("a"));
    }

    @Test
    void aSuccessInTheOldRunIsNoneInTheNewOneUnlessItIsThePeersOwn() {
        fleet.join("a", THREE);
        fleet.join("b", THREE);
        fleet.succeed("a", "t1");
        fleet.rely("b", "t1", false);
        fleet.rely("b", "t3", false);
        assertThat(fleet.finish("b", "t2", Outcome.SUCCEEDED)).containsExactly("b working t1");
        fleet.succeed("b", "t1");
        assertThat(fleet.succeed("b", "t3")).containsExactly("b complete");
    }

    private Optional<RunId> run(String peer) {
        return fleet.peer(peer).last.orElseThrow().run();
    }

    private void say(String name, List<Reliance> relied) {
        Fleet.Peer peer = fleet.peer(name);
        fleet.say(peer.report(List.of(), relied, Optional.empty()), true);
    }

    private static JoinRequest.TaskDefinition[] tasks(int count) {
        JoinRequest.TaskDefinition[] tasks = new JoinRequest.TaskDefinition[count];
        for (int i = 0; i < count; i++) {
            tasks[i] = task("t" + i, 10);
        }
        return tasks;
    }
}

package dev.taskdirector.coordinator.core;

import static dev.taskdirector.coordinator.core.Fleet.join;
import static dev.taskdirector.coordinator.core.Fleet.keyed;
import static dev.taskdirector.coordinator.core.Fleet.repository;
import static dev.taskdirector.coordinator.core.Fleet.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.coordinator.core.JoinRequest.TaskDefinition;
import dev.taskdirector.coordinator.core.Report.Outcome;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who gets what first, and who leaves what to others. */
class QueueTest {

    private static final JoinRequest TWO = join(task("common", 10), task("maps", 20));
    private final Fleet fleet = new Fleet();

    @Test
    void amongEqualTasksTheOneThatMostPeersWaitForGoesFirst() {
        JoinRequest three = join(task("t1", 10), task("t2", 10), task("t3", 10));
        fleet.join("x", keyed(join(task("x", 99), task("y", 1)), "kx", "k3"));
        assertThat(fleet.join("a", keyed(three, "k1", "k2", "k3"))).containsExactly("a working t3");
        assertThat(fleet.succeed("a", "t3")).containsExactly("a working t1");
    }

    @Test
    void aPeerThatComesMovesWhatItNeedsForward() {
        JoinRequest three = join(task("t1", 10), task("t2", 10), task("t3", 10));
        fleet.join("a", keyed(three, "k1", "k2", "k3"));
        fleet.join("x", keyed(join(task("x", 99), task("y", 1)), "kx", "k3"));
        assertThat(fleet.succeed("a", "t1")).containsExactly("a working t3");
        fleet.leave("x");
        assertThat(fleet.succeed("a", "t3")).contains("a working t2");
    }

    @Test
    void aPeerTakesWhatIsLeftWhenAllThatIsBetterHasFailedWithIt() {
        JoinRequest three = join(task("t1", 30), task("t2", 20), task("t3", 10));
        fleet.join("a", three);
        fleet.join("b", three);
        assertThat(fleet.fail("a", "t1")).containsExactly("a working t3");
        assertThat(fleet.fail("a", "t3")).containsExactly("a waiting for t2 on b");
        assertThat(fleet.fail("b", "t2")).containsExactly("b working t1", "a working t2");
        assertThat(fleet.succeed("b", "t1")).containsExactly("b working t3");
    }

    @Test
    void aPeerThatFailedSomethingIsPassedOverForOneThatHasNot() {
        JoinRequest three = join(task("t1", 30), task("t2", 20), task("t3", 10));
        fleet.join("a", three);
        fleet.join("b", three);
        fleet.fail("a", "t1");
        fleet.succeed("a", "t3");
        assertThat(fleet.peer("a").told()).isEqualTo("waiting for t2 on b");
        assertThat(fleet.join("c", three)).containsExactly("c working t1");
        assertThat(fleet.succeed("b", "t2")).containsExactly("b waiting for t1 on c");
        assertThat(fleet.fail("c", "t1")).containsExactly("c waiting for t1 on b", "b working t1");
    }

    @Test
    void anUnavailableTaskComesBackToItsPeerWhenTheOthersAreBusy() {
        JoinRequest three = join(task("t1", 30), task("t2", 20), task("t3", 40));
        fleet.join("a", three);
        fleet.join("b", three);
        fleet.finish("a", "t3", Outcome.UNAVAILABLE);
        assertThat(fleet.peer("a").told()).isEqualTo("working t2");
        fleet.after(5, "a", "b");
        fleet.succeed("a", "t2");
        assertThat(fleet.peer("a").told()).isEqualTo("working t3");
    }

    @Test
    void anUnavailableTaskIsLeftToAnIdlePeerOfAnotherPlan() {
        fleet.join("a", keyed(TWO, "k1", "k2"));
        fleet.join("b", keyed(join(task("x", 5)), "k2"));
        assertThat(fleet.finish("a", "maps", Outcome.UNAVAILABLE)).containsExactly("a working common");
        fleet.succeed("a", "common");
        assertThat(fleet.after(5)).containsExactly("b working x");
    }

    @Test
    void whoIsLeftAnUnavailableTaskAndTakesABetterOneGivesItBack() {
        fleet.join("a", keyed(TWO, "k1", "k2"));
        fleet.finish("a", "maps", Outcome.UNAVAILABLE);
        fleet.succeed("a", "common");
        fleet.clock += 5_000;
        assertThat(fleet.join("b", keyed(join(task("x", 5), task("y", 50)), "k2", "k9")))
                .containsExactly("b working y", "a working maps");
    }

    @Test
    void aReopenedTaskIsStillLeftToOthersFirst() {
        JoinRequest two = join(task("common", 9), task("maps", 20));
        fleet.join("a", keyed(two, "k1", "k2"));
        for (int i = 0; i < 5; i++) {
            fleet.finish("a", "maps", Outcome.UNAVAILABLE);
            fleet.after(61, "a");
        }
        assertThat(fleet.peer("a").told()).isEqualTo("working common");
        fleet.join("b", keyed(two, "k1", "k2"));
        assertThat(fleet.peer("b").told()).isEqualTo("working maps");
    }

    @Test
    void aTaskBegunAloneIsNotTakenFromWhoeverHasIt() {
        fleet.join("a", TWO);
        fleet.join("b", TWO);
        fleet.peer("b").begunAlone.add("maps");
        assertThat(fleet.heartbeat("b")).isEmpty();
        assertThat(fleet.succeed("a", "maps")).containsExactly("a waiting for common on b");
    }

    @Test
    void aTaskBegunAloneWhoseNeedsAreMissingIsNotLeased() {
        fleet.join("a", join(task("common", 10), task("planning", 20, "common"), task("maps", 30)), peer -> {
            peer.begunAlone.add("planning");
            return peer;
        });
        assertThat(fleet.peer("a").told()).isEqualTo("working maps");
        assertThat(fleet.succeed("a", "maps")).containsExactly("a working common");
    }

    @Test
    void theLongestOfTheTimeoutsThatPeersNameHolds() {
        fleet.join("a", timeout(20_000));
        fleet.join("b", timeout(600_000));
        fleet.join("c", timeout(30_000));
        fleet.leave("a");
        assertThat(fleet.peer("b").told()).isEqualTo("working common");
        assertThat(fleet.after(300, "b", "c")).noneMatch(told -> told.equals("c working common"));
        assertThat(Director.load(3, fleet.director.rows()).rows()).isEqualTo(fleet.director.rows());
        assertThat(fleet.after(370, "b", "c")).contains("c working common");
    }

    private static JoinRequest timeout(long millis) {
        JoinRequest one = join(task("common", 400));
        TaskDefinition task = new TaskDefinition("common", List.of(), Optional.of(400_000L), Optional.of(millis));
        return new JoinRequest(
                one.schema(),
                Optional.of(List.of(task)),
                one.context(),
                one.keys(),
                true,
                List.of(repository("p1")),
                false,
                one.change(),
                one.pipeline(),
                false,
                one.labels());
    }

    /** Whoever comes first of all is served first, not all of its plan. */
    @Test
    void aMergeGateOfAnotherPlanComesBeforeAPeerThatSharesItsPlanWithAGate() {
        JoinRequest one = join(task("pre", 5), task("w1", 10, "pre"), task("w2", 10, "pre"));
        JoinRequest other = join(task("pre", 5), task("w1", 10, "pre"), task("w2", 10, "pre"), task("x", 1, "w2"));
        fleet.join("builder", keyed(join(task("pre", 5)), "p"));
        fleet.join("g1", Fleet.gate(keyed(one, "p", "k1", "k2")));
        fleet.join("c1", keyed(one, "p", "k1", "k2"));
        fleet.join("g2", Fleet.gate(keyed(other, "p", "k1", "k2", "k3")));
        assertThat(fleet.succeed("builder", "pre"))
                .containsExactlyInAnyOrder("builder complete", "g1 working w1", "g2 working w2");
    }
}

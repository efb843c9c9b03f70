package dev.taskdirector.coordinator.core;

import static dev.taskdirector.coordinator.core.Fleet.ended;
import static dev.taskdirector.coordinator.core.Fleet.join;
import static dev.taskdirector.coordinator.core.Fleet.keyed;
import static dev.taskdirector.coordinator.core.Fleet.readOnly;
import static dev.taskdirector.coordinator.core.Fleet.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.coordinator.core.Assignment.FailedAttempt;
import dev.taskdirector.coordinator.core.Assignment.Failure;
import dev.taskdirector.coordinator.core.Report.Outcome;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FailingTest {

    private static final JoinRequest ONE = join(task("common", 10));
    private static final JoinRequest CHAIN = join(task("common", 10), task("planning", 20, "common"), task("maps", 1));
    private final Fleet fleet = new Fleet();

    @Test
    void aTaskHeldByASilentPeerGoesToAWaitingOne() {
        fleet.join("a", ONE);
        fleet.join("b", ONE);
        assertThat(fleet.after(40, "b")).contains("b working common");
        assertThat(fleet.heartbeat("a")).containsExactly("a rejoin");
    }

    @Test
    void aFailedTaskGoesToAPeerThatHasNotFailedIt() {
        fleet.join("a", ONE);
        fleet.join("b", ONE);
        assertThat(fleet.fail("a", "common")).containsExactly("a waiting for common on b", "b working common");
    }

    @Test
    void aTaskThatEveryLivePeerHasFailedIsFailed() {
        fleet.join("a", ONE);
        fleet.join("b", ONE);
        fleet.fail("a", "common");
        assertThat(fleet.fail("b", "common")).containsExactly("b failed", "a failed");
        Assignment told = fleet.peer("a").last.orElseThrow();
        assertThat(told.failures())
                .containsExactly(new Failure(
                        "common",
                        List.of(
                                new FailedAttempt(new PeerId("a"), Optional.of(3)),
                                new FailedAttempt(new PeerId("b"), Optional.of(3)))));
        assertThat(told.failureCount()).isEqualTo(1);
    }

    @Test
    void aReaderDoesNotKeepAFailedTaskOpen() {
        fleet.join("a", ONE);
        fleet.join("r", readOnly(ONE));
        assertThat(fleet.fail("a", "common")).containsExactly("a failed", "r failed");
    }

    @Test
    void whatNeedsAFailedTaskIsSkippedAndTheRestGoesOn() {
        fleet.join("a", CHAIN);
        assertThat(fleet.fail("a", "common")).containsExactly("a working maps");
        assertThat(fleet.succeed("a", "maps")).containsExactly("a failed");
        assertThat(fleet.peer("a").last.orElseThrow().progress().orElseThrow())
                .isEqualTo(new Assignment.Progress(3, 1, 0, 2, 1, 0));
    }

    @Test
    void thePeerThatMayStillTryLeavesAndTheTaskIsFailed() {
        fleet.join("a", ONE);
        fleet.join("b", ONE);
        fleet.fail("a", "common");
        assertThat(fleet.leave("b")).containsExactly("a failed");
    }

    @Test
    void attemptsAreBounded() {
        fleet.join("a", ONE);
        for (int attempt = 1; attempt < 3; attempt++) {
            assertThat(fleet.finish("a", "common", Outcome.ABORTED)).containsExactly("a working common");
        }
        assertThat(fleet.finish("a", "common", Outcome.ABORTED)).containsExactly("a failed");
    }

    @Test
    void aPeerThatComesMayTryWhatOthersFailed() {
        fleet.join("a", CHAIN);
        fleet.fail("a", "common");
        assertThat(fleet.join("b", CHAIN)).containsExactly("b working common");
        assertThat(fleet.succeed("b", "common")).contains("b working planning");
    }

    @Test
    void aPeerThatWasToldTheEndGetsNothingThoughTheWorkIsRevived() {
        fleet.join("a", ONE);
        fleet.fail("a", "common");
        assertThat(fleet.join("b", ONE)).containsExactly("b working common");
        assertThat(fleet.leave("b")).isEmpty();
        assertThat(fleet.heartbeat("a")).isEmpty();
        assertThat(fleet.peer("a").told()).isEqualTo("failed");
    }

    @Test
    void failedWorkWithAKeyStaysFailedForThoseWhoCome() {
        fleet.join("a", keyed(ONE, "k1"));
        fleet.fail("a", "common");
        fleet.leave("a");
        assertThat(fleet.join("b", keyed(ONE, "k1"))).containsExactly("b failed");
    }

    @Test
    void aRunWithFailuresAndWithoutKeysDoesNotLinger() {
        fleet.join("a", ONE);
        fleet.fail("a", "common");
        fleet.leave("a");
        assertThat(fleet.director.isWaitingForTime()).isFalse();
        assertThat(fleet.join("b", ONE)).containsExactly("b working common");
    }

    @Test
    void aLateSuccessOfFailedWorkMakesItDone() {
        fleet.join("a", CHAIN);
        fleet.fail("a", "common");
        Fleet.Peer peer = fleet.peer("a");
        List<String> told =
                fleet.say(peer, List.of(ended("common", Optional.empty(), Outcome.SUCCEEDED)), Optional.empty());
        assertThat(told).isEmpty();
        assertThat(fleet.succeed("a", "maps")).containsExactly("a working planning");
    }

    @Test
    void aFailureCountsOnlyUnderALiveLeaseOfItsSession() {
        fleet.join("a", ONE);
        fleet.join("b", ONE);
        LeaseId ofA = fleet.peer("a").holding.get("common");
        fleet.say(fleet.peer("b"), List.of(ended("common", Optional.of(ofA), Outcome.FAILED)), Optional.empty());
        assertThat(fleet.succeed("a", "common")).containsExactly("a complete", "b complete");
    }

    @Test
    void anUnavailableTaskIsTriedAgainByAnotherPeerFirst() {
        fleet.join("a", ONE);
        fleet.join("b", ONE);
        assertThat(fleet.finish("a", "common", Outcome.UNAVAILABLE)).containsExactly("a waiting");
        assertThat(fleet.after(6)).containsExactly("b working common");
    }

    @Test
    void anUnavailableTaskIsTriedAgainByTheSamePeerWhenThereIsNoOther() {
        fleet.join("a", ONE);
        fleet.finish("a", "common", Outcome.UNAVAILABLE);
        assertThat(fleet.after(5)).containsExactly("a working common");
    }

    @Test
    void theFifthUnavailableInARowFailsTheTaskForThoseWhoAreThere() {
        fleet.join("a", ONE);
        for (int i = 0; i < 4; i++) {
            assertThat(fleet.finish("a", "common", Outcome.UNAVAILABLE)).containsExactly("a waiting");
            fleet.after(61, "a");
            assertThat(fleet.peer("a").told()).isEqualTo("working common");
        }
        assertThat(fleet.finish("a", "common", Outcome.UNAVAILABLE)).containsExactly("a failed");
        assertThat(fleet.join("b", ONE)).containsExactly("b working common");
    }

    @Test
    void aLeaseThatTimesOutIsAFailureOfItsPeer() {
        JoinRequest quick =
                join(new JoinRequest.TaskDefinition("common", List.of(), Optional.of(1_000L), Optional.of(20_000L)));
        fleet.join("a", quick);
        fleet.join("b", quick);
        assertThat(fleet.after(81, "a", "b")).contains("b working common");
    }

    @Test
    void theCountOfFailuresLeavesOutWhatWasSkipped() {
        fleet.join("a", CHAIN);
        fleet.fail("a", "common");
        fleet.succeed("a", "maps");
        Assignment told = fleet.peer("a").last.orElseThrow();
        assertThat(told.failures()).extracting(Failure::task).containsExactly("common");
        assertThat(told.failureCount()).isEqualTo(1);
    }

    @Test
    void aTaskTriedByAPeerThatRestartsAloneIsFailed() {
        fleet.join("a", keyed(CHAIN, "k1", "k2", "k3"));
        fleet.join("b", keyed(CHAIN, "k1", "k2", "k3"));
        fleet.fail("a", "common");
        fleet.leave("a");
        fleet.leave("b");
        fleet.peer("a").newSession();
        assertThat(fleet.heartbeat("a")).containsExactly("a working maps");
        assertThat(fleet.succeed("a", "maps")).containsExactly("a failed");
    }

    @Test
    void aTaskSkippedElsewhereIsFailedWhenTheLastWhoMayBuildItHasFailedIt() {
        fleet.join("a", keyed(join(task("x", 30)), "k2"));
        fleet.join(
                "b", keyed(join(task("common", 10), task("planning", 20, "common"), task("z", 5)), "k1", "k2", "k3"));
        fleet.fail("a", "x");
        assertThat(fleet.peer("a").told()).isEqualTo("waiting");
        assertThat(fleet.fail("b", "common")).containsExactly("b working z", "a failed");
    }

    @Test
    void aLostLeaseIsAnAttemptAndNoFailureOfItsPeer() {
        JoinRequest longOne = join(task("common", 60));
        fleet.join("a", longOne);
        fleet.join("b", longOne);
        fleet.after(40, "b");
        assertThat(fleet.peer("b").told()).isEqualTo("working common");
        fleet.peer("a").newSession();
        fleet.heartbeat("a");
        assertThat(fleet.fail("b", "common")).containsExactly("b waiting for common on a", "a working common");
    }

    @Test
    void aDoneTaskWhoseNeedHasFailedCountsOnce() {
        fleet.join("a", CHAIN);
        Fleet.Peer peer = fleet.peer("a");
        fleet.fail("a", "common");
        fleet.say(peer, List.of(ended("planning", Optional.empty(), Outcome.SUCCEEDED)), Optional.empty());
        assertThat(fleet.succeed("a", "maps")).containsExactly("a failed");
        assertThat(fleet.peer("a").last.orElseThrow().progress()).contains(new Assignment.Progress(3, 2, 0, 1, 1, 0));
        assertThat(fleet.join("b", CHAIN)).containsExactly("b working common");
        assertThat(fleet.succeed("b", "common")).containsExactly("b complete");
    }

    @Test
    void workThatFailedAsUnavailableIsOpenForWhoeverComesAfterTheLinger() {
        fleet.join("a", keyed(ONE, "k1"));
        for (int i = 0; i < 5; i++) {
            fleet.finish("a", "common", Outcome.UNAVAILABLE);
            fleet.after(61, "a");
        }
        assertThat(fleet.peer("a").told()).isEqualTo("failed");
        fleet.leave("a");
        fleet.peer("a").newSession();
        assertThat(fleet.heartbeat("a")).containsExactly("a working common");
    }

    @Test
    void workThatFailedAsUnavailableStaysSoWhileAnotherNeedsIt() {
        fleet.join("a", keyed(ONE, "k1"));
        fleet.join("b", keyed(join(task("x", 1), task("y", 9)), "k1", "k2"));
        for (int i = 0; i < 5; i++) {
            String holder = fleet.peer("a").holding.isEmpty() ? "b" : "a";
            fleet.finish(holder, holder.equals("a") ? "common" : "x", Outcome.UNAVAILABLE);
            fleet.after(61, "a", "b");
        }
        assertThat(fleet.peer("a").told()).isEqualTo("failed");
        assertThat(fleet.leave("a")).isEmpty();
        assertThat(fleet.peer("b").told()).isEqualTo("working y");
        assertThat(fleet.succeed("b", "y")).containsExactly("b failed");
    }

    @Test
    void aReaderThatComesRevivesNothingSinceItCanNotTry() {
        fleet.join("a", CHAIN);
        fleet.fail("a", "common");
        assertThat(fleet.join("r", readOnly(CHAIN))).containsExactly("r waiting for maps on a");
        assertThat(fleet.succeed("a", "maps")).containsExactly("a failed", "r failed");
    }

    @Test
    void whatIsRevivedIsFailedAgainAtOnceWhenNobodyMayTryIt() {
        fleet.join("a", ONE);
        fleet.join("b", ONE);
        fleet.fail("a", "common");
        for (int i = 0; i < 4; i++) {
            fleet.finish("b", "common", Outcome.UNAVAILABLE);
            fleet.after(61, "a", "b");
        }
        assertThat(fleet.finish("b", "common", Outcome.UNAVAILABLE)).containsExactly("b failed", "a failed");
        fleet.leave("a");
        fleet.peer("a").newSession();
        assertThat(fleet.join("a", ONE)).containsExactly("a failed");
    }
}

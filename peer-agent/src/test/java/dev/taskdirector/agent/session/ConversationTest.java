package dev.taskdirector.agent.session;

import static dev.taskdirector.agent.session.Peer.COMMON;
import static dev.taskdirector.agent.session.Peer.MAPS;
import static dev.taskdirector.agent.session.Peer.PLANNING;
import static dev.taskdirector.wire.AssignmentState.REJOIN;
import static dev.taskdirector.wire.AssignmentState.SCHEMA_WANTED;
import static dev.taskdirector.wire.AssignmentState.WAITING;
import static dev.taskdirector.wire.AssignmentState.WORKING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.wire.AssignedTask;
import dev.taskdirector.wire.BuiltTask;
import dev.taskdirector.wire.DoneBy;
import dev.taskdirector.wire.JoinTask;
import dev.taskdirector.wire.News;
import dev.taskdirector.wire.Outcome;
import dev.taskdirector.wire.PeerAssignment;
import dev.taskdirector.wire.Progress;
import dev.taskdirector.wire.Relied;
import dev.taskdirector.wire.WaitingFor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConversationTest {

    @Test
    void aLargeSchemaIsNamedByItsDigestUntilItsTasksAreWanted() {
        JoinTask large = new JoinTask(
                "large", List.of("//" + "x".repeat(65_536)), List.of(), Optional.empty(), Optional.empty());
        Peer peer = Peer.of(large);
        assertThat(peer.starts()).containsExactly("says s1#1 seen 0; join by digest");
        assertThat(peer.hears(peer.assignment(SCHEMA_WANTED, 1, 1))).containsExactly("says s1#2 seen 0; join; token");
        assertThat(peer.hears(peer.assignment(SCHEMA_WANTED, 1, 1))).isEmpty();
    }

    @Test
    void aHandshakeIsAnsweredAtOnceWithTheTokenAndTheJoin() {
        Peer peer = Peer.of(COMMON);
        peer.starts();
        assertThat(peer.hears(peer.assignment(WAITING, 0, 1))).containsExactly("says s1#2 seen 0; join; token");
        assertThat(peer.hears(peer.assignment(WAITING, 0, 2))).isEmpty();
    }

    @Test
    void aTaskThatIsNotOfItsOwnSchemaIsNotStarted() {
        Peer peer = Peer.of(COMMON);
        peer.starts();
        assertThat(peer.hears(peer.assignment(WORKING, 1, 1, "somebody-elses")))
                .containsExactly("says s1#2 seen 1; token");
    }

    @Test
    void anOutcomeIsRepeatedUntilAStatusThatCarriedItWasSeen() {
        Peer peer = Peer.of(COMMON, MAPS).working("common");
        peer.ends("common", Outcome.SUCCEEDED);
        assertThat(peer.hears(peer.assignment(WAITING, 2, 2)))
                .containsExactly("says s1#4 seen 2; common SUCCEEDED under common.1; token");
        assertThat(peer.hears(peer.assignment(WAITING, 2, 3))).isEmpty();
        assertThat(peer.after(5)).containsExactly("says s1#5 seen 2; token");
    }

    @Test
    void whatWasReliedOnIsSaidOnceForATaskAndRepeatedUntilItWasSeen() {
        Peer peer = Peer.of(COMMON, MAPS, PLANNING).working("planning");
        peer.ends("planning", relying(new Relied("common", false), new Relied("unknown", true)));
        assertThat(peer.saying()).isEqualTo("s1#3 seen 1; planning SUCCEEDED under planning.1; common ghost; token");
        peer.hears(peer.assignment(WORKING, 2, 3, "maps"));
        assertThat(peer.ends("maps", relying(new Relied("common", true))))
                .containsExactly("says s1#5 seen 2; maps SUCCEEDED under maps.1; token");
    }

    @Test
    void aLeaseWhoseOutcomeIsKnownIsAnsweredWithItAgain() {
        Peer peer = Peer.of(COMMON, MAPS).working("common");
        peer.ends("common", Outcome.UNAVAILABLE);
        peer.hears(peer.assignment(WAITING, 2, 3));
        assertThat(peer.hears(peer.assignment(WORKING, 3, 4, "common")))
                .containsExactly("says s1#5 seen 3; common UNAVAILABLE under common.1; token");
    }

    @Test
    void whatWasBuiltHereIsReportedUnderANewLeaseWithoutBuildingItAgain() {
        Peer peer = Peer.of(COMMON, MAPS).working("common");
        peer.ends("common", Outcome.SUCCEEDED);
        peer.hears(peer.assignment(WAITING, 2, 3));
        assertThat(peer.hears(peer.assignment(WORKING, 3, 4, "common/2")))
                .containsExactly("says s1#5 seen 3; common SUCCEEDED under common.2; token");
    }

    @Test
    void aRunningTaskUnderAnotherLeaseGoesOnAndTakesIt() {
        Peer peer = Peer.of(COMMON).working("common");
        assertThat(peer.hears(WORKING, "common/2"))
                .containsExactly("says s1#3 seen 2; holds common under common.2; token");
    }

    @Test
    void theSuccessOfACommandThatIsNotWantedAnyMoreIsStillReported() {
        Peer peer = Peer.of(COMMON).working("common");
        peer.hears(WAITING);
        assertThat(peer.ends("common", Outcome.SUCCEEDED)).containsExactly("says s1#4 seen 2; common SUCCEEDED; token");
    }

    @Test
    void anOlderEpochOrAnotherSessionsAssignmentChangesNothing() {
        Peer peer = Peer.of(COMMON, MAPS).working("common");
        peer.hears(peer.assignment(WORKING, 5, 2, "common"));
        assertThat(peer.hears(peer.assignment(WORKING, 4, 2, "maps"))).isEmpty();
        assertThat(peer.hears(peer.assignment(WORKING, 5, 2, "maps"))).isEmpty();
    }

    @Test
    void aRejoinBringsWhatIsHeldAndWhatWasBuiltAndRunningCommandsGoOn() {
        Peer peer = Peer.of(COMMON, MAPS, PLANNING).working("common");
        peer.ends("common", Outcome.SUCCEEDED);
        peer.hears(peer.assignment(WORKING, 2, 3, "maps", "planning"));
        assertThat(peer.hears(REJOIN)).containsExactly("says s2#1 seen 0; join; holds maps; common SUCCEEDED");
        assertThat(peer.facts).contains(new Fact.Rejoined(1, 1));
        assertThat(peer.hears(peer.assignment(WORKING, 1, 1, "maps/9")))
                .containsExactly("says s2#2 seen 1; holds maps under maps.9; token");
    }

    @Test
    void whoIsToldToRejoinAgainAndAgainEndsInBuildingAlone() {
        Peer peer = Peer.of(COMMON);
        peer.starts();
        assertThat(peer.hears(REJOIN)).containsExactly("says s2#1 seen 0; join");
        assertThat(peer.hears(REJOIN)).isEmpty();
        for (int i = 0; i < 5; i++) {
            peer.after(5);
            peer.hears(REJOIN);
        }
        assertThat(peer.after(5)).last().isEqualTo("starts common in slot 0");
    }

    @Test
    void theHeartbeatIsTheOneThatTheAssignmentNames() {
        Peer peer = Peer.of(COMMON).working();
        assertThat(peer.session.nextWakeMillis()).hasValue(5_000);
        assertThat(peer.after(5)).containsExactly("says s1#3 seen 1; token");
        assertThat(peer.session.nextWakeMillis()).hasValue(10_000);
    }

    @Test
    void whatTheOthersDoIsToldOnce() {
        Peer peer = Peer.of(COMMON, MAPS, PLANNING);
        peer.starts();
        WaitingFor wait = new WaitingFor("common", "b", 10, 60);
        peer.hears(Peer.with(peer.assignment(WAITING, 1, 1), new Progress(3, 1, 1, 0, 2, Optional.empty()), wait));
        peer.hears(Peer.with(peer.assignment(WAITING, 1, 2), new Progress(3, 1, 1, 0, 2, Optional.empty()), wait));
        peer.hears(Peer.with(peer.assignment(WORKING, 2, 2, "common"), new Progress(3, 2, 1, 0, 2, Optional.empty())));
        assertThat(peer.facts)
                .containsExactly(
                        new Fact.Joined("run1", 1),
                        new Fact.DoneBefore(1),
                        new Fact.Waits("common", "b", Duration.ofSeconds(10), Duration.ofSeconds(60)),
                        new Fact.Elsewhere(1, 2, 3),
                        new Fact.Retaken("common"));
    }

    @Test
    void whatWasBuiltElsewhereHasItsNameAsFarAsItIsToldAndTheCountRises() {
        Peer peer = Peer.of(COMMON, MAPS, PLANNING);
        peer.starts();
        peer.hears(Peer.with(peer.assignment(WAITING, 1, 1), new Progress(3, 0, 1, 0, 2, Optional.empty())));
        News news = news(3, new BuiltTask("maps", "b", Optional.of(1.5)));
        PeerAssignment later = Peer.with(peer.assignment(WAITING, 1, 2), new Progress(3, 2, 1, 0, 2, Optional.empty()));
        peer.hears(Peer.with(later, news));
        peer.hears(Peer.with(later, news));
        assertThat(peer.facts)
                .containsExactly(
                        new Fact.Joined("run1", 1),
                        new Fact.Sharing("all 3 tasks, by an equal task schema"),
                        new Fact.Elsewhere(1, 1, 3),
                        new Fact.BuiltElsewhere("maps", "b", Optional.of(Duration.ofMillis(1_500)), 2, 3));
    }

    @Test
    void whatWasBuiltHereTooIsNoNews() {
        Peer peer = Peer.of(COMMON, MAPS, PLANNING).working("common");
        peer.ends("common", Outcome.SUCCEEDED);
        PeerAssignment later = Peer.with(peer.assignment(WAITING, 2, 3), new Progress(3, 2, 1, 0, 2, Optional.empty()));
        peer.hears(Peer.with(
                later,
                news(0, new BuiltTask("maps", "b", Optional.empty()), new BuiltTask("common", "b", Optional.empty()))));
        assertThat(peer.facts).last().isEqualTo(new Fact.BuiltElsewhere("maps", "b", Optional.empty(), 2, 3));
        assertThat(peer.facts).noneMatch(Fact.Elsewhere.class::isInstance);
    }

    @Test
    void whatWasDoneBeforeHasItsBuilderIfItWasOne() {
        Peer peer = Peer.of(COMMON, MAPS, PLANNING);
        peer.starts();
        PeerAssignment first = Peer.with(peer.assignment(WAITING, 1, 1), new Progress(3, 2, 1, 0, 2, Optional.empty()));
        DoneBy by = new DoneBy("b", Optional.of("4698,7"));
        peer.hears(Peer.with(first, new News(0, 1, 1, Optional.of(by), List.of())));
        assertThat(peer.facts)
                .containsExactly(new Fact.Joined("run1", 1), new Fact.DoneBefore(2, Optional.of("b, change 4698,7")));
    }

    @Test
    void aTaskSaysWhyItComesFirstAndWhoLostIt() {
        Peer peer = Peer.with(SessionSettings.defaults(), 3, true, COMMON, MAPS, PLANNING);
        peer.starts();
        peer.hears(Peer.assigning(
                peer.assignment(WORKING, 1, 1),
                new AssignedTask(
                        "common", "l1", 60, Optional.of(120.0), Optional.of(0), Optional.empty(), Optional.empty()),
                new AssignedTask(
                        "maps", "l2", 60, Optional.of(60.0), Optional.of(0), Optional.of("b"), Optional.empty())));
        assertThat(peer.facts)
                .containsExactly(
                        new Fact.Joined("run1", 0),
                        new Fact.Started(
                                "common",
                                Duration.ofSeconds(60),
                                false,
                                Optional.of(new Fact.Why.LongestPath(Duration.ofSeconds(120)))),
                        new Fact.Retaken("maps", Optional.of("b")));
    }

    @Test
    void aFailureSaysWhoElseIsConcernedAsFarAsThatIsKnown() {
        for (int others : new int[] {0, 1, 2}) {
            Peer peer = Peer.of(COMMON);
            peer.starts();
            peer.hears(Peer.assigning(
                    peer.assignment(WORKING, 1, 1),
                    new AssignedTask(
                            "common",
                            "l1",
                            60,
                            Optional.empty(),
                            Optional.of(others),
                            Optional.empty(),
                            Optional.empty())));
            peer.ends("common", Outcome.FAILED);
            String aftermath = List.of("nobody else needs it", "1 other peer needs it", "2 other peers need it")
                    .get(others);
            assertThat(peer.facts)
                    .anySatisfy(fact -> assertThat(fact)
                            .isInstanceOfSatisfying(
                                    Fact.Failed.class,
                                    failed -> assertThat(failed.aftermath()).contains(aftermath)));
        }
    }

    private static News news(int shared, BuiltTask... built) {
        return new News(shared, 2, 2, Optional.empty(), List.of(built));
    }

    private static TaskResult relying(Relied... relied) {
        return new TaskResult(
                Outcome.SUCCEEDED, Optional.of(0), Duration.ofSeconds(10), Optional.empty(), List.of(relied));
    }
}

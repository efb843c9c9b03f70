package dev.taskdirector.coordinator.core;

import static dev.taskdirector.coordinator.core.Fleet.at;
import static dev.taskdirector.coordinator.core.Fleet.join;
import static dev.taskdirector.coordinator.core.Fleet.keyed;
import static dev.taskdirector.coordinator.core.Fleet.repository;
import static dev.taskdirector.coordinator.core.Fleet.task;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is remembered, and for how long. */
class BoundsTest {

    private static final JoinRequest ONE = join(task("common", 10));

    @Test
    void aPeerThatStartsAgainTakesItsOwnPlaceWhenAllAreTaken() {
        Fleet full = new Fleet(peersAllowed(1));
        full.join("a", ONE);
        full.peer("a").newSession();
        assertThat(full.heartbeat("a")).containsExactly("a waiting");
        assertThat(full.heartbeat("a")).containsExactly("a working common");
        assertThat(full.join("b", ONE).get(0)).startsWith("b rejected: there are 1 live sessions already");
    }

    @Test
    void aPeerTakesNoThirdPlaceHoweverOftenItStarts() {
        Fleet full = new Fleet(peersAllowed(2));
        full.join("a", ONE);
        full.peer("a").newSession();
        assertThat(full.heartbeat("a")).containsExactly("a waiting");
        full.peer("a").newSession();
        assertThat(full.heartbeat("a").get(0)).startsWith("a rejected: there are 2 live sessions already");
    }

    @Test
    void endedSessionsAreForgottenAfterADay() {
        Fleet fleet = new Fleet();
        fleet.join("a", ONE);
        fleet.leave("a");
        assertThat(ended(fleet)).isEqualTo(1);
        passHours(fleet, 24);
        assertThat(ended(fleet)).isEqualTo(1);
        passHours(fleet, 1);
        assertThat(ended(fleet)).isZero();
        assertThat(fleet.director.drainChanges().closed()).contains(new Row.Key(Row.Kind.ENDED_SESSION, "a#1"));
    }

    @Test
    @Tag("faults")
    void noMoreThanAHundredThousandEndedSessionsAreRemembered() {
        Fleet fleet = new Fleet();
        fleet.join("anchor", ONE);
        fleet.join("a", ONE);
        for (int life = 0; life < 100_001; life++) {
            fleet.leave("a");
            fleet.peer("a").newSession();
            fleet.heartbeat("a");
            fleet.director.drainChanges();
        }
        assertThat(ended(fleet)).isEqualTo(100_000);
        assertThat(fleet.director.rows())
                .extracting(Row::key)
                .doesNotContain(new Row.Key(Row.Kind.ENDED_SESSION, "a#1"));
    }

    @Test
    @Tag("faults")
    void noMoreThanFiftyThousandPlansAreRememberedHoweverSmallTheyAre() {
        Fleet fleet = new Fleet();
        for (int build = 0; build < 50_001; build++) {
            built(fleet, "p" + build, keyed(ONE, "k" + build));
            fleet.peers.remove("p" + build);
            fleet.director.drainChanges();
        }
        assertThat(fleet.director.extent().plans()).isEqualTo(50_000);
        assertThat(fleet.director.extent().runs()).isEqualTo(50_000);
        assertThat(fleet.join("b", keyed(ONE, "k1"))).containsExactly("b complete");
        assertThat(fleet.join("c", keyed(ONE, "k0"))).containsExactly("c working common");
        assertThat(fleet.director.extent().plans()).isEqualTo(50_000);
    }

    @Test
    void aLoadedStateForgetsTheSameSessionsInTheSameOrder() {
        Fleet fleet = new Fleet();
        for (String peer : List.of("c", "a", "b")) {
            fleet.join(peer, ONE);
        }
        for (String peer : List.of("c", "a", "b")) {
            fleet.leave(peer);
        }
        Director loaded = Director.load(3, fleet.director.rows());
        assertThat(loaded.rows()).isEqualTo(fleet.director.rows());
    }

    @Test
    void aTaskRevivedWithoutEndRemembersTheNewestOfThoseThatFailedIt() {
        Fleet fleet = new Fleet();
        fleet.join("anchor", at(join(task("common", 10), task("maps", 99)), repository("p1")));
        JoinRequest same = fleet.peer("anchor").join;
        for (int i = 0; i < Work.PEERS_REMEMBERED + 5; i++) {
            fleet.join("p" + i, same);
            fleet.fail("p" + i, "common");
            fleet.leave("p" + i);
        }
        Row.WorkRow common = (Row.WorkRow) fleet.director.rows().stream()
                .filter(row -> row instanceof Row.WorkRow work && work.task().equals("common"))
                .findFirst()
                .orElseThrow();
        assertThat(common.failedBy())
                .hasSize(Work.PEERS_REMEMBERED)
                .startsWith(new PeerId("p5"))
                .endsWith(new PeerId("p" + (Work.PEERS_REMEMBERED + 4)));
        assertThat(common.failures()).hasSize(Work.FAILURES_TOLD);
    }

    @Test
    void aClosedRunLeavesNothingBehindButItsEndedSessionsAndWhatWasLearnt() {
        Fleet fleet = new Fleet();
        fleet.join("a", ONE);
        fleet.succeed("a", "common");
        fleet.leave("a");
        fleet.after(601);
        assertThat(fleet.director.rows())
                .extracting(row -> row.key().kind())
                .containsExactly(
                        Row.Kind.PARTITION,
                        Row.Kind.ENDED_SESSION,
                        Row.Kind.DURATION,
                        Row.Kind.MACHINE,
                        Row.Kind.MACHINE);
        assertThat(fleet.director.isWaitingForTime()).isFalse();
    }

    @Test
    void whatLingersLongestIsForgottenEarlyWhenThereIsNoRoomForMore() {
        Fleet fleet = new Fleet(Fleet.withBounds(new Settings.Bounds(10, 3, 100)));
        built(fleet, "a", at(ONE, repository("p0")));
        built(fleet, "b", at(ONE, repository("p1")));
        assertThat(fleet.director.extent().works()).isEqualTo(2);
        assertThat(fleet.join("c", at(join(task("x", 2), task("y", 1)), repository("p2"))))
                .containsExactly("c working x");
        assertThat(fleet.director.extent().works()).isEqualTo(3);
        assertThat(fleet.join("d", at(ONE, repository("p1")))).containsExactly("d complete");
        assertThat(fleet.join("e", at(ONE, repository("p0"))).get(0))
                .startsWith("e rejected: there is no room for 1 more tasks");
    }

    @Test
    void aPeerForWhichThereIsNoRoomIsRefusedInASentenceAndTakenOnceThereIs() {
        Fleet fleet = new Fleet(Fleet.withBounds(new Settings.Bounds(10, 2, 100)));
        fleet.join("a", at(join(task("x", 2), task("y", 1)), repository("p1")));
        assertThat(fleet.join("b", at(ONE, repository("p2"))))
                .containsExactly("b rejected: there is no room for 1 more tasks: the peers that are here need 2 works"
                        + " of 2 that max-works allows, and 2 planned tasks of 100 that max-planned-tasks allows:"
                        + " raise them, and the coordinator's heap with them, or start fewer peers");
        assertThat(fleet.join("c", fleet.peer("a").join)).containsExactly("c working y");
        fleet.leave("a");
        fleet.leave("c");
        assertThat(fleet.heartbeat("b")).containsExactly("b working common");
    }

    @Test
    void workThatIsThereTakesNoRoomButThePlanOfItDoes() {
        Fleet fleet = new Fleet(Fleet.withBounds(new Settings.Bounds(10, 3, 6)));
        JoinRequest two = join(task("x", 2), task("y", 1));
        fleet.join("a", keyed(two, "k1", "k2"));
        assertThat(fleet.join("b", keyed(two, "k1", "k3"))).containsExactly("b working y");
        assertThat(fleet.join("c", keyed(two, "k3", "k4")).get(0)).startsWith("c rejected: there is no room");
        assertThat(fleet.join("d", keyed(two, "k3", "k2"))).containsExactly("d working y");
        assertThat(fleet.join("e", keyed(two, "k2", "k3")).get(0)).startsWith("e rejected: there is no room");
        assertThat(fleet.director.extent().works()).isEqualTo(3);
        assertThat(fleet.director.extent().plannedTasks()).isEqualTo(6);
        assertThat(Director.load(3, fleet.director.rows()).extent()).isEqualTo(fleet.director.extent());
    }

    @Test
    void aPeerForWhichThereCanBeNoRoomMakesNobodyForgetAnything() {
        Fleet fleet = new Fleet(Fleet.withBounds(new Settings.Bounds(10, 2, 100)));
        built(fleet, "a", at(ONE, repository("p0")));
        assertThat(fleet.join("huge", at(join(task("x", 3), task("y", 2), task("z", 1)), repository("p1")))
                        .get(0))
                .isEqualTo("huge rejected: there is no room for 3 more tasks: the peers that are here need 0 works of 2"
                        + " that max-works allows, and 0 planned tasks of 100 that max-planned-tasks allows: raise them,"
                        + " and the coordinator's heap with them, or start fewer peers");
        assertThat(fleet.join("b", at(ONE, repository("p0")))).containsExactly("b complete");
    }

    @Test
    void whatAJoiningPeerNeedsIsNotForgottenToMakeRoomForIt() {
        Fleet fleet = new Fleet(Fleet.withBounds(new Settings.Bounds(10, 3, 100)));
        JoinRequest two = join(task("common", 2), task("x", 1));
        fleet.join("a", keyed(two, "k1", "k2"));
        fleet.succeed("a", "common");
        fleet.leave("a");
        built(fleet, "b", keyed(ONE, "k3"));
        assertThat(fleet.join("c", keyed(two, "k1", "k4"))).containsExactly("c working x");
        assertThat(fleet.director.extent().works()).isEqualTo(3);
        assertThat(fleet.join("d", keyed(ONE, "k3"))).containsExactly("d complete");
    }

    @Test
    void roomIsCountedAlikeByALoadedState() {
        Fleet fleet = new Fleet(Fleet.withBounds(new Settings.Bounds(10, 4, 100)));
        JoinRequest two = join(task("x", 2), task("y", 1));
        fleet.join("a", keyed(two, "k1", "k2"));
        fleet.join("b", keyed(two, "k2", "k3"));
        fleet.leave("a");
        Fleet loaded = new Fleet(Director.load(3, fleet.director.rows()));
        for (Fleet either : List.of(fleet, loaded)) {
            assertThat(either.join("c", keyed(join(task("x", 3), task("y", 2), task("z", 1)), "k4", "k5", "k6"))
                            .get(0))
                    .startsWith(
                            "c rejected: there is no room for 3 more tasks: the peers that are here need 2 works of 4"
                                    + " that max-works allows, and 2 planned tasks");
            assertThat(either.join("d", keyed(two, "k4", "k5"))).containsExactly("d working x");
            assertThat(either.director.extent().works()).isEqualTo(4);
        }
    }

    @Test
    void joinsThatAreNotInEffectYetHaveAsManyTasksAsPlansMayHaveAtMost() {
        Fleet fleet = new Fleet(Fleet.withBounds(new Settings.Bounds(10, 100, 4)));
        fleet.join("a", join(task("x", 2), task("y", 1)));
        for (int waiting = 1; waiting <= 2; waiting++) {
            fleet.peer("a").newSession();
            assertThat(fleet.heartbeat("a")).containsExactly("a waiting");
        }
        assertThat(fleet.director.extent().pendingTasks()).isEqualTo(4);
        JoinRequest again = fleet.peer("a").join;
        for (Director director : List.of(Director.load(3, fleet.director.rows()), fleet.director)) {
            Fleet one = new Fleet(director);
            assertThat(one.join("a", again, peer -> named(peer, "a#4")))
                    .containsExactly("a rejected: there is no room for 2 more tasks: 4 are those of peers that started"
                            + " again and have not proven themselves yet, and max-planned-tasks allows 4");
        }
        assertThat(fleet.heartbeat("a")).containsExactly("a working x");
        fleet.peer("a").newSession();
        assertThat(fleet.heartbeat("a")).containsExactly("a waiting");
    }

    private static Fleet.Peer named(Fleet.Peer peer, String session) {
        peer.session = new SessionId(session);
        return peer;
    }

    /** Found by the simulation: seed 1629 in the storm. */
    @Test
    void whatIsForgottenEarlyDoesNotTakeTheSchemaOfTheOneWhoComesAlong() {
        Fleet fleet = new Fleet(Fleet.withBounds(new Settings.Bounds(10, 1, 100)));
        built(fleet, "a", at(ONE, repository("p0")));
        JoinRequest withoutTasks = Fleet.withoutTasks(at(ONE, repository("p1")));
        assertThat(fleet.join("b", withoutTasks)).containsExactly("b working common");
        assertThat(Director.load(3, fleet.director.rows()).rows()).isEqualTo(fleet.director.rows());
    }

    @Test
    void aPeerThatReliesOnNobodyAnyMoreIsSentAwayWhenThereIsNoRoomForARunOfItsOwn() {
        Fleet fleet = new Fleet(Fleet.withBounds(new Settings.Bounds(10, 4, 7)));
        JoinRequest four = join(task("t1", 4), task("t2", 3), task("t3", 2), task("t4", 1));
        fleet.join("a", four);
        fleet.join("b", four);
        fleet.succeed("a", "t1");
        fleet.succeed("b", "t2");
        fleet.rely("b", "t1", false);
        fleet.rely("b", "t3", false);
        assertThat(fleet.succeed("b", "t4").get(0)).startsWith("b rejected: there is no room for 4 more tasks");
        assertThat(fleet.director.extent().sessions()).isEqualTo(1);
    }

    private static void built(Fleet fleet, String peer, JoinRequest join) {
        fleet.join(peer, join);
        fleet.succeed(peer, "common");
        fleet.leave(peer);
    }

    private static long ended(Fleet fleet) {
        return fleet.director.rows().stream()
                .filter(Row.EndedSessionRow.class::isInstance)
                .count();
    }

    private static void passHours(Fleet fleet, int hours) {
        for (int tick = 0; tick < hours * 360; tick++) {
            fleet.clock += 10_000;
            fleet.tick();
        }
    }

    private static Settings peersAllowed(int peers) {
        return Fleet.withBounds(new Settings.Bounds(peers, 100, 100));
    }
}

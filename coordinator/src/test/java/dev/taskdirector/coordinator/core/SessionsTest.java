package dev.taskdirector.coordinator.core;

import static dev.taskdirector.coordinator.core.Fleet.ended;
import static dev.taskdirector.coordinator.core.Fleet.join;
import static dev.taskdirector.coordinator.core.Fleet.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.coordinator.core.Report.Ended;
import dev.taskdirector.coordinator.core.Report.Outcome;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionsTest {

    /** As one that may write the status topic, but not read its own. */
    @Test
    void whatAPeerNeverHeardOfGoesToAnotherThoughItSpeaks() {
        Fleet fleet = new Fleet();
        JoinRequest two = join(task("common", 1_000), task("maps", 500));
        fleet.join("deaf", two);
        fleet.peer("deaf").seen = 0;
        fleet.peer("deaf").holding.clear();
        fleet.join("b", two);
        for (int beat = 0; beat < 6; beat++) {
            fleet.after(5, "b");
            fleet.heartbeat("deaf");
            fleet.peer("deaf").seen = 0;
            fleet.peer("deaf").holding.clear();
        }
        assertThat(fleet.succeed("b", "maps")).containsExactly("b waiting for common on deaf");
        fleet.clock += 1_000;
        assertThat(fleet.heartbeat("deaf")).contains("b working common");
        assertThat(Director.load(3, fleet.director.rows()).rows()).isEqualTo(fleet.director.rows());
        assertThat(fleet.fail("b", "common")).doesNotContain("deaf working common");
        assertThat(fleet.heartbeat("deaf")).contains("deaf working common");
    }

    private static final JoinRequest TWO = join(task("common", 10), task("maps", 20));
    private final Fleet fleet = new Fleet();

    @Test
    void aSessionNobodyKnowsIsAskedToRejoin() {
        fleet.join("a", TWO);
        Fleet other = new Fleet();
        assertThat(other.say(fleet.peer("a").report(List.of(), Optional.empty()), true))
                .containsExactly("a rejoin");
    }

    @Test
    void aSessionThatHasSeenMoreThanWeSaidIsAskedToRejoin() {
        fleet.join("a", TWO);
        fleet.peer("a").seen = 9;
        assertThat(fleet.heartbeat("a")).containsExactly("a rejoin");
    }

    @Test
    void aRejoinBringsWhatThePeerHoldsAndHasBuilt() {
        fleet.join("a", TWO);
        fleet.succeed("a", "maps");
        Fleet.Peer peer = fleet.peer("a");
        fleet.director.forgetSessions();
        assertThat(fleet.heartbeat("a")).containsExactly("a rejoin");
        peer.newSession();
        peer.begunAlone.add("common");
        List<String> told =
                fleet.say(peer, List.of(ended("maps", Optional.empty(), Outcome.SUCCEEDED)), Optional.empty());
        assertThat(told).containsExactly("a working common");
        assertThat(fleet.succeed("a", "common")).containsExactly("a complete");
    }

    @Test
    void whatAPeerBuiltThatIsHeardOnceIsDone() {
        fleet.join("a", TWO);
        Fleet.Peer brief = fleet.new Peer("brief", TWO);

        List<Ended> built = List.of(ended("maps", Optional.empty(), Outcome.SUCCEEDED));
        List<String> told = fleet.say(brief, built, Optional.of(Report.Leaving.CANCELLED));

        assertThat(told).containsExactly("a working common");
        assertThat(fleet.succeed("a", "common")).containsExactly("a complete");
        assertThat(fleet.director.extent().sessions()).isEqualTo(1);
        assertThat(fleet.say(brief, List.of(), Optional.empty())).containsExactly("brief rejoin");
    }

    @Test
    void aPeerThatIsHeardOnceAndBuiltNothingOpensNothing() {
        Fleet.Peer brief = fleet.new Peer("brief", TWO);

        assertThat(fleet.say(brief, List.of(), Optional.of(Report.Leaving.CANCELLED)))
                .isEmpty();

        assertThat(fleet.director.extent()).isEqualTo(Extent.NOTHING);
    }

    @Test
    void aSecondSessionOfAPeerTakesOverOnceItHasProvenItself() {
        fleet.join("a", TWO);
        Fleet.Peer first = fleet.peer("a");
        Fleet.Peer second = fleet.new Peer("a", TWO);
        second.session = new SessionId("other");
        fleet.peers.put("a", second);
        assertThat(fleet.heartbeat("a")).containsExactly("a waiting");
        second.proven = false;
        assertThat(fleet.heartbeat("a")).containsExactly("a waiting");
        second.proven = true;
        assertThat(fleet.heartbeat("a")).containsExactly("a working maps");
        assertThat(fleet.say(first, List.of(), Optional.empty())).containsExactly("a superseded");
        fleet.leave("a");
        assertThat(fleet.say(first, List.of(), Optional.empty())).containsExactly("a rejoin");
    }

    @Test
    void aSecondSessionThatHasProvenNothingTakesEffectOnceTheFirstHasGone() {
        fleet.join("a", TWO);
        Fleet.Peer first = fleet.peer("a");
        Fleet.Peer second = fleet.new Peer("a", TWO);
        second.session = new SessionId("other");
        fleet.peers.put("a", second);
        fleet.heartbeat("a");
        second.proven = false;
        fleet.say(first, List.of(), Optional.of(Report.Leaving.CANCELLED));
        assertThat(fleet.heartbeat("a")).containsExactly("a working maps");
    }

    @Test
    void whatASecondSessionBuiltCountsThoughItLeavesAsItTakesEffect() {
        fleet.join("a", TWO);
        fleet.join("b", TWO);
        Fleet.Peer first = fleet.peer("a");
        Fleet.Peer second = fleet.new Peer("a", TWO);
        second.session = new SessionId("other");
        fleet.say(second, List.of(), Optional.empty());
        fleet.say(first, List.of(), Optional.of(Report.Leaving.CANCELLED));
        fleet.succeed("b", "common");

        List<Ended> built = List.of(ended("maps", Optional.empty(), Outcome.SUCCEEDED));
        assertThat(fleet.say(second, built, Optional.of(Report.Leaving.CANCELLED)))
                .containsExactly("b complete");
        assertThat(fleet.director.knows(new PeerId("a"))).isFalse();
    }

    @Test
    void whatASecondSessionBuiltCountsNotWhileTheFirstIsThereAndItHasProvenNothing() {
        fleet.join("a", TWO);
        Fleet.Peer first = fleet.peer("a");
        Fleet.Peer second = fleet.new Peer("a", TWO);
        second.session = new SessionId("other");
        fleet.say(second, List.of(), Optional.empty());

        List<Ended> built = List.of(ended("common", Optional.empty(), Outcome.SUCCEEDED));
        assertThat(fleet.say(second, built, Optional.of(Report.Leaving.CANCELLED)))
                .isEmpty();
        assertThat(fleet.succeed("a", "maps")).containsExactly("a working common");
        assertThat(fleet.peer("a")).isSameAs(first);
    }

    @Test
    void aSessionIdOfAnotherPeerIsRefused() {
        fleet.join("a", TWO);
        Fleet.Peer thief = fleet.new Peer("b", TWO);
        thief.session = fleet.peer("a").session;
        assertThat(fleet.say(thief, List.of(), Optional.empty()))
                .containsExactly("b rejected: the session id is another peer's: every start takes a new random one");
    }

    @Test
    void anEndedSessionNeverJoinsAgain() {
        fleet.join("a", TWO);
        fleet.leave("a");
        fleet.peer("a").seen = 0;
        assertThat(fleet.heartbeat("a")).containsExactly("a rejoin");
    }

    @Test
    void aLeaseThatWasSeenAndIsNotHeldIsGivenAgain() {
        fleet.join("a", TWO);
        LeaseId first = fleet.peer("a").holding.remove("maps");
        assertThat(fleet.heartbeat("a")).containsExactly("a working maps");
        assertThat(fleet.peer("a").holding.get("maps")).isNotEqualTo(first);
    }

    @Test
    void anAssignmentThatWasNotSeenIsRepeated() {
        fleet.join("a", TWO);
        fleet.peer("a").seen = 0;
        fleet.clock += 10_001;
        assertThat(fleet.say(unseen(), true)).containsExactly("a working maps");
    }

    private Report unseen() {
        Fleet.Peer peer = fleet.peer("a");
        peer.seen = 0;
        return peer.report(List.of(), Optional.empty());
    }

    @Test
    void aStatusIsAnsweredWhenTheLastAnswerIsTwoHeartbeatsOld() {
        fleet.join("a", TWO);
        fleet.clock += 9_000;
        assertThat(fleet.heartbeat("a")).isEmpty();
        fleet.clock += 1_000;
        assertThat(fleet.heartbeat("a")).containsExactly("a working maps");
        assertThat(fleet.peer("a").last.orElseThrow().epoch()).isEqualTo(1);
    }

    @Test
    void anOldStatusIsASignOfLifeOnly() {
        fleet.join("a", TWO);
        Fleet.Peer peer = fleet.peer("a");
        fleet.heartbeat("a");
        peer.seq = 0;
        peer.holding.clear();
        assertThat(fleet.say(peer, List.of(ended("common", Optional.empty(), Outcome.SUCCEEDED)), Optional.empty()))
                .isEmpty();
    }

    @Test
    void anUnknownLeaseIsAskedBackAtMostOnceInTwoHeartbeats() {
        fleet.join("a", TWO);
        Fleet.Peer peer = fleet.peer("a");
        peer.holding.put("common", new LeaseId("9.9"));
        assertThat(fleet.heartbeat("a")).containsExactly("a working maps");
        peer.holding.put("common", new LeaseId("9.9"));
        assertThat(fleet.heartbeat("a")).isEmpty();
    }

    @Test
    void aTaskBegunAloneIsLeasedToThePeerThatHasIt() {
        fleet.join("a", TWO);
        fleet.join("b", TWO);
        fleet.fail("b", "common");
        fleet.leave("b");
        fleet.peer("a").begunAlone.add("common");
        assertThat(fleet.heartbeat("a")).containsExactly("a working maps common");
    }

    @Test
    void anOutageIsNobodysSilence() {
        fleet.join("a", TWO);
        fleet.clock += 3_600_000;
        fleet.tick();
        assertThat(fleet.heartbeat("a")).containsExactly("a working maps");
    }

    @Test
    void aClockThatGoesBackIsNobodysSilence() {
        fleet.join("a", TWO);
        fleet.clock -= 3_600_000;
        assertThat(fleet.tick()).isEmpty();
        assertThat(fleet.director.knows(new PeerId("a"))).isTrue();
    }

    @Test
    void aPeerThatChangesItsSlotsGetsAsMuch() {
        fleet.join("a", TWO);
        fleet.peer("a").slots = 2;
        assertThat(fleet.heartbeat("a")).containsExactly("a working maps common");
    }

    @Test
    void anOldStatusThatHasSeenMoreThanWeSaidEndsNothing() {
        fleet.join("a", TWO);
        Fleet.Peer peer = fleet.peer("a");
        fleet.heartbeat("a");
        peer.seq = 0;
        peer.seen = 9;
        assertThat(fleet.heartbeat("a")).isEmpty();
        peer.seq = 2;
        peer.seen = 1;
        assertThat(fleet.succeed("a", "maps")).containsExactly("a working common");
    }

    @Test
    void aSessionIdInAnotherCacheIsNoSignOfLife() {
        fleet.join("a", TWO);
        Fleet.Peer elsewhere = fleet.new Peer("a", TWO);
        elsewhere.cache = new CacheId("ber1");
        for (int i = 0; i < 5; i++) {
            fleet.clock += 8_000;
            fleet.say(elsewhere, List.of(), Optional.empty());
        }
        assertThat(fleet.director.knows(new PeerId("a"))).isFalse();
    }

    @Test
    void aStrangerThatLeavesIsNotAnswered() {
        fleet.peers.put("a", fleet.new Peer("a", TWO));
        assertThat(fleet.leave("a")).isEmpty();
    }

    @Test
    void aSessionThatLeavesBeforeItsJoinTookEffectReplacesNobody() {
        fleet.join("a", TWO);
        Fleet.Peer first = fleet.peer("a");
        Fleet.Peer second = fleet.new Peer("a", TWO);
        second.session = new SessionId("other");
        fleet.peers.put("a", second);
        fleet.heartbeat("a");
        assertThat(fleet.leave("a")).isEmpty();
        fleet.peers.put("a", first);
        assertThat(fleet.succeed("a", "maps")).containsExactly("a working common");
    }

    @Test
    void aThirdSessionEndsTheSecondThatNeverTookEffect() {
        fleet.join("a", TWO);
        Fleet.Peer second = fleet.new Peer("a", TWO);
        second.session = new SessionId("second");
        fleet.say(second, List.of(), Optional.empty());
        Fleet.Peer third = fleet.new Peer("a", TWO);
        third.session = new SessionId("third");
        fleet.peers.put("a", third);
        fleet.heartbeat("a");
        assertThat(fleet.heartbeat("a")).containsExactly("a working maps");
        assertThat(fleet.say(second, List.of(), Optional.empty())).containsExactly("a rejoin");
    }

    @Test
    void aSessionWhoseSchemaWentBeforeItsJoinTookEffectIsAskedToRejoin() {
        fleet.join("a", TWO);
        fleet.fail("a", "maps");
        Fleet.Peer second = fleet.new Peer("a", Fleet.withoutTasks(TWO));
        second.session = new SessionId("other");
        fleet.say(second, List.of(), Optional.empty());
        fleet.leave("a");
        assertThat(fleet.say(second.report(List.of(), Optional.empty()), true)).containsExactly("a rejoin");
    }

    @Test
    void aSilentSessionWhoseJoinNeverTookEffectIsForgotten() {
        fleet.join("a", TWO);
        Fleet.Peer second = fleet.new Peer("a", TWO);
        second.session = new SessionId("other");
        fleet.say(second, List.of(), Optional.empty());
        fleet.after(40, "a");
        assertThat(fleet.say(second, List.of(), Optional.empty())).containsExactly("a rejoin");
    }

    @Test
    void tasksThatNobodyKnowsChangeNothing() {
        fleet.join("a", TWO);
        Fleet.Peer peer = fleet.peer("a");
        peer.begunAlone.add("nonsense");
        assertThat(fleet.say(peer, List.of(ended("nonsense", Optional.empty(), Outcome.FAILED)), Optional.empty()))
                .isEmpty();
        assertThat(fleet.rely("a", "nonsense", false)).isEmpty();
    }

    @Test
    void aPeerThatRestartsWithTheDigestAloneFindsTheSchemaThoughItsOldRunGoes() {
        JoinRequest tasks = join(task("common", 10), task("maps", 1));
        fleet.join("a", tasks);
        fleet.fail("a", "common");
        fleet.peer("a").newSession();
        fleet.peer("a").join = Fleet.withoutTasks(tasks);
        assertThat(fleet.heartbeat("a")).containsExactly("a waiting");
        assertThat(fleet.heartbeat("a")).containsExactly("a working common");
    }
}

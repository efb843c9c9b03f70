package dev.taskdirector.agent.session;

import static dev.taskdirector.agent.session.Peer.COMMON;
import static dev.taskdirector.agent.session.Peer.MAPS;
import static dev.taskdirector.agent.session.Peer.PLANNING;
import static dev.taskdirector.wire.AssignmentState.COMPLETE;
import static dev.taskdirector.wire.AssignmentState.FAILED;
import static dev.taskdirector.wire.AssignmentState.WAITING;
import static dev.taskdirector.wire.AssignmentState.WORKING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.wire.FailedAttempt;
import dev.taskdirector.wire.Failure;
import dev.taskdirector.wire.Outcome;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionTest {

    private static final SessionSettings STAY = SessionSettings.defaults().withOnFailure(OnFailure.STAY);

    @Test
    void theFirstStatusJoinsWithTheTasks() {
        Peer peer = Peer.of(COMMON);
        assertThat(peer.starts()).containsExactly("says s1#1 seen 0; join");
        assertThat(peer.session.nextWakeMillis()).hasValue(5_000);
    }

    @Test
    void theJoinIsRepeatedEachHeartbeatUntilAnAssignmentIsSeen() {
        Peer peer = Peer.of(COMMON);
        peer.starts();
        assertThat(peer.after(4)).isEmpty();
        assertThat(peer.after(1)).containsExactly("says s1#2 seen 0; join");
        assertThat(peer.hears(WAITING)).containsExactly("says s1#3 seen 1; token");
    }

    @Test
    void aTaskThatIsAssignedIsStartedAndSaidToBeHeld() {
        Peer peer = Peer.of(COMMON, MAPS);
        peer.starts();
        assertThat(peer.hears(WORKING, "common"))
                .containsExactly("says s1#2 seen 1; holds common under common.1; token", "starts common in slot 0");
    }

    @Test
    void moreTasksThanSlotsAreHeldAndStartedOneAfterTheOther() {
        Peer peer = Peer.of(COMMON, MAPS);
        peer.starts();
        assertThat(peer.hears(WORKING, "common", "maps"))
                .containsExactly(
                        "says s1#2 seen 1; holds common under common.1; holds maps under maps.1; token",
                        "starts common in slot 0");
        assertThat(peer.ends("common", Outcome.SUCCEEDED))
                .containsExactly(
                        "says s1#3 seen 1; holds maps under maps.1; common SUCCEEDED under common.1; token",
                        "starts maps in slot 0");
    }

    @Test
    void anInnocentPeerAmongBrokenOnesExitsWithItsOwnGreenVerdict() {
        Peer peer = Peer.with(STAY, COMMON).working();
        Failure failure = new Failure("common", List.of(new FailedAttempt("b", Optional.of(1))));
        assertThat(peer.hears(Peer.failing(peer.assignment(FAILED, 2, 2), failure)))
                .containsExactly(
                        "says s1#3 seen 2; leaving FAILED; token", "verdict: nothing more will be done by others");
        assertThat(peer.verdict(0)).containsExactly("exits 0");
        assertThat(peer.facts).contains(new Fact.FailedElsewhere(List.of(failure), 1));
    }

    @Test
    void aBrokenPeerWhoseTasksWereAllBuiltByOthersExitsWithItsOwnFailure() {
        Peer peer = Peer.of(COMMON).working();
        assertThat(peer.hears(COMPLETE))
                .containsExactly("says s1#3 seen 2; leaving COMPLETE; token", "verdict: all tasks are done");
        assertThat(peer.verdict(7)).containsExactly("exits 7");
        assertThat(peer.session.exitCode()).contains(7);
    }

    @Test
    void afterItHasLeftItSaysNothingMoreAndHearsNothing() {
        Peer peer = Peer.of(COMMON).working();
        peer.hears(COMPLETE);
        assertThat(peer.hears(WORKING, "common")).isEmpty();
        assertThat(peer.after(600)).isEmpty();
        assertThat(peer.session.nextWakeMillis()).isEmpty();
    }

    @Test
    void aLeaseThatIsGoneIsAbortedAndItsSlotIsTakenUntilTheCommandHasEnded() {
        Peer peer = Peer.of(COMMON, MAPS).working("common");
        assertThat(peer.hears(WORKING, "maps"))
                .containsExactly("says s1#3 seen 2; holds maps under maps.1; token", "stops common");
        assertThat(peer.ends("common", Outcome.ABORTED)).containsExactly("starts maps in slot 0");
    }

    @Test
    void nobodyAnswersSoItBuildsOnAloneAndFollowsAgainWhenSomebodyDoes() {
        Peer peer = Peer.of(COMMON, PLANNING);
        peer.starts();
        assertThat(peer.after(30)).containsExactly("says s1#2 seen 0; join; holds common", "starts common in slot 0");
        assertThat(peer.hears(WORKING, "common"))
                .containsExactly("says s1#3 seen 1; holds common under common.1; token");
        assertThat(peer.ends("common", Outcome.SUCCEEDED))
                .containsExactly("says s1#4 seen 1; common SUCCEEDED under common.1; token");
    }
}

package dev.taskdirector.agent.session;

import static dev.taskdirector.agent.session.Peer.COMMON;
import static dev.taskdirector.agent.session.Peer.MAPS;
import static dev.taskdirector.agent.session.Peer.PLANNING;
import static dev.taskdirector.wire.AssignmentState.REJECTED;
import static dev.taskdirector.wire.AssignmentState.SUPERSEDED;
import static dev.taskdirector.wire.AssignmentState.WAITING;
import static dev.taskdirector.wire.AssignmentState.WORKING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.wire.JoinTask;
import dev.taskdirector.wire.Outcome;
import dev.taskdirector.wire.Progress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AloneTest {

    private static final SessionSettings DEFAULTS = SessionSettings.defaults();

    @Test
    void whatIsNeededIsBuiltFirstAndItEndsWithItsVerdict() {
        Peer peer = Peer.of(PLANNING, COMMON);
        peer.starts();
        assertThat(peer.after(30)).containsExactly("says s1#2 seen 0; join; holds common", "starts common in slot 0");
        assertThat(peer.ends("common", Outcome.SUCCEEDED))
                .containsExactly(
                        "says s1#3 seen 0; join; holds planning; common SUCCEEDED", "starts planning in slot 0");
        assertThat(peer.ends("planning", Outcome.SUCCEEDED))
                .containsExactly(
                        "says s1#4 seen 0; join; common SUCCEEDED; planning SUCCEEDED; leaving COMPLETE",
                        "verdict: all tasks are built here");
        assertThat(peer.verdict(0)).containsExactly("exits 0");
    }

    @Test
    void whatDidNotSucceedIsNotTriedAgainAndWhatNeedsItIsLeftOut() {
        Peer peer = Peer.of(COMMON, PLANNING);
        peer.starts();
        peer.after(30);
        assertThat(peer.ends("common", Outcome.UNAVAILABLE))
                .containsExactly(
                        "says s1#3 seen 0; join; common UNAVAILABLE; leaving FAILED",
                        "verdict: nothing more can be built here");
    }

    @Test
    void anAssignmentEndsItAndTheRunningCommandTakesTheLease() {
        Peer peer = Peer.of(COMMON, PLANNING);
        peer.working();
        peer.after(30);
        assertThat(peer.hears(Peer.with(
                        peer.assignment(WORKING, 2, peer.seq(), "common"),
                        new Progress(2, 1, 1, 0, 2, Optional.empty()))))
                .containsExactly("says s1#4 seen 2; holds common under common.1; token");
        assertThat(peer.facts).contains(new Fact.Alone(Duration.ofSeconds(30)), new Fact.Again(1, 1, 2));
        assertThat(peer.ends("common", Outcome.SUCCEEDED))
                .containsExactly("says s1#5 seen 2; common SUCCEEDED under common.1; token");
    }

    @Test
    void anAssignmentThatDoesNotNameTheRunningCommandLetsItRunToItsEnd() {
        Peer peer = Peer.of(COMMON, PLANNING);
        peer.working();
        peer.after(30);
        assertThat(peer.hears(WAITING)).containsExactly("says s1#4 seen 2; holds common; token");
        assertThat(peer.ends("common", Outcome.SUCCEEDED)).containsExactly("says s1#5 seen 2; common SUCCEEDED; token");
    }

    @Test
    void aPeerThatMayNotWriteTheCacheGoesToItsVerdictInstead() {
        Peer peer = Peer.with(DEFAULTS, 1, false, COMMON);
        peer.starts();
        assertThat(peer.after(30))
                .containsExactly(
                        "says s1#2 seen 0; join; leaving CANCELLED",
                        "verdict: nobody builds for this peer, and it may not write the cache");
    }

    @Test
    void aPeerThatIsToldNotToGoOnExitsWithFour() {
        Peer peer = Peer.with(DEFAULTS.withPatienceOver(PatienceOver.FAIL), COMMON);
        peer.starts();
        assertThat(peer.after(30)).containsExactly("says s1#2 seen 0; join; leaving CANCELLED", "exits 4");
    }

    @Test
    void aSupersededPeerIgnoresWhatComesAndSaysOnlyGoodbye() {
        Peer peer = Peer.of(COMMON);
        peer.starts();
        assertThat(peer.hears(SUPERSEDED)).containsExactly("starts common in slot 0");
        assertThat(peer.hears(WORKING, "common")).isEmpty();
        assertThat(peer.after(60)).isEmpty();
        assertThat(peer.session.nextWakeMillis()).isEmpty();
        assertThat(peer.ends("common", Outcome.SUCCEEDED))
                .containsExactly(
                        "says s1#2 seen 0; common SUCCEEDED; leaving COMPLETE", "verdict: all tasks are built here");
        assertThat(peer.facts).startsWith(new Fact.Superseded());
    }

    @Test
    void aRejectedPeerBuildsOnAloneUnlessToldNotTo() {
        Peer peer = Peer.of(COMMON);
        peer.starts();
        assertThat(peer.hears(REJECTED)).containsExactly("starts common in slot 0");
        assertThat(peer.facts).startsWith(new Fact.Rejected("no reason given"));

        Peer other = Peer.with(DEFAULTS.withPatienceOver(PatienceOver.FAIL), COMMON);
        other.starts();
        assertThat(other.hears(REJECTED)).containsExactly("says s1#2 seen 0; leaving CANCELLED", "exits 3");
    }

    @Test
    void aStoppingCommandIsWaitedForBeforeItGivesUp() {
        Peer peer = Peer.of(COMMON).working("common");
        peer.hears(WAITING);
        assertThat(peer.after(30)).containsExactly("says s1#4 seen 2; token");
        assertThat(peer.ends("common", Outcome.ABORTED))
                .containsExactly("says s1#5 seen 2; holds common; token", "starts common in slot 0");
    }

    @Test
    void severalLonelyPeersSeldomMeetOnOneTask() {
        List<JoinTask> tasks =
                IntStream.range(0, 20).mapToObj(i -> Peer.task("t" + i)).toList();
        Set<String> first = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            TaskBook book = new TaskBook(tasks);
            book.shuffleBy("0192f0c4-7d1e-7cc3-98c4-dc0c0c0739" + (10 + i));
            first.add(book.nextAlone(task -> false).orElseThrow().name());
        }
        assertThat(first).hasSizeGreaterThan(8);
    }

    @Test
    void withSeveralSlotsItFillsThemAll() {
        Peer peer = Peer.with(DEFAULTS, 2, true, COMMON, MAPS, PLANNING);
        peer.starts();
        assertThat(peer.after(30)).hasSize(3);
        assertThat(peer.said().holding()).extracting("task").containsExactlyInAnyOrder("common", "maps");
    }
}

package dev.taskdirector.agent.session;

import static dev.taskdirector.agent.session.Peer.COMMON;
import static dev.taskdirector.agent.session.Peer.MAPS;
import static dev.taskdirector.wire.AssignmentState.COMPLETE;
import static dev.taskdirector.wire.AssignmentState.FAILED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.wire.Outcome;
import dev.taskdirector.wire.Relied;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EndingTest {

    private static final SessionSettings DEFAULTS = SessionSettings.defaults();

    @Test
    void aFailureHereLeadsToTheVerdictOnceWhatRunsHasStopped() {
        Peer peer = Peer.with(DEFAULTS, 2, true, COMMON, MAPS).working("common", "maps");
        assertThat(peer.ends("common", Outcome.FAILED))
                .containsExactly("says s1#3 seen 1; common FAILED under common.1; leaving FAILED; token", "stops maps");
        assertThat(peer.ends("maps", Outcome.ABORTED)).containsExactly("verdict: common failed here");
        assertThat(peer.verdict(3)).containsExactly("exits 3");
    }

    @Test
    void aFailureHereIsOnlyReportedByAPeerThatStays() {
        Peer peer =
                Peer.with(DEFAULTS.withOnFailure(OnFailure.STAY), COMMON, MAPS).working("common");
        assertThat(peer.ends("common", Outcome.FAILED))
                .containsExactly("says s1#3 seen 1; common FAILED under common.1; token");
    }

    @Test
    void aFailureHereEndsAPeerThatLeavesWithTheCommandsCodeWhichIsNeverZero() {
        SessionSettings leave = DEFAULTS.withOnFailure(OnFailure.LEAVE);
        Peer peer = Peer.with(leave, COMMON).working("common");
        assertThat(peer.ends("common", Outcome.FAILED))
                .containsExactly("says s1#3 seen 1; common FAILED under common.1; leaving FAILED; token", "exits 3");

        Peer other = Peer.with(leave, COMMON).working("common");
        TaskResult timeout =
                new TaskResult(Outcome.FAILED, Optional.of(0), Duration.ofHours(4), Optional.empty(), List.of());
        assertThat(other.ends("common", timeout)).last().isEqualTo("exits 1");
    }

    @Test
    void withoutAVerdictAllDoneIsGreenAndAFailureIsRed() {
        SessionSettings none = DEFAULTS.withVerdict(VerdictKind.NONE);
        assertThat(Peer.with(none, COMMON).working().hears(COMPLETE)).last().isEqualTo("exits 0");
        assertThat(Peer.with(none, COMMON).working().hears(FAILED)).last().isEqualTo("exits 1");

        Peer broken = Peer.with(none.withOnFailure(OnFailure.STAY), COMMON).working("common");
        broken.ends("common", Outcome.FAILED);
        assertThat(broken.hears(COMPLETE)).last().isEqualTo("exits 1");
    }

    @Test
    void aVerdictThatDidNotSucceedIsRedWhateverItsCode() {
        Peer peer = Peer.of(COMMON).working();
        peer.hears(COMPLETE);
        TaskResult stopped =
                new TaskResult(Outcome.ABORTED, Optional.empty(), Duration.ZERO, Optional.empty(), List.of());
        peer.session.onVerdictEnded(stopped, 0);
        assertThat(peer.session.exitCode()).contains(1);
    }

    @Test
    void theVerdictTellsItsGhosts() {
        Peer peer = Peer.of(COMMON, MAPS).working();
        peer.hears(COMPLETE);
        TaskResult verdict = new TaskResult(
                Outcome.SUCCEEDED,
                Optional.of(0),
                Duration.ofSeconds(9),
                Optional.empty(),
                List.of(new Relied("common", true), new Relied("maps", false)));
        assertThat(peer.session.onVerdictEnded(verdict, 0))
                .containsExactly(
                        new Action.Tell(new Fact.VerdictEnded(0, Duration.ofSeconds(9), Optional.of(1))),
                        new Action.Exit(0));
    }

    @Test
    void aSignalStopsWhatRunsAndASecondOneDoesNotWait() {
        Peer peer = Peer.of(COMMON).working("common");
        assertThat(peer.signal(143)).containsExactly("says s1#3 seen 1; leaving CANCELLED; token", "stops common");
        assertThat(peer.ends("common", Outcome.ABORTED)).containsExactly("exits 143");

        Peer hasty = Peer.of(COMMON).working("common");
        hasty.signal(130);
        assertThat(hasty.signal(143)).containsExactly("exits 143");
        assertThat(hasty.ends("common", Outcome.ABORTED)).isEmpty();
        assertThat(hasty.signal(143)).isEmpty();
    }

    @Test
    void aSignalStopsTheVerdictAndItsResultDoesNotCount() {
        Peer peer = Peer.of(COMMON).working();
        peer.hears(COMPLETE);
        assertThat(peer.signal(130)).containsExactly("stops the verdict");
        assertThat(peer.verdict(0)).containsExactly("exits 130");
    }

    @Test
    void aSignalWhileItWaitsForAStoppingCommandSparesTheVerdict() {
        Peer peer = Peer.of(COMMON).working("common");
        peer.hears(FAILED);
        assertThat(peer.signal(143)).isEmpty();
        assertThat(peer.ends("common", Outcome.SUCCEEDED)).containsExactly("exits 143");
    }
}

package dev.taskdirector.coordinator.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.coordinator.core.LeaseId;
import dev.taskdirector.coordinator.core.PeerId;
import dev.taskdirector.coordinator.core.Row.AttemptRow;
import dev.taskdirector.coordinator.core.RunId;
import dev.taskdirector.coordinator.core.SessionId;
import dev.taskdirector.coordinator.core.Why;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AttemptReasonsTest {

    private static final long NOON = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
    private static final Why AFTER_NEED = new Why(
            NOON, Optional.of("common"), 1_000, 2_000, 1, false, Optional.empty(), Optional.empty(), Optional.empty());

    private static AttemptRow attempt(int lease, long from, long to, String outcome, Why why) {
        return new AttemptRow(
                new LeaseId("0." + lease),
                new RunId("run"),
                1,
                "planning",
                new PeerId("r" + lease),
                new SessionId("s" + lease),
                NOON + from,
                Optional.of(NOON + to).filter(ended -> to != 0),
                Optional.ofNullable(outcome),
                Optional.empty(),
                Optional.ofNullable(why));
    }

    private static ReasonView last(Set<Long> openings, AttemptRow... attempts) {
        List<AttemptRow> all = List.of(attempts);
        return new AttemptReasons(all, openings).of(all.get(all.size() - 1), List.of());
    }

    @Test
    void aTaskThatWasReadyAsItsPlanOpenedWaitedForNoNeed() {
        AttemptRow only = attempt(1, 500, 0, null, AFTER_NEED);
        assertThat(last(Set.of(), only).because()).contains(", 500 ms after common was done: ");
        assertThat(last(Set.of(), only).waitedFor()).contains("common");
        assertThat(last(Set.of(NOON), only).because()).contains(", 500 ms after it was first needed: ");
        assertThat(last(Set.of(NOON), only).waitedFor()).isEmpty();
    }

    @Test
    void whatAnotherPeerHadBeforeCouldBeGivenWhenThatHadEnded() {
        ReasonView again =
                last(Set.of(), attempt(1, 0, 5_000, "lost", AFTER_NEED), attempt(2, 5_000, 0, null, AFTER_NEED));
        assertThat(again.because()).contains(", as soon as it ended at r1 (lost): ");
        assertThat(again.ready()).contains(Instant.ofEpochMilli(NOON + 5_000));
        assertThat(again.waitedSeconds()).contains(0.0);
        assertThat(last(
                                Set.of(),
                                attempt(1, 0, 5_000, "unavailable", AFTER_NEED),
                                attempt(2, 10_000, 0, null, AFTER_NEED))
                        .because())
                .contains(", 5 s after it was unavailable at r1: ");
    }

    @Test
    void whatEndedBeforeItWasReadyOrLaterIsNoReason() {
        assertThat(last(
                                Set.of(),
                                attempt(1, -9_000, -8_000, "failed", AFTER_NEED),
                                attempt(2, 0, 90_000, "failed", AFTER_NEED),
                                attempt(3, 1_000, 0, null, AFTER_NEED))
                        .because())
                .contains(", 1 s after common was done: ");
    }

    @Test
    void whatWasTakenBackIsToldFromWhom() {
        ReasonView taken = last(
                Set.of(),
                attempt(1, 0, 1_000, "taken back before it began", AFTER_NEED),
                attempt(2, 1_000, 0, null, AFTER_NEED));
        assertThat(taken.because())
                .isEqualTo(
                        "given to r2 at 12:00:01, 1 s after common was done: taken back from r1, which had not begun it");
    }

    @Test
    void aReasonThatIsEmptyIsNone() {
        Why unknown =
                new Why(0, Optional.empty(), 0, 0, 0, false, Optional.empty(), Optional.empty(), Optional.empty());
        ReasonView reason = last(Set.of(), attempt(1, 1_000, 0, null, unknown));
        assertThat(reason)
                .isEqualTo(new ReasonView(
                        "given to r1 at 12:00:01; why, nobody wrote down",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        List.of()));
    }
}

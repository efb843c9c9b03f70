package dev.taskdirector.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.benchmarks.chaos.Finding.Kind;
import dev.taskdirector.benchmarks.chaos.Tally.Count;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The audit of one peer that built one task under one lease, and of what would be wrong with that. */
class AuditTest extends AuditStage {

    @Test
    void whatWasRunReportedAndRecordedIsInOrder() {
        assertThat(audit().findings()).isEmpty();
        assertThat(List.of(
                        counted(Count.ATTEMPTS),
                        counted(Count.WORKS),
                        counted(Count.REPORTS),
                        counted(Count.EXIT_CODES),
                        counted(Count.JOINS)))
                .containsOnly(1);
    }

    @Test
    void anAttemptThatNobodyRanIsLost() {
        logged = "aborted";
        assertThat(kinds()).containsExactly(Kind.LOST, Kind.LOST);
        assertThat(audit().findings().get(0).sentence()).contains("run-1", "ran a", "lease 1.1");
    }

    @Test
    void aFailureWithAnotherExitCodeIsLost() {
        attempted = "failed";
        attemptedCode = Optional.of(12);
        logged = "failed";
        state = "open";
        exitCode = 7;
        expectedExitCode = 7;
        assertThat(kinds()).contains(Kind.LOST);
        attemptedCode = Optional.of(7);
        assertThat(audit().findings()).noneMatch(finding -> finding.sentence().contains("lease 1.1"));
    }

    @Test
    void oneEndInTheTasksLogProvesOneAttemptOfASession() {
        attempts = 2;
        assertThat(audit().findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.kind()).isEqualTo(Kind.LOST))
                .satisfies(finding -> assertThat(finding.sentence()).contains("lease 1.2"));
    }

    @Test
    void whatWasRunOfOtherContentProvesNothing() {
        content = "other";
        assertThat(kinds()).containsExactly(Kind.LOST, Kind.LOST);
    }

    @Test
    void aReaderIsNoBuilder() {
        mayWrite = false;
        assertThat(audit().findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.sentence()).contains("recorded as built by peer-1"));
    }

    @Test
    void aJoinThatIsNotInTheRecordIsLostUnlessItWasTurnedAway() {
        hasRow = false;
        attempts = 0;
        assertThat(audit().findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.kind()).isEqualTo(Kind.LOST))
                .satisfies(finding -> assertThat(finding.sentence()).contains("session s1 of peer-1 joined"));
        told = Optional.of("schema-wanted");
        assertThat(audit().findings()).isEmpty();
        assertThat(counted(Count.JOINS_REFUSED)).isEqualTo(1);
    }

    @Test
    void anExitCodeThatIsNotTheOwnVerdictsIsWrong() {
        exitCode = 1;
        assertThat(kinds()).containsExactly(Kind.WRONG);
        exitCode = 0;
        expectedExitCode = 7;
        assertThat(kinds()).containsExactly(Kind.WRONG);
    }

    @Test
    void anAgentThatEndsWithZeroAndHasNotBuiltAllForItsVerdictIsWrong() {
        verdict = Optional.empty();
        assertThat(audit().findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.kind()).isEqualTo(Kind.WRONG))
                .satisfies(finding -> assertThat(finding.sentence()).contains("no success of its verdict for [a]"));
        verdict = Optional.of("aborted");
        assertThat(kinds()).containsExactly(Kind.WRONG);
    }

    @Test
    void anAgentThatEndsWithACodeThatNothingFailedWithIsWrong() {
        exitCode = 7;
        expectedExitCode = 7;
        assertThat(kinds()).containsExactly(Kind.WRONG);
        verdict = Optional.of("failed");
        assertThat(audit().findings()).isEmpty();
    }

    @Test
    void onlyWhoWasKilledMayEndAsKilledAndOnlyWhoWasStoppedAsStopped() {
        exitCode = 137;
        assertThat(audit().findings()).hasSize(1);
        harms = List.of(new Life.Harm(FaultKind.MACHINE_LOST, at(3)));
        assertThat(audit().findings()).isEmpty();
        assertThat(List.of(counted(Count.EXIT_CODES), counted(Count.ENDED_BY_SIGNAL)))
                .containsExactly(0, 1);
        exitCode = 143;
        assertThat(audit().findings()).hasSize(1);
        harms = List.of(new Life.Harm(FaultKind.AGENT_STOPPED, at(3)));
        assertThat(audit().findings()).isEmpty();
    }

    @Test
    void whoIsToldThatAllIsDoneHasAllOfItDone() {
        told = Optional.of("complete");
        assertThat(audit().findings()).isEmpty();
        assertThat(counted(Count.TOLD_COMPLETE)).isEqualTo(1);
        reports = false;
        state = "open";
        assertThat(kinds()).containsExactly(Kind.WRONG);
    }

    @Test
    void aReaderIsToldSoWhenItHasBuiltItAll() {
        told = Optional.of("complete");
        mayWrite = false;
        state = "open";
        assertThat(audit().findings()).isEmpty();
        reports = false;
        assertThat(kinds()).containsExactly(Kind.WRONG);
    }

    @Test
    void whoIsToldThatNothingMoreComesHasSomethingThatFailed() {
        told = Optional.of("failed");
        assertThat(kinds()).containsExactly(Kind.WRONG);
        reports = false;
        attempted = "lost";
        assertThat(audit().findings()).isEmpty();
    }

    @Test
    void whatIsStillOpenInTheEndIsStuck() {
        isOpen = true;
        assertThat(kinds()).containsOnly(Kind.STUCK).hasSize(4);
        isOpen = false;
        attempted = "none";
        attemptEnded = Optional.empty();
        assertThat(audit().findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.sentence()).contains("lease 1.1 of peer-1 on a"));
    }

    @Test
    void aDeadLetterIsWrong() {
        deadLetters = List.of("3/17: {}");
        assertThat(kinds()).containsExactly(Kind.WRONG);
    }
}

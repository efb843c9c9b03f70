package dev.taskdirector.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.benchmarks.chaos.Finding.Kind;
import dev.taskdirector.benchmarks.chaos.Tally.Count;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The audit of what one peer reported of the task that it built, and of what the record made of that. */
class ReportAuditTest extends AuditStage {

    @Test
    void aSuccessThatALiveSessionReportedAndNobodyRecordedIsLost() {
        state = "open";
        assertThat(audit().findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.kind()).isEqualTo(Kind.LOST))
                .satisfies(finding -> assertThat(finding.sentence()).contains("peer-1 reported the success of a"));
    }

    @Test
    void aSuccessThatWasRecordedOnlyLaterIsLost() {
        done = at(7);
        assertThat(kinds()).containsExactly(Kind.LOST);
    }

    @Test
    void aSuccessUnderAKeyIsRecordedUnderThatKeyAndNoOther() {
        keys = List.of("k1");
        workKey = Optional.of("k1");
        assertThat(audit().findings()).isEmpty();
        workKey = Optional.of("k2");
        assertThat(audit().findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.sentence()).contains("peer-1 reported the success of a"));
    }

    @Test
    void aSuccessThatAnAgentLeftWithoutReportingIsLost() {
        reports = false;
        attempted = "lost";
        state = "open";
        assertThat(audit().findings()).isEmpty();
        leaving = Optional.of(at(20));
        assertThat(audit().findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.sentence()).contains("without ever reporting it"));
        leaving = Optional.of(at(5));
        assertThat(audit().findings()).isEmpty();
    }

    @Test
    void whatWasSaidInAnEndedSessionIsSaidAgainByWhoeverJoinsAgain() {
        attempted = "lost";
        state = "open";
        left = at(4);
        leaving = Optional.of(at(20));
        assertThat(audit().findings())
                .as("who leaves with it had no time to say it again")
                .isEmpty();
        rejoined = Optional.of(at(7));
        assertThat(audit().findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.sentence()).contains("without ever reporting it"));
        bringsWhatItBuilt = true;
        assertThat(audit().findings())
                .as("now it is the record that has lost it")
                .singleElement()
                .satisfies(finding -> assertThat(finding.sentence()).contains("peer-1 reported the success of a"));
    }

    @Test
    void whatALiveSessionReportedNeedNotBeSaidByTheNext() {
        attempted = "lost";
        state = "open";
        left = at(6);
        leaving = Optional.of(at(20));
        rejoined = Optional.of(at(7));
        assertThat(audit().findings())
                .as("it is the record that has lost it")
                .singleElement()
                .satisfies(finding -> assertThat(finding.sentence()).contains("peer-1 reported the success of a"));
        run = Optional.empty();
        left = at(4);
        assertThat(audit().findings())
                .as("a session that never came into a run may have been told anything")
                .noneMatch(finding -> finding.sentence().contains("without ever reporting it"));
    }

    @Test
    void whatWasBuiltBesideATaskOrIsDoneAnywayNeedNotBeReported() {
        reports = false;
        attempted = "lost";
        leaving = Optional.of(at(20));
        assertThat(audit().findings()).isEmpty();
        state = "open";
        begun = Optional.of("asked");
        assertThat(audit().findings()).hasSize(1);
        begun = Optional.of("needed");
        assertThat(audit().findings()).isEmpty();
    }

    @Test
    void aSuccessOfASessionThatHadEndedOrMayNotWriteNeedNotBeRecorded() {
        state = "open";
        left = at(4);
        assertThat(audit().findings()).isEmpty();
        assertThat(counted(Count.REPORTS_OF_ENDED)).isEqualTo(1);
        left = at(9);
        mayWrite = false;
        assertThat(audit().findings()).isEmpty();
        assertThat(counted(Count.REPORTS_OF_READERS)).isEqualTo(1);
    }

    @Test
    void aSessionOutsideARunMustHaveARivalOrBeRejected() {
        state = "open";
        run = Optional.empty();
        assertThat(kinds()).containsExactly(Kind.STUCK, Kind.LOST);
        rivalLeft = Optional.of(at(3));
        assertThat(kinds()).containsExactly(Kind.LOST);
        rivalLeft = Optional.of(at(8));
        assertThat(audit().findings()).isEmpty();
        assertThat(counted(Count.REPORTS_UNPROVEN)).isEqualTo(1);
        rivalLeft = Optional.empty();
        leftBecause = "rejected";
        assertThat(audit().findings()).isEmpty();
        assertThat(counted(Count.REPORTS_REJECTED)).isEqualTo(1);
    }
}

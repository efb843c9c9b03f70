package dev.taskdirector.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.benchmarks.chaos.DatabaseRecord.AttemptRow;
import dev.taskdirector.benchmarks.chaos.DatabaseRecord.PlanRow;
import dev.taskdirector.benchmarks.chaos.DatabaseRecord.RunRow;
import dev.taskdirector.benchmarks.chaos.DatabaseRecord.SessionRow;
import dev.taskdirector.benchmarks.chaos.DatabaseRecord.WorkRow;
import dev.taskdirector.benchmarks.chaos.Finding.Kind;
import dev.taskdirector.benchmarks.chaos.Tally.Count;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The audit of one peer that built one task under one lease, and of what would be wrong with that. */
class AuditTest {

    private static final Build BUILD =
            new Build("build-1", "cache", false, true, List.of(new Build.Task("a", List.of(), 10, "a", 0)), List.of(0));
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private int exitCode = 0;
    private int expectedExitCode = 0;
    private List<Life.Harm> harms = List.of();
    private String logged = "ok";
    private Optional<String> verdict = Optional.of("local");
    private String content = "";
    private String attempted = "succeeded";
    private int attempts = 1;
    private Optional<Instant> attemptEnded = Optional.of(at(5));
    private Optional<Integer> attemptedCode = Optional.empty();
    private String state = "done";
    private Instant done = at(5);
    private Optional<String> workKey = Optional.empty();
    private List<String> keys = List.of();
    private boolean hasRow = true;
    private Instant left = at(9);
    private String leftBecause = "left";
    private Optional<String> run = Optional.of("run-1");
    private Optional<Instant> rivalLeft = Optional.empty();
    private Optional<String> begun = Optional.empty();
    private boolean reports = true;
    private Optional<Instant> leaving = Optional.empty();
    private Optional<Instant> rejoined = Optional.empty();
    private boolean bringsWhatItBuilt;
    private boolean mayWrite = true;
    private boolean isOpen;
    private Optional<String> told = Optional.empty();
    private List<String> deadLetters = List.of();

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

    private List<Kind> kinds() {
        return audit().findings().stream().map(Finding::kind).toList();
    }

    private int counted(Count what) {
        return audit().of(what);
    }

    private Tally audit() {
        String patch = expectedExitCode == 0 ? "" : "broken";
        PeerPlan plan = new PeerPlan(BUILD, "peer-1", 1, !mayWrite, false, "verdict", patch, expectedExitCode);
        Life life = new Life(
                "peer-1.1", plan, START, Optional.of(at(9)), Optional.of(exitCode), harms, Path.of("output.log"));
        String checkedOut = plan.checkout().get(0).content();
        List<TaskEntry> entries = new ArrayList<>();
        begun.ifPresent(how -> entries.add(entry(true, checkedOut, "task", 3, how)));
        entries.add(entry(false, content.isEmpty() ? checkedOut : content, "task", 4, logged));
        verdict.ifPresent(how -> entries.add(entry(false, checkedOut, "verdict", 8, how)));
        return Audit.of(new Evidence(List.of(life), entries, record(), log()));
    }

    private TaskEntry entry(boolean begins, String made, String phase, int second, String how) {
        int code = how.equals("failed") ? expectedExitCode : 0;
        return new TaskEntry(begins, "a", made, "peer-1", "peer-1.1", 1, phase, at(second), how, code);
    }

    private DatabaseRecord record() {
        boolean isDone = state.equals("done");
        List<SessionRow> sessions = new ArrayList<>();
        if (hasRow) {
            sessions.add(session("s1", at(1), run, left, leftBecause));
        }
        rejoined.ifPresent(at -> sessions.add(session("s2", at, Optional.of("run-1"), at(20), "left")));
        rivalLeft.ifPresent(at -> sessions.add(session("s0", at(1), Optional.of("run-1"), at, "silent")));
        List<AttemptRow> all = new ArrayList<>();
        for (int i = 1; i <= attempts; i++) {
            all.add(attempt("1." + i));
        }
        return new DatabaseRecord(
                List.of(new RunRow(3, "run-1", isOpen, false)),
                List.of(new PlanRow(3, 1, isOpen, "run-1", List.of(1L))),
                List.of(new WorkRow(
                        3,
                        1,
                        isOpen,
                        "cache",
                        "a",
                        workKey,
                        state,
                        isDone ? Optional.of("peer-1") : Optional.empty(),
                        isDone ? Optional.of(done) : Optional.empty())),
                sessions,
                all);
    }

    private SessionRow session(String id, Instant joined, Optional<String> ofRun, Instant end, String because) {
        return new SessionRow(
                3,
                id,
                isOpen,
                "peer-1",
                "cache",
                ofRun,
                ofRun.map(one -> 1L),
                false,
                false,
                joined,
                Optional.of(end),
                Optional.of(because));
    }

    private AttemptRow attempt(String lease) {
        return new AttemptRow(
                3, lease, "run-1", 1, "a", "peer-1", "s1", at(2), attemptEnded, Optional.of(attempted), attemptedCode);
    }

    private Log log() {
        Optional<Said.Join> join = Optional.of(new Said.Join("peer-1.1", mayWrite, true, keys));
        List<Said> all = new ArrayList<>();
        all.add(said("s1", 1, false, List.of(), join));
        if (reports) {
            String outcome = attempted.equals("failed") ? "failed" : "succeeded";
            all.add(said("s1", 5, false, List.of(new Said.Outcome("a", outcome)), Optional.empty()));
        }
        rejoined.ifPresent(at -> all.add(new Said(
                3,
                2,
                at,
                "peer-1",
                "s2",
                1,
                false,
                bringsWhatItBuilt ? List.of(new Said.Outcome("a", "succeeded")) : List.of(),
                join)));
        String last = rejoined.isPresent() ? "s2" : "s1";
        leaving.ifPresent(at -> all.add(new Said(3, 2, at, "peer-1", last, 99, true, List.of(), Optional.empty())));
        List<Answer> answers = told.stream()
                .map(what -> new Answer(3, "peer-1", "s1", at(6), what, List.of()))
                .toList();
        return new Log(all, answers, Map.of(3, 2L), deadLetters);
    }

    private static Said said(
            String session, int second, boolean leaves, List<Said.Outcome> finished, Optional<Said.Join> join) {
        return new Said(3, second, at(second), "peer-1", session, second, leaves, finished, join);
    }

    private static Instant at(int second) {
        return START.plusSeconds(second);
    }
}

package dev.taskdirector.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.benchmarks.chaos.DatabaseRecord.AttemptRow;
import dev.taskdirector.benchmarks.chaos.DatabaseRecord.PlanRow;
import dev.taskdirector.benchmarks.chaos.DatabaseRecord.RunRow;
import dev.taskdirector.benchmarks.chaos.DatabaseRecord.SessionRow;
import dev.taskdirector.benchmarks.chaos.DatabaseRecord.WorkRow;
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
    private String attempted = "succeeded";
    private Optional<Integer> attemptedCode = Optional.empty();
    private String state = "done";
    private Instant left = at(9);
    private Optional<String> run = Optional.of("run-1");
    private Optional<String> begun = Optional.empty();
    private Optional<Instant> leaving = Optional.empty();
    private boolean mayWrite = true;
    private List<String> deadLetters = List.of();

    @Test
    void whatWasRunReportedAndRecordedIsInOrder() {
        Audit.Result result = audit();
        assertThat(result.findings()).isEmpty();
        assertThat(List.of(result.attempts(), result.works(), result.reports())).containsExactly(1, 1, 1);
    }

    @Test
    void anAttemptThatNobodyRanIsLost() {
        logged = "aborted";
        assertThat(audit().findings()).extracting(Finding::kind).containsExactly(Finding.Kind.LOST, Finding.Kind.LOST);
        assertThat(audit().findings().get(0).sentence()).contains("run-1", "task a".substring(5), "lease 1.1");
    }

    @Test
    void aFailureWithAnotherExitCodeIsLost() {
        attempted = "failed";
        attemptedCode = Optional.of(12);
        logged = "failed";
        state = "open";
        exitCode = 7;
        expectedExitCode = 7;
        assertThat(audit().findings()).extracting(Finding::kind).contains(Finding.Kind.LOST);
        attemptedCode = Optional.of(7);
        assertThat(audit().findings()).noneMatch(finding -> finding.sentence().contains("lease 1.1"));
    }

    @Test
    void aSuccessThatALiveSessionReportedAndNobodyRecordedIsLost() {
        state = "open";
        assertThat(audit().findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.kind()).isEqualTo(Finding.Kind.LOST))
                .satisfies(finding -> assertThat(finding.sentence()).contains("peer-1 reported the success of a"));
    }

    @Test
    void aSuccessThatAnAgentLeftWithoutReportingIsLost() {
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
    void whatWasBuiltBesideATaskOrIsDoneAnywayNeedNotBeReported() {
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
        left = at(9);
        mayWrite = false;
        assertThat(audit().findings()).isEmpty();
    }

    @Test
    void whatASessionReportedThatNeverCameIntoARunDoesNotCount() {
        state = "open";
        run = Optional.empty();
        assertThat(audit().findings()).isEmpty();
        assertThat(audit().unproven()).isEqualTo(1);
    }

    @Test
    void anExitCodeThatIsNotTheOwnVerdictsIsWrong() {
        exitCode = 1;
        assertThat(audit().findings()).extracting(Finding::kind).containsExactly(Finding.Kind.WRONG);
        exitCode = 0;
        expectedExitCode = 7;
        assertThat(audit().findings()).extracting(Finding::kind).containsExactly(Finding.Kind.WRONG);
    }

    @Test
    void onlyWhoWasKilledMayEndAsKilledAndOnlyWhoWasStoppedAsStopped() {
        exitCode = 137;
        assertThat(audit().findings()).hasSize(1);
        harms = List.of(new Life.Harm(FaultKind.MACHINE_LOST, at(3)));
        assertThat(audit().findings()).isEmpty();
        exitCode = 143;
        assertThat(audit().findings()).hasSize(1);
        harms = List.of(new Life.Harm(FaultKind.AGENT_STOPPED, at(3)));
        assertThat(audit().findings()).isEmpty();
    }

    @Test
    void aDeadLetterIsWrong() {
        deadLetters = List.of("3/17: {}");
        assertThat(audit().findings()).extracting(Finding::kind).containsExactly(Finding.Kind.WRONG);
    }

    private Audit.Result audit() {
        String patch = expectedExitCode == 0 ? "" : "broken";
        PeerPlan plan = new PeerPlan(BUILD, "peer-1", 1, !mayWrite, false, "verdict", patch, expectedExitCode);
        Life life = new Life(
                "peer-1.1", plan, START, Optional.of(at(9)), Optional.of(exitCode), harms, Path.of("output.log"));
        TaskEntry end = new TaskEntry(false, "a", "c0", "peer-1", "peer-1.1", 1, "task", at(4), logged, exitCode);
        List<TaskEntry> entries = new ArrayList<>();
        begun.ifPresent(
                how -> entries.add(new TaskEntry(true, "a", "c0", "peer-1", "peer-1.1", 1, "task", at(3), how, 0)));
        entries.add(end);
        return Audit.of(new Evidence(List.of(life), entries, record(), log()));
    }

    private DatabaseRecord record() {
        boolean isDone = state.equals("done");
        return new DatabaseRecord(
                List.of(new RunRow(3, "run-1", false, false)),
                List.of(new PlanRow(3, "run-1", List.of(1L))),
                List.of(new WorkRow(
                        3,
                        1,
                        "cache",
                        "a",
                        Optional.empty(),
                        state,
                        isDone ? Optional.of("peer-1") : Optional.empty(),
                        isDone ? Optional.of(at(5)) : Optional.empty())),
                List.of(new SessionRow(
                        3, "s1", false, "peer-1", "cache", run, at(1), Optional.of(left), Optional.of("left"))),
                List.of(new AttemptRow(
                        3,
                        "1.1",
                        "run-1",
                        1,
                        "a",
                        "peer-1",
                        "s1",
                        at(2),
                        Optional.of(at(5)),
                        Optional.of(attempted),
                        attemptedCode)));
    }

    private Log log() {
        Said joins = new Said(
                3,
                0,
                at(1),
                "peer-1",
                "s1",
                1,
                false,
                List.of(),
                Optional.of(new Said.Join("peer-1.1", mayWrite, Map.of())));
        List<Said.Outcome> outcomes =
                attempted.equals("succeeded") ? List.of(new Said.Outcome("a", "succeeded")) : List.of();
        Said reports = new Said(3, 1, at(5), "peer-1", "s1", 2, false, outcomes, Optional.empty());
        List<Said> all = new ArrayList<>(List.of(joins, reports));
        leaving.ifPresent(at -> all.add(new Said(3, 2, at, "peer-1", "s1", 3, true, List.of(), Optional.empty())));
        return new Log(all, List.of(), Map.of(3, 2L), deadLetters);
    }

    private static Instant at(int seconds) {
        return START.plusSeconds(seconds);
    }
}

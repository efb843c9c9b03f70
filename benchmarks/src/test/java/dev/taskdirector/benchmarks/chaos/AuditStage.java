package dev.taskdirector.benchmarks.chaos;

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

/** One peer that built one task under one lease, and what a test alters of that before the audit. */
abstract class AuditStage {

    private static final Build BUILD =
            new Build("build-1", "cache", false, true, List.of(new Build.Task("a", List.of(), 10, "a", 0)), List.of(0));
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    int exitCode = 0;
    int expectedExitCode = 0;
    List<Life.Harm> harms = List.of();
    String logged = "ok";
    Optional<String> verdict = Optional.of("local");
    String content = "";
    String attempted = "succeeded";
    int attempts = 1;
    Optional<Instant> attemptEnded = Optional.of(at(5));
    Optional<Integer> attemptedCode = Optional.empty();
    String state = "done";
    Instant done = at(5);
    Optional<String> workKey = Optional.empty();
    List<String> keys = List.of();
    boolean hasRow = true;
    Instant left = at(9);
    String leftBecause = "left";
    Optional<String> run = Optional.of("run-1");
    Optional<Instant> rivalLeft = Optional.empty();
    Optional<String> begun = Optional.empty();
    boolean reports = true;
    Optional<Instant> leaving = Optional.empty();
    Optional<Instant> rejoined = Optional.empty();
    boolean bringsWhatItBuilt;
    boolean mayWrite = true;
    boolean isOpen;
    Optional<String> told = Optional.empty();
    List<String> deadLetters = List.of();

    List<Kind> kinds() {
        return audit().findings().stream().map(Finding::kind).toList();
    }

    int counted(Count what) {
        return audit().of(what);
    }

    Tally audit() {
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

    static Instant at(int second) {
        return START.plusSeconds(second);
    }
}

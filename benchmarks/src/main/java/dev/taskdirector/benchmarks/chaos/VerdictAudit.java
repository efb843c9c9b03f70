package dev.taskdirector.benchmarks.chaos;

import dev.taskdirector.benchmarks.chaos.Finding.Kind;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Each agent's exit code is its own checkout's verdict, and it has run what that says. */
final class VerdictAudit {

    private final Evidence evidence;
    private final Tally tally;

    VerdictAudit(Evidence evidence, Tally tally) {
        this.evidence = evidence;
        this.tally = tally;
    }

    void look() {
        for (Life life : evidence.lives()) {
            if (life.exitCode().isEmpty()) {
                continue;
            }
            if (life.wasEndedBySignal()) {
                tally.count(Tally.Count.ENDED_BY_SIGNAL);
                continue;
            }
            tally.count(Tally.Count.EXIT_CODES);
            int code = life.exitCode().get();
            if (code != life.plan().expectedExitCode()) {
                find(life, "its own checkout's verdict is " + life.plan().expectedExitCode());
            } else if (code == 0) {
                hasBuiltAll(life);
            } else {
                hasFailed(life, code);
            }
        }
    }

    private void hasBuiltAll(Life life) {
        Set<List<String>> built = evidence.entriesOf(life.id()).stream()
                .filter(entry -> entry.isSuccess() && isOfVerdict(life, entry))
                .map(entry -> List.of(entry.task(), entry.content()))
                .collect(Collectors.toSet());
        List<String> missing = life.plan().checkout().stream()
                .filter(one -> !built.contains(List.of(one.task().name(), one.content())))
                .map(one -> one.task().name())
                .toList();
        if (!missing.isEmpty()) {
            find(life, "the tasks' log has no success of its verdict for " + missing);
        }
    }

    private void hasFailed(Life life, int code) {
        boolean mayLeave = life.plan().onFailure().equals("leave");
        boolean isThere = evidence.entriesOf(life.id()).stream()
                .filter(entry -> mayLeave || isOfVerdict(life, entry))
                .anyMatch(entry -> !entry.begins() && entry.how().equals("failed") && entry.code() == code);
        if (!isThere) {
            find(life, "the tasks' log has no failure of its verdict with that code");
        }
    }

    /** Without a universe a verdict is each task's own command once more. */
    private static boolean isOfVerdict(Life life, TaskEntry entry) {
        return !life.plan().build().universe() || entry.phase().equals("verdict");
    }

    private void find(Life life, String why) {
        tally.find(
                Kind.WRONG,
                life.id() + " of " + life.plan().build().id() + " ended with "
                        + life.exitCode().orElseThrow() + "; " + why + "; it suffered " + life.harms() + "; see "
                        + life.output());
    }
}

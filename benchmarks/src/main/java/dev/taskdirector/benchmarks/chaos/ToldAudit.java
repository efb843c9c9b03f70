package dev.taskdirector.benchmarks.chaos;

import dev.taskdirector.benchmarks.chaos.DatabaseRecord.AttemptRow;
import dev.taskdirector.benchmarks.chaos.DatabaseRecord.PlanRow;
import dev.taskdirector.benchmarks.chaos.DatabaseRecord.SessionRow;
import dev.taskdirector.benchmarks.chaos.DatabaseRecord.WorkRow;
import dev.taskdirector.benchmarks.chaos.Finding.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who was told that all is done had all of it done, and who was told that nothing more comes had something that failed. */
final class ToldAudit {

    /** What makes a work fail in the end. */
    private static final Set<String> AGAINST_IT = Set.of("failed", "timed out", "unavailable", "lost", "aborted");

    private final Evidence evidence;
    private final Tally tally;
    private final NeededWorks needed;
    private final Map<List<Long>, List<AttemptRow>> attempts = new HashMap<>();
    private final Set<List<String>> looked = new HashSet<>();

    ToldAudit(Evidence evidence, Tally tally) {
        this.evidence = evidence;
        this.tally = tally;
        this.needed = new NeededWorks(evidence);
        evidence.record()
                .attempts()
                .forEach(attempt -> attempts.computeIfAbsent(
                                List.of((long) attempt.partition(), attempt.work()), work -> new ArrayList<>())
                        .add(attempt));
    }

    void look() {
        for (Answer answer : evidence.log().answers()) {
            if (looked.add(List.of(answer.session(), answer.state()))) {
                evidence.session(answer.session())
                        .ifPresent(session -> needed.plan(session).ifPresent(plan -> look(answer, session, plan)));
            }
        }
    }

    private void look(Answer answer, SessionRow session, PlanRow plan) {
        if (answer.state().equals("complete")) {
            tally.count(Tally.Count.TOLD_COMPLETE);
            isComplete(answer, session, plan);
        } else if (answer.state().equals("failed")) {
            tally.count(Tally.Count.TOLD_FAILED);
            hasFailed(answer, session, plan);
        }
    }

    private void isComplete(Answer answer, SessionRow session, PlanRow plan) {
        Instant by = answer.at().plus(Audit.CLOCKS);
        Set<String> own = isReader(session) ? reportedBy(session, by) : Set.of();
        List<String> missing = needed.of(plan).stream()
                .filter(work -> !NeededWorks.isDone(work, by) && !own.contains(work.task()))
                .map(WorkRow::task)
                .toList();
        if (!missing.isEmpty() || needed.of(plan).size() < plan.works().size()) {
            tally.find(
                    Kind.WRONG,
                    told(answer, session) + "; the record had not done " + missing + " of "
                            + plan.works().size() + " tasks");
        }
    }

    private void hasFailed(Answer answer, SessionRow session, PlanRow plan) {
        Instant by = answer.at().plus(Audit.CLOCKS);
        boolean isJustified = isReader(session)
                || needed.of(plan).stream()
                        .anyMatch(work -> work.state().equals("failed")
                                || attempts
                                        .getOrDefault(List.of((long) work.partition(), work.id()), List.of())
                                        .stream()
                                        .anyMatch(attempt -> AGAINST_IT.contains(
                                                        attempt.outcome().orElse(""))
                                                && attempt.ended()
                                                        .orElse(Instant.MAX)
                                                        .isBefore(by)));
        if (!isJustified) {
            tally.find(
                    Kind.WRONG,
                    told(answer, session) + "; nothing that it needs had failed, and it might have built all of it");
        }
    }

    private boolean isReader(SessionRow session) {
        return evidence.join(session.id()).filter(join -> !join.mayWrite()).isPresent();
    }

    private Set<String> reportedBy(SessionRow session, Instant by) {
        Set<String> tasks = new HashSet<>();
        evidence.log().said().stream()
                .filter(said ->
                        said.session().equals(session.id()) && !said.at().isAfter(by))
                .flatMap(said -> said.finished().stream())
                .filter(outcome -> outcome.outcome().equals("succeeded"))
                .forEach(outcome -> tasks.add(outcome.task()));
        return tasks;
    }

    private static String told(Answer answer, SessionRow session) {
        return session.peer() + " was told \"" + answer.state() + "\" in run "
                + session.run().orElse("unknown") + " at " + answer.at() + " (session " + session.id() + ")";
    }
}

package dev.taskdirector.benchmarks.chaos;

import dev.taskdirector.benchmarks.chaos.DatabaseRecord.AttemptRow;
import dev.taskdirector.benchmarks.chaos.DatabaseRecord.PlanRow;
import dev.taskdirector.benchmarks.chaos.Finding.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Nobody was given a task before all that it needs was done, by the record. */
final class NeedsAudit {

    private final Evidence evidence;
    private final Tally tally;
    private final NeededWorks needed;
    private final Map<List<Object>, List<PlanRow>> plansOfRun;

    NeedsAudit(Evidence evidence, Tally tally) {
        this.evidence = evidence;
        this.tally = tally;
        this.needed = new NeededWorks(evidence);
        this.plansOfRun = evidence.record().plans().stream()
                .collect(Collectors.groupingBy(plan -> List.of(plan.partition(), plan.run())));
    }

    void look() {
        evidence.record()
                .attempts()
                .forEach(attempt -> evidence.lifeOfSession(attempt.session())
                        .ifPresent(life -> plan(attempt).ifPresent(plan -> look(attempt, life, plan))));
    }

    /** That of its session, unless that has moved to works of its own since. */
    private Optional<PlanRow> plan(AttemptRow attempt) {
        Predicate<PlanRow> has = plan -> plan.works().contains(attempt.work());
        return evidence.session(attempt.session())
                .flatMap(needed::plan)
                .filter(has)
                .or(() ->
                        plansOfRun.getOrDefault(List.<Object>of(attempt.partition(), attempt.run()), List.of()).stream()
                                .filter(has)
                                .findFirst());
    }

    private void look(AttemptRow attempt, Life life, PlanRow plan) {
        int index = plan.works().indexOf(attempt.work());
        List<Build.Task> tasks = life.plan().build().tasks();
        for (int need : tasks.get(index).needs()) {
            tally.count(Tally.Count.NEEDS);
            boolean wasDone = needed.of(plan).stream()
                    .filter(work -> work.id() == plan.works().get(need))
                    .anyMatch(work -> NeededWorks.isDone(work, attempt.started()));
            if (!wasDone) {
                tally.find(
                        Kind.WRONG,
                        attempt.peer() + " was given " + attempt.task() + " under lease " + attempt.lease() + " in run "
                                + attempt.run() + " at " + attempt.started() + ", before "
                                + tasks.get(need).name() + " was done, which that needs");
            }
        }
    }
}

package dev.taskdirector.benchmarks.chaos;

import dev.taskdirector.benchmarks.chaos.DatabaseRecord.PlanRow;
import dev.taskdirector.benchmarks.chaos.DatabaseRecord.SessionRow;
import dev.taskdirector.benchmarks.chaos.DatabaseRecord.WorkRow;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Works called done, by the ways in which a session may have needed them. */
final class DoneWorks {
    private final Set<List<String>> byKey = new HashSet<>();
    private final Map<List<String>, Set<String>> tasksByRun = new HashMap<>();
    private final Map<String, Set<String>> runsOfSession = new HashMap<>();

    DoneWorks(DatabaseRecord record) {
        Map<List<Object>, WorkRow> works = new HashMap<>();
        record.works().stream().filter(WorkRow::isDone).forEach(work -> {
            works.put(List.of(work.partition(), work.id()), work);
            work.key().ifPresent(key -> byKey.add(List.of(work.cache(), key)));
        });
        for (PlanRow plan : record.plans()) {
            Set<String> tasks = tasksByRun.computeIfAbsent(
                    List.of(String.valueOf(plan.partition()), plan.run()), run -> new HashSet<>());
            plan.works().forEach(id -> {
                WorkRow work = works.get(List.<Object>of(plan.partition(), id));
                if (work != null) {
                    tasks.add(work.task());
                }
            });
        }
        record.attempts()
                .forEach(attempt -> runsOfSession
                        .computeIfAbsent(attempt.session(), session -> new HashSet<>())
                        .add(attempt.run()));
    }

    boolean has(SessionRow session, String task, Said.Join join) {
        String key = join.keys().getOrDefault(task, "");
        if (!key.isEmpty() && byKey.contains(List.of(session.cache(), key))) {
            return true;
        }
        Set<String> runs = new HashSet<>(runsOfSession.getOrDefault(session.id(), Set.of()));
        session.run().ifPresent(runs::add);
        return runs.stream()
                .map(run -> tasksByRun.getOrDefault(List.of(String.valueOf(session.partition()), run), Set.of()))
                .anyMatch(tasks -> tasks.contains(task));
    }
}

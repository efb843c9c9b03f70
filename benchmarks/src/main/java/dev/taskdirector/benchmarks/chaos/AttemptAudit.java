package dev.taskdirector.benchmarks.chaos;

import dev.taskdirector.benchmarks.chaos.DatabaseRecord.AttemptRow;
import dev.taskdirector.benchmarks.chaos.DatabaseRecord.WorkRow;
import dev.taskdirector.benchmarks.chaos.Finding.Kind;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the record says of attempts and of done tasks was really run, by who is said to have run it. */
final class AttemptAudit {

    private static final Set<String> RUN_TO_THE_END = Set.of("succeeded", "failed", "unavailable");

    private final Evidence evidence;
    private final Tally tally;
    private final Map<List<String>, String> contentOfKey = new HashMap<>();

    /** By session: a session that came later may hear once more of what an earlier one has run. */
    private final Map<String, Set<TaskEntry>> used = new HashMap<>();

    AttemptAudit(Evidence evidence, Tally tally) {
        this.evidence = evidence;
        this.tally = tally;
    }

    void look() {
        evidence.record().sessions().forEach(session -> readKeys(session.id(), session.cache()));
        evidence.record().attempts().stream()
                .filter(attempt -> RUN_TO_THE_END.contains(attempt.outcome().orElse("")))
                .sorted(Comparator.comparing(attempt -> attempt.ended().orElseThrow()))
                .forEach(this::wasReallyRun);
        evidence.record().works().stream().filter(WorkRow::isDone).forEach(this::wasReallyBuilt);
    }

    /** Equal keys stand for equal content. */
    private void readKeys(String session, String cache) {
        evidence.lifeOfSession(session)
                .ifPresent(life -> life.plan()
                        .checkout()
                        .forEach(one -> evidence.key(session, one.task().name()).ifPresent(key -> {
                            String known = contentOfKey.putIfAbsent(List.of(cache, key), one.content());
                            if (known != null && !known.equals(one.content())) {
                                tally.find(
                                        Kind.WRONG,
                                        life.id() + " gave " + one.task().name() + " the key " + key
                                                + ", which another peer gave to other content");
                            }
                        })));
    }

    /** An attempt that ended by itself ended the same way in the tasks' log: an end there proves one attempt of a session. */
    private void wasReallyRun(AttemptRow attempt) {
        tally.count(Tally.Count.ATTEMPTS);
        Set<TaskEntry> taken = used.computeIfAbsent(attempt.session(), session -> new HashSet<>());
        Optional<TaskEntry> end = evidence.lifeOfSession(attempt.session()).stream()
                .flatMap(life -> evidence.entriesOf(life.id()).stream()
                        .filter(entry -> isEndOf(attempt.task(), contentIn(life, attempt.task()), entry)))
                .filter(entry ->
                        !entry.at().isAfter(attempt.ended().orElseThrow().plus(Audit.CLOCKS))
                                && agrees(entry, attempt)
                                && !taken.contains(entry))
                .findFirst();
        end.ifPresentOrElse(
                taken::add,
                () -> tally.find(
                        Kind.LOST,
                        "run " + attempt.run() + " records that " + attempt.peer() + " ran " + attempt.task()
                                + " under lease " + attempt.lease() + ": "
                                + attempt.outcome().orElseThrow()
                                + attempt.exitCode()
                                        .map(code -> " with " + code)
                                        .orElse("")
                                + "; the tasks' log has no such end"));
    }

    private static boolean agrees(TaskEntry entry, AttemptRow attempt) {
        return switch (attempt.outcome().orElseThrow()) {
            case "succeeded" -> entry.isSuccess();
            case "failed" ->
                entry.how().equals("failed")
                        && attempt.exitCode().map(code -> code == entry.code()).orElse(true);
            default -> entry.how().equals("unavailable");
        };
    }

    private void wasReallyBuilt(WorkRow work) {
        tally.count(Tally.Count.WORKS);
        String by = work.builtBy().orElse("nobody");
        Optional<String> content = work.key().map(key -> contentOfKey.get(List.of(work.cache(), key)));
        boolean isThere = evidence.lives().stream()
                .filter(life -> life.plan().peer().equals(by) && !life.plan().readOnly())
                .flatMap(life -> evidence.entriesOf(life.id()).stream()
                        .filter(entry -> isEndOf(work.task(), content.or(() -> contentIn(life, work.task())), entry)))
                .anyMatch(entry -> entry.isSuccess()
                        && !entry.at().isAfter(work.ended().orElseThrow().plus(Audit.CLOCKS)));
        if (!isThere) {
            tally.find(
                    Kind.LOST,
                    "task " + work.task() + " (work " + work.id() + " of cache " + work.cache()
                            + ") is recorded as built by " + by + "; the tasks' log has no such success");
        }
    }

    private static boolean isEndOf(String task, Optional<String> content, TaskEntry entry) {
        return !entry.begins()
                && entry.phase().equals("task")
                && entry.task().equals(task)
                && content.equals(Optional.of(entry.content()));
    }

    private static Optional<String> contentIn(Life life, String task) {
        return life.plan().checkout().stream()
                .filter(one -> one.task().name().equals(task))
                .map(PeerPlan.CheckedOut::content)
                .findFirst();
    }
}

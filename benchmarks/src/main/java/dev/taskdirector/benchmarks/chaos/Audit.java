package dev.taskdirector.benchmarks.chaos;

import dev.taskdirector.benchmarks.chaos.DatabaseRecord.AttemptRow;
import dev.taskdirector.benchmarks.chaos.DatabaseRecord.PlanRow;
import dev.taskdirector.benchmarks.chaos.DatabaseRecord.SessionRow;
import dev.taskdirector.benchmarks.chaos.DatabaseRecord.WorkRow;
import dev.taskdirector.benchmarks.chaos.Finding.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares the record with what was really run, and each agent's end with its own verdict. */
final class Audit {

    /** Two clocks of one machine: the broker's in milliseconds, the commands' in microseconds. */
    private static final Duration CLOCKS = Duration.ofMillis(50);

    private final Evidence evidence;
    private final List<Finding> findings = new ArrayList<>();
    private int attemptsCompared;
    private int worksCompared;
    private int reportsCompared;

    private Audit(Evidence evidence) {
        this.evidence = evidence;
    }

    /**
     * What the comparison came to.
     *
     * @param attempts rows of attempts that were compared with the tasks' log
     * @param works rows of works called done that were
     * @param reports successes reported by live sessions that were looked for in the record
     */
    record Result(List<Finding> findings, int attempts, int works, int reports) {}

    static Result of(Evidence evidence) {
        Audit audit = new Audit(evidence);
        evidence.lives().forEach(audit::exitCode);
        evidence.record().attempts().forEach(audit::wasReallyRun);
        evidence.record().works().stream().filter(WorkRow::isDone).forEach(audit::wasReallyBuilt);
        audit.reportsAreRecorded();
        evidence.log()
                .deadLetters()
                .forEach(letter -> audit.find(Kind.WRONG, "a record went to the dead letters: " + letter));
        return new Result(
                List.copyOf(audit.findings), audit.attemptsCompared, audit.worksCompared, audit.reportsCompared);
    }

    private void exitCode(Life life) {
        if (life.exitCode().isPresent() && !life.endedAsItShould()) {
            find(
                    Kind.WRONG,
                    life.id() + " of " + life.plan().build().id() + " ended with "
                            + life.exitCode().get() + "; its own checkout's verdict is "
                            + life.plan().expectedExitCode() + "; it suffered " + life.harms() + "; see "
                            + life.output());
        }
    }

    /** An attempt that ended by itself ended the same way in the tasks' log. */
    private void wasReallyRun(AttemptRow attempt) {
        String outcome = attempt.outcome().orElse("");
        if (!Set.of("succeeded", "failed", "unavailable").contains(outcome)) {
            return;
        }
        attemptsCompared++;
        boolean isThere = evidence.lifeOfSession(attempt.session()).stream()
                .flatMap(life -> evidence.entriesOf(life.id()).stream())
                .anyMatch(entry -> !entry.begins()
                        && entry.task().equals(attempt.task())
                        && !entry.at().isAfter(attempt.ended().orElseThrow().plus(CLOCKS))
                        && agrees(entry, outcome, attempt));
        if (!isThere) {
            find(
                    Kind.LOST,
                    "run " + attempt.run() + " records that " + attempt.peer() + " ran " + attempt.task()
                            + " under lease " + attempt.lease() + ": " + outcome
                            + attempt.exitCode().map(code -> " with " + code).orElse("")
                            + "; the tasks' log has no such end");
        }
    }

    private static boolean agrees(TaskEntry entry, String outcome, AttemptRow attempt) {
        return switch (outcome) {
            case "succeeded" -> entry.isSuccess();
            case "failed" ->
                !entry.isSuccess()
                        && attempt.exitCode().map(code -> code == entry.code()).orElse(true);
            default -> entry.how().equals("unavailable");
        };
    }

    private void wasReallyBuilt(WorkRow work) {
        worksCompared++;
        String by = work.builtBy().orElse("nobody");
        boolean isThere = evidence.lives().stream()
                .filter(life -> life.plan().peer().equals(by))
                .flatMap(life -> evidence.entriesOf(life.id()).stream())
                .anyMatch(entry -> entry.isSuccess()
                        && entry.task().equals(work.task())
                        && !entry.at().isAfter(work.ended().orElseThrow().plus(CLOCKS)));
        if (!isThere) {
            find(
                    Kind.LOST,
                    "task " + work.task() + " (work " + work.id() + " of cache " + work.cache()
                            + ") is recorded as built by " + by + "; the tasks' log has no such success");
        }
    }

    /** A success that a live session reported, and that the log has, is in the record: its task is done there. */
    private void reportsAreRecorded() {
        Map<String, SessionRow> sessions = new HashMap<>();
        evidence.record().sessions().forEach(row -> sessions.put(row.id(), row));
        DoneWorks done = new DoneWorks(evidence.record());
        Set<List<String>> seen = new HashSet<>();
        for (Said said : evidence.log().said()) {
            SessionRow session = sessions.get(said.session());
            if (session == null || !isLive(session, said.at()) || !mayWrite(said.session())) {
                continue;
            }
            for (Said.Outcome outcome : said.finished()) {
                boolean isNews = seen.add(List.of(said.session(), outcome.task(), outcome.outcome()));
                if (isNews && outcome.outcome().equals("succeeded")) {
                    reportsCompared++;
                    if (!done.has(
                            session,
                            outcome.task(),
                            evidence.join(said.session()).orElseThrow())) {
                        find(
                                Kind.LOST,
                                session.peer() + " reported the success of " + outcome.task() + " (offset "
                                        + said.offset() + " of partition " + said.partition()
                                        + "); the record of run "
                                        + session.run().orElse("unknown") + " has it not done");
                    }
                }
            }
        }
    }

    private static boolean isLive(SessionRow session, Instant at) {
        return session.left().map(left -> !at.isAfter(left)).orElse(true) && !at.isBefore(session.joined());
    }

    private boolean mayWrite(String session) {
        return evidence.join(session).map(Said.Join::mayWrite).orElse(false);
    }

    private void find(Kind kind, String sentence) {
        findings.add(new Finding(kind, sentence));
    }

    /** Works called done, by the ways in which a session may have needed them. */
    private static final class DoneWorks {
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
}

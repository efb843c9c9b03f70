package dev.taskdirector.benchmarks.chaos;

import dev.taskdirector.benchmarks.chaos.DatabaseRecord.AttemptRow;
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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Compares the record with what was really run, and each agent's end with its own verdict. */
final class Audit {

    /** Two clocks of one machine: the broker's in milliseconds, the commands' in microseconds. */
    private static final Duration CLOCKS = Duration.ofMillis(50);

    /** An agent on a busy machine may notice a command's end as late as that. */
    private static final Duration NOTICED = Duration.ofSeconds(5);

    private final Evidence evidence;
    private final DoneWorks done;
    private final Map<String, SessionRow> sessions = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private final Set<String> unproven = new HashSet<>();
    private int attemptsCompared;
    private int worksCompared;
    private int reportsCompared;

    private Audit(Evidence evidence) {
        this.evidence = evidence;
        this.done = new DoneWorks(evidence.record());
        evidence.record().sessions().forEach(row -> sessions.put(row.id(), row));
    }

    /**
     * What the comparison came to.
     *
     * @param attempts rows of attempts that were compared with the tasks' log
     * @param works rows of works called done that were
     * @param reports successes reported by live sessions that were looked for in the record
     * @param unproven sessions whose join never took effect, so that what they reported doesn't count
     */
    record Result(List<Finding> findings, int attempts, int works, int reports, int unproven) {}

    static Result of(Evidence evidence) {
        Audit audit = new Audit(evidence);
        evidence.lives().forEach(audit::exitCode);
        evidence.record().attempts().forEach(audit::wasReallyRun);
        evidence.record().works().stream().filter(WorkRow::isDone).forEach(audit::wasReallyBuilt);
        audit.reportsAreRecorded();
        evidence.lives().forEach(audit::successesAreReported);
        evidence.log()
                .deadLetters()
                .forEach(letter -> audit.find(Kind.WRONG, "a record went to the dead letters: " + letter));
        return new Result(
                List.copyOf(audit.findings),
                audit.attemptsCompared,
                audit.worksCompared,
                audit.reportsCompared,
                audit.unproven.size());
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

    /**
     * A success that a live session reported is in the record: its task is done there. A session that never came into a run
     * isn't live: another had its peer's id, and no status of it came with the token that proves it to be the same peer.
     */
    private void reportsAreRecorded() {
        Set<List<String>> seen = new HashSet<>();
        for (Said said : evidence.log().said()) {
            SessionRow session = sessions.get(said.session());
            if (session == null || !isLive(session, said.at()) || !mayWrite(said.session())) {
                continue;
            }
            if (session.run().isEmpty()) {
                unproven.add(session.id());
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

    /**
     * An agent that left by itself has reported what its commands had achieved well before, unless it was wanted no more, since
     * somebody else had done it. What a command built beside its task, since it needed that, is not reported. Of schemas without a universe only
     * the agent knows which commands are the verdict's.
     */
    private void successesAreReported(Life life) {
        Set<String> reported = new HashSet<>();
        Optional<Instant> leaving = Optional.empty();
        for (Said said : evidence.saidBy(life.id())) {
            said.finished().stream()
                    .filter(outcome -> outcome.outcome().equals("succeeded"))
                    .forEach(outcome -> reported.add(outcome.task()));
            leaving = said.leaves() ? Optional.of(said.at()) : leaving;
        }
        if (leaving.isEmpty() || !life.plan().build().universe()) {
            return;
        }
        Instant wellBefore = leaving.get().minus(NOTICED);
        for (TaskEntry entry : evidence.entriesOf(life.id())) {
            boolean isToReport = entry.isSuccess()
                    && entry.phase().equals("task")
                    && entry.at().isBefore(wellBefore);
            if (isToReport && !reported.contains(entry.task()) && !wasNeeded(entry) && !isDone(life, entry.task())) {
                find(
                        Kind.LOST,
                        life.id() + " of " + life.plan().build().id() + " built " + entry.task() + " at " + entry.at()
                                + " and left without ever reporting it; see " + life.output());
            }
        }
    }

    private boolean wasNeeded(TaskEntry end) {
        return evidence.entriesOf(end.life()).stream()
                .anyMatch(begin -> begin.begins()
                        && begin.how().equals("needed")
                        && begin.pid() == end.pid()
                        && begin.content().equals(end.content()));
    }

    private boolean isDone(Life life, String task) {
        return evidence.sessionsOf(life.id()).stream()
                .map(sessions::get)
                .filter(Objects::nonNull)
                .anyMatch(session ->
                        done.has(session, task, evidence.join(session.id()).orElseThrow()));
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
}

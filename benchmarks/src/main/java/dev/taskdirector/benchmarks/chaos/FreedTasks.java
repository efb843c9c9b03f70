package dev.taskdirector.benchmarks.chaos;

import dev.taskdirector.benchmarks.chaos.DatabaseRecord.AttemptRow;
import dev.taskdirector.benchmarks.chaos.DatabaseRecord.SessionRow;
import dev.taskdirector.benchmarks.chaos.DatabaseRecord.WorkRow;
import dev.taskdirector.benchmarks.chaos.Finding.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A task whose holder has gone is given at once to a peer that needs it, has nothing to do and may build it. Waiting peers build
 * alone before long, so that such a task gets done anyway: that is no excuse.
 */
final class FreedTasks {

    /** Whoever is idle is given it in the same moment of the log's time; an answer that is on its way tells of that a little later. */
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    private static final int MAX_ATTEMPTS = 3;

    /** These ends free nothing: it is done, or failed, or was given to somebody else in the same moment. */
    private static final Set<String> NOT_FREED = Set.of(
            "succeeded",
            "overtaken",
            "given up",
            "failed",
            "timed out",
            "unavailable",
            "taken back before it began",
            "taken back as it began");

    private static final Set<String> COUNTED = Set.of("failed", "timed out", "lost", "aborted");

    private final Evidence evidence;
    private final Tally tally;
    private final NeededWorks needed;
    private final Map<List<Long>, List<AttemptRow>> attempts = new HashMap<>();
    private final Map<String, List<Answer>> answers = new HashMap<>();
    private final Map<String, Instant> lastSaid = new HashMap<>();

    FreedTasks(Evidence evidence, Tally tally) {
        this.evidence = evidence;
        this.tally = tally;
        this.needed = new NeededWorks(evidence);
        evidence.record()
                .attempts()
                .forEach(attempt -> attempts.computeIfAbsent(
                                List.of((long) attempt.partition(), attempt.work()), work -> new ArrayList<>())
                        .add(attempt));
        evidence.log()
                .answers()
                .forEach(answer -> answers.computeIfAbsent(answer.session(), session -> new ArrayList<>())
                        .add(answer));
        evidence.log().said().forEach(said -> lastSaid.put(said.session(), said.at()));
    }

    void look() {
        for (WorkRow work : evidence.record().works()) {
            List<AttemptRow> all = attempts.getOrDefault(List.of((long) work.partition(), work.id()), List.of());
            all.stream()
                    .filter(attempt -> attempt.outcome()
                            .filter(how -> !NOT_FREED.contains(how))
                            .isPresent())
                    .filter(freed -> isToBeGiven(freed, all))
                    .forEach(freed -> look(freed, all, work));
        }
    }

    /** Nobody else has it, it is not held back, and it has not been tried too often. */
    private static boolean isToBeGiven(AttemptRow freed, List<AttemptRow> all) {
        Instant at = freed.ended().orElseThrow();
        boolean isHeld = all.stream()
                .anyMatch(other -> !other.lease().equals(freed.lease())
                        && other.started().isBefore(at)
                        && other.ended().orElse(Instant.MAX).isAfter(at));
        long tries = all.stream()
                .filter(one -> COUNTED.contains(one.outcome().orElse("")))
                .filter(one -> !one.ended().orElseThrow().isAfter(at))
                .count();
        boolean mayBePaused = all.stream()
                .anyMatch(one -> one.outcome().filter("unavailable"::equals).isPresent());
        return !isHeld && tries < MAX_ATTEMPTS && !mayBePaused;
    }

    private void look(AttemptRow freed, List<AttemptRow> all, WorkRow work) {
        tally.count(Tally.Count.FREED);
        Instant from = freed.ended().orElseThrow();
        Instant until = Stream.concat(all.stream().map(AttemptRow::started), work.ended().stream())
                .filter(at -> !at.isBefore(from))
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
        List<SessionRow> idle = evidence.record().sessions().stream()
                .filter(session -> mayBuild(session, work, all) && !session.id().equals(freed.session()))
                .filter(session -> idleUntil(session, from).isAfter(from))
                .toList();
        if (!idle.isEmpty()) {
            tally.count(Tally.Count.AWAITED);
        }
        idle.stream()
                .filter(session -> Duration.between(from, min(until, idleUntil(session, from)))
                                .compareTo(AT_ONCE)
                        > 0)
                .findFirst()
                .ifPresent(session -> tally.find(
                        Kind.STUCK,
                        "task " + work.task() + " (work " + work.id() + " of partition " + work.partition()
                                + ") was free from " + from + ", as lease " + freed.lease() + " of " + freed.peer()
                                + " ended (" + freed.outcome().orElseThrow() + "), to "
                                + min(until, idleUntil(session, from)) + "; " + session.peer() + " (session "
                                + session.id() + ") needs it and had nothing to do"));
    }

    private boolean mayBuild(SessionRow session, WorkRow work, List<AttemptRow> all) {
        boolean isBuilder =
                evidence.join(session.id()).filter(Said.Join::mayWrite).isPresent()
                        && !session.setAside()
                        && !session.reliesOnNobody();
        boolean hasFailedIt = all.stream()
                .anyMatch(one -> one.peer().equals(session.peer())
                        && one.outcome()
                                .filter(Set.of("failed", "timed out")::contains)
                                .isPresent());
        return isBuilder
                && !hasFailedIt
                && session.partition() == work.partition()
                && needed.plan(session)
                        .filter(plan -> plan.works().contains(work.id()))
                        .isPresent();
    }

    /** Until when it was told to wait, and spoke; the moment itself if it had something to do, or was not there. */
    private Instant idleUntil(SessionRow session, Instant from) {
        boolean waits = false;
        for (Answer answer : answers.getOrDefault(session.id(), List.of())) {
            if (!answer.at().isAfter(from)) {
                waits = answer.state().equals("waiting");
            } else if (!waits || !answer.state().equals("waiting")) {
                return waits ? answer.at() : from;
            }
        }
        boolean isThere = waits && session.isKnownAt(from);
        return isThere ? min(session.left().orElse(Instant.MAX), lastSaid.getOrDefault(session.id(), from)) : from;
    }

    private static Instant min(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}

package dev.taskdirector.benchmarks.chaos;

import dev.taskdirector.benchmarks.chaos.DatabaseRecord.SessionRow;
import dev.taskdirector.benchmarks.chaos.Finding.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Nobody had to wait for longer than what was away explains: a partition or a session that speaks is answered, a killed agent's
 * sessions end, and an agent's life is no longer than building alone would have been. That all of them come to their end is
 * not enough: whoever waits in vain builds alone.
 */
final class StallAudit {

    private final Evidence evidence;
    private final List<Incident> incidents;
    private final Outages outages;
    private final Tally tally;
    private Duration longestSilence = Duration.ZERO;

    StallAudit(Evidence evidence, List<Incident> incidents, Outages outages, Tally tally) {
        this.evidence = evidence;
        this.incidents = List.copyOf(incidents);
        this.outages = outages;
        this.tally = tally;
    }

    void look() {
        areAnswered(said -> "partition " + said.partition(), answer -> "partition " + answer.partition());
        areAnswered(
                said -> "session " + said.session() + " of " + said.peer(),
                answer -> "session " + answer.session() + " of " + answer.peer());
        incidents.stream().filter(StallAudit::isKill).forEach(this::sessionsEnd);
        evidence.lives().forEach(this::isNotTooLong);
    }

    /** For how long at most a partition or a session was not answered though it spoke; what was away doesn't count. */
    Duration longestSilence() {
        return longestSilence;
    }

    private void areAnswered(Function<Said, String> speaker, Function<Answer, String> hearer) {
        Map<String, List<Said>> said = evidence.log().said().stream()
                .filter(one -> !one.leaves())
                .collect(Collectors.groupingBy(speaker, TreeMap::new, Collectors.toList()));
        Map<String, List<Instant>> answered = evidence.log().answers().stream()
                .collect(Collectors.groupingBy(hearer, Collectors.mapping(Answer::at, Collectors.toList())));
        said.forEach((who, all) -> Silence.between(
                        all.stream().map(Said::at).toList(), answered.getOrDefault(who, List.of()))
                .forEach(silence -> isExplained(who, all.get(0).partition(), silence)));
    }

    private void isExplained(String who, int partition, Silence silence) {
        Duration away = outages.of(partition, silence.from(), silence.to());
        Duration unexplained = silence.length().minus(away);
        longestSilence = unexplained.compareTo(longestSilence) > 0 ? unexplained : longestSilence;
        if (unexplained.compareTo(outages.bound()) > 0) {
            tally.find(
                    Kind.STUCK,
                    who + " spoke from " + silence.from() + " to " + silence.to() + " and was not answered; of these "
                            + silence.length().toSeconds() + " s what was away explains " + away.toSeconds() + " s");
        }
    }

    private void sessionsEnd(Incident kill) {
        for (String id : evidence.sessionsOf(kill.victim())) {
            evidence.session(id).filter(row -> row.isKnownAt(kill.begun())).ifPresent(row -> ends(row, kill.begun()));
        }
    }

    private void ends(SessionRow session, Instant killed) {
        Instant left = session.left().orElse(Instant.MAX);
        Instant due = killed.plus(Pace.SESSION_TIMEOUT).plus(outages.bound());
        Instant late = left.isBefore(evidence.last()) ? left : evidence.last();
        if (late.minus(outages.of(session.partition(), killed, late)).isAfter(due)) {
            tally.find(
                    Kind.STUCK,
                    "session " + session.id() + " of " + session.peer() + ", whose agent was killed at " + killed
                            + ", did not end before " + late);
        }
    }

    /** Alone it builds all tasks one by one and then its verdict, in which there is nothing left to build. */
    private void isNotTooLong(Life life) {
        if (life.ended().isEmpty()) {
            return;
        }
        Instant end = life.ended().get();
        Duration alone = life.plan().build().tasks().stream()
                .map(task -> Duration.ofMillis(task.millis()).plus(Pace.COMMAND.multipliedBy(2)))
                .reduce(Duration.ZERO, Duration::plus);
        Duration own = incidents.stream()
                .filter(incident -> incident.isToAgent() && incident.victim().equals(life.id()))
                .map(Incident::length)
                .reduce(Duration.ZERO, Duration::plus);
        Duration met = outages.ofAny(life.started(), end).plus(own);
        Duration bound =
                alone.plus(met).plus(Pace.SESSION_TIMEOUT).plus(Pace.PATIENCE).plus(Pace.MARGIN);
        Duration length = Duration.between(life.started(), end);
        if (length.compareTo(bound) > 0) {
            tally.find(
                    Kind.STUCK,
                    life.id() + " of " + life.plan().build().id() + " lived for " + length.toSeconds()
                            + " s; alone it would have taken " + alone.toSeconds()
                            + " s, and the faults that it met took "
                            + met.toSeconds() + " s; see " + life.output());
        }
    }

    private static boolean isKill(Incident incident) {
        return Life.isKill(incident.fault().kind());
    }
}

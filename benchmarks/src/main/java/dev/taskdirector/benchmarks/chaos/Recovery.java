package dev.taskdirector.benchmarks.chaos;

import dev.taskdirector.benchmarks.chaos.DatabaseRecord.AttemptRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * How long after the begin of each fault assignments went on. For servers: in each partition that the fault concerned and that
 * had live peers, until the first assignment, and until the first that names new work. For agents: for each task that the agent
 * held and lost, until another peer was given it.
 */
final class Recovery {

    /** Beyond that a fault has nothing to do with it any more. */
    private static final Duration HORIZON = Duration.ofMinutes(2);

    /** Times after one kind of fault. */
    static final class Times {
        private final List<Duration> answer = new ArrayList<>();
        private final List<Duration> work = new ArrayList<>();
        private final List<Duration> lasted = new ArrayList<>();
        private int unanswered;
        private int neverGiven;

        int count() {
            return lasted.size();
        }

        List<Duration> answer() {
            return sorted(answer);
        }

        List<Duration> work() {
            return sorted(work);
        }

        List<Duration> lasted() {
            return sorted(lasted);
        }

        /** Partitions in which somebody spoke, and nobody was answered. */
        int unanswered() {
            return unanswered;
        }

        /** Tasks that were lost and never given to anyone. */
        int neverGiven() {
            return neverGiven;
        }

        private static List<Duration> sorted(List<Duration> durations) {
            return durations.stream().sorted().toList();
        }
    }

    private final Evidence evidence;
    private final Ownership ownership;
    private final Map<Integer, List<Answer>> answers = new HashMap<>();
    private final Map<List<Long>, List<AttemptRow>> attemptsOfWork = new HashMap<>();
    private final Map<FaultKind, Times> times = new EnumMap<>(FaultKind.class);

    Recovery(Evidence evidence, Ownership ownership, List<Incident> incidents) {
        this.evidence = evidence;
        this.ownership = ownership;
        evidence.log().answers().stream()
                .sorted(Comparator.comparing(Answer::at))
                .forEach(answer -> answers.computeIfAbsent(answer.partition(), p -> new ArrayList<>())
                        .add(answer));
        evidence.record()
                .attempts()
                .forEach(attempt -> attemptsOfWork
                        .computeIfAbsent(List.of((long) attempt.partition(), attempt.work()), w -> new ArrayList<>())
                        .add(attempt));
        incidents.forEach(this::measure);
    }

    Map<FaultKind, Times> times() {
        return new EnumMap<>(times);
    }

    private void measure(Incident incident) {
        Times of = times.computeIfAbsent(incident.fault().kind(), kind -> new Times());
        of.lasted.add(incident.length());
        if (incident.isToAgent()) {
            evidence.sessionsOf(incident.victim()).forEach(session -> measureLosses(session, incident.begun(), of));
        } else {
            concerned(incident).forEach(partition -> measurePartition(partition, incident.begun(), of));
        }
    }

    private Set<Integer> concerned(Incident incident) {
        return incident.fault().kind().reach() == FaultKind.Reach.COORDINATOR
                ? ownership.of(incident.victim(), incident.begun())
                : new TreeSet<>(answers.keySet());
    }

    /** Only where somebody heard something shortly before. */
    private void measurePartition(int partition, Instant begun, Times of) {
        List<Answer> all = answers.getOrDefault(partition, List.of());
        boolean isBusy = all.stream()
                .anyMatch(answer -> answer.at().isBefore(begun)
                        && answer.at().isAfter(begun.minus(Pace.HEARTBEAT.multipliedBy(3))));
        if (!isBusy) {
            return;
        }
        List<Answer> later = all.stream()
                .filter(answer -> answer.at().isAfter(begun) && answer.at().isBefore(begun.plus(HORIZON)))
                .toList();
        later.stream()
                .findFirst()
                .ifPresentOrElse(
                        answer -> of.answer.add(Duration.between(begun, answer.at())),
                        () -> of.unanswered += isSpokenIn(partition, begun) ? 1 : 0);
        later.stream()
                .filter(answer -> !answer.news().isEmpty())
                .findFirst()
                .ifPresent(answer -> of.work.add(Duration.between(begun, answer.at())));
    }

    private boolean isSpokenIn(int partition, Instant begun) {
        return evidence.log().said().stream()
                .anyMatch(said -> said.partition() == partition
                        && !said.leaves()
                        && said.at().isAfter(begun)
                        && said.at().isBefore(begun.plus(HORIZON)));
    }

    private void measureLosses(String session, Instant begun, Times of) {
        evidence.record().attempts().stream()
                .filter(attempt -> attempt.session().equals(session)
                        && attempt.outcome()
                                .filter(how -> !how.equals("succeeded") && !how.equals("failed"))
                                .isPresent()
                        && !attempt.started().isAfter(begun)
                        && attempt.ended().orElseThrow().isAfter(begun))
                .forEach(lost ->
                        attemptsOfWork.getOrDefault(List.of((long) lost.partition(), lost.work()), List.of()).stream()
                                .map(AttemptRow::started)
                                .filter(start -> !start.isBefore(lost.ended().orElseThrow()))
                                .min(Comparator.naturalOrder())
                                .ifPresentOrElse(
                                        start -> of.work.add(Duration.between(begun, start)), () -> of.neverGiven++));
    }
}

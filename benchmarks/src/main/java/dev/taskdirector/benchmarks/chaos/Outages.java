package dev.taskdirector.benchmarks.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** When servers were away by the storm's doing. */
final class Outages {

    /** Around a stop of the database: a partition that has to be taken over meanwhile waits for it. */
    private static final Duration TAKEOVER = Duration.ofSeconds(15);

    private final List<Incident> incidents;
    private final Ownership ownership;

    Outages(Collection<Incident> incidents, Ownership ownership) {
        this.incidents = incidents.stream()
                .filter(incident -> !incident.isToAgent())
                .sorted(Comparator.comparing(Incident::begun))
                .toList();
        this.ownership = ownership;
    }

    /** How long within a time something was away that a partition needs. */
    Duration of(int partition, Instant from, Instant to) {
        return sum(incident -> concerns(incident, partition), from, to);
    }

    /** How long within a time anything was away. */
    Duration ofAny(Instant from, Instant to) {
        return sum(incident -> true, from, to);
    }

    private boolean concerns(Incident incident, int partition) {
        if (incident.fault().kind().reach() == FaultKind.Reach.COORDINATOR) {
            return ownership.of(incident.victim(), incident.begun()).contains(partition);
        }
        return incident.fault().kind() != FaultKind.DATABASE_STOPPED
                || ownership.changed(
                        partition,
                        incident.begun().minus(TAKEOVER),
                        incident.over().plus(TAKEOVER));
    }

    private Duration sum(Predicate<Incident> concerned, Instant from, Instant to) {
        Duration sum = Duration.ZERO;
        Instant counted = from;
        for (Incident incident : incidents) {
            Instant begin = incident.begun().isAfter(counted) ? incident.begun() : counted;
            Instant end = incident.over().isBefore(to) ? incident.over() : to;
            if (begin.isBefore(end) && concerned.test(incident)) {
                sum = sum.plus(Duration.between(begin, end));
                counted = end;
            }
        }
        return sum;
    }
}

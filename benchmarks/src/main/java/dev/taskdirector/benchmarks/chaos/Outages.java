package dev.taskdirector.benchmarks.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** When servers were away by the storm's doing. */
final class Outages {

    /** Around a stop of the database: a partition that has to be taken over meanwhile waits for it. */
    private static final Duration TAKEOVER = Duration.ofSeconds(15);

    /** Another coordinator takes over: these matter only until one does that doesn't have to start first. */
    private static final Set<FaultKind> COORDINATORS = EnumSet.of(
            FaultKind.COORDINATOR_KILLED,
            FaultKind.COORDINATOR_CUT_OFF,
            FaultKind.COORDINATORS_ROLLED,
            FaultKind.COORDINATORS_GONE);

    private record Away(Instant from, Instant to) {}

    private final List<Incident> incidents;
    private final Ownership ownership;

    Outages(Collection<Incident> incidents, Ownership ownership) {
        this.incidents = incidents.stream()
                .filter(incident -> !incident.isToAgent())
                .sorted(Comparator.comparing(Incident::begun))
                .toList();
        this.ownership = ownership;
    }

    /** How long a partition may stand still besides: a takeover's bound, and longer on a machine on which all takes longer. */
    Duration bound() {
        return Pace.takeoverBound().plus(ownership.longestStart());
    }

    /** How long within a time something was away that a partition needs. */
    Duration of(int partition, Instant from, Instant to) {
        return sum(
                incidents.stream()
                        .filter(incident -> concerns(incident, partition))
                        .map(incident -> new Away(incident.begun(), over(incident, partition)))
                        .toList(),
                from,
                to);
    }

    /** How long within a time anything was away. */
    Duration ofAny(Instant from, Instant to) {
        return sum(
                incidents.stream()
                        .map(incident -> new Away(incident.begun(), incident.over()))
                        .toList(),
                from,
                to);
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

    /** Once a coordinator that was there owns the partition, the absence of others explains nothing more. */
    private Instant over(Incident incident, int partition) {
        boolean isOfCoordinators = COORDINATORS.contains(incident.fault().kind());
        return Optional.of(incident.begun())
                .filter(begun -> isOfCoordinators)
                .flatMap(begun -> ownership.nextOwner(partition, begun))
                .filter(owned -> owned.isBefore(incident.over()))
                .orElse(incident.over());
    }

    private static Duration sum(List<Away> away, Instant from, Instant to) {
        Duration sum = Duration.ZERO;
        Instant counted = from;
        for (Away one : away) {
            Instant begin = one.from().isAfter(counted) ? one.from() : counted;
            Instant end = one.to().isBefore(to) ? one.to() : to;
            if (begin.isBefore(end)) {
                sum = sum.plus(Duration.between(begin, end));
                counted = end;
            }
        }
        return sum;
    }
}

package dev.taskdirector.coordinator.runtime;

import dev.taskdirector.coordinator.core.Assignment;
import dev.taskdirector.coordinator.core.Decisions;
import dev.taskdirector.coordinator.core.Happening;
import dev.taskdirector.wire.AssignmentState;
import dev.taskdirector.wire.PeerAssignment;
import dev.taskdirector.wire.RunEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a batch of records led to: of a session only its newest assignment, since each is the whole truth. */
final class Outbox {
    private static final Map<AssignmentState, Counted> COUNTED_ANSWERS = Map.of(
            AssignmentState.REJECTED, Counted.REJECTIONS,
            AssignmentState.REJOIN, Counted.REJOINS,
            AssignmentState.SUPERSEDED, Counted.SUPERSEDED,
            AssignmentState.SCHEMA_WANTED, Counted.SCHEMAS_WANTED);

    private final Ports ports;
    private final Map<List<String>, PeerAssignment> assignments = new LinkedHashMap<>();
    private final List<RunEvent> events = new ArrayList<>();

    Outbox(Ports ports) {
        this.ports = ports;
    }

    void add(Decisions decisions, LogRecord cause, long heartbeatMillis) {
        decisions.assignments().forEach(assignment -> add(assignment, heartbeatMillis));
        int index = 0;
        for (Happening happening : decisions.happenings()) {
            events.add(EventTranslation.toWire(happening, cause, index++));
        }
    }

    void add(Assignment assignment, long heartbeatMillis) {
        String token = ports.seals()
                .tokenOf(
                        assignment.peer().value(),
                        assignment.session().value(),
                        assignment.cache().value());
        add(AssignmentTranslation.toWire(assignment, heartbeatMillis, token));
    }

    void add(PeerAssignment assignment) {
        // who speaks under somebody else's session id is answered beside its owner
        List<String> addressee = List.of(assignment.cache(), assignment.peer(), assignment.session());
        assignments.remove(addressee);
        assignments.put(addressee, assignment);
    }

    /** While catching up nothing is answered: what holds in the end is published then. */
    void dropAssignments() {
        assignments.clear();
    }

    /** Gives all to the sinks and is empty again. */
    void send() {
        if (!assignments.isEmpty()) {
            List<PeerAssignment> newest = new ArrayList<>(assignments.values());
            assignments.clear();
            ports.tally().add(Counted.ASSIGNMENTS, newest.size());
            COUNTED_ANSWERS.forEach((state, what) -> ports.tally().add(what, count(newest, state)));
            guarded(() -> ports.assignments().publish(newest), newest.size());
        }
        if (!events.isEmpty()) {
            List<RunEvent> news = new ArrayList<>(events);
            events.clear();
            guarded(() -> ports.events().report(news), news.size());
        }
    }

    private static long count(List<PeerAssignment> some, AssignmentState state) {
        return some.stream().filter(assignment -> assignment.state() == state).count();
    }

    /** A sink that throws must not stop a partition: its bug is counted like a broker that does not answer. */
    void guarded(Runnable publishing, int amount) {
        try {
            publishing.run();
        } catch (RuntimeException e) {
            ports.tally().add(Counted.PUBLISH_FAILURES, amount);
        }
    }
}

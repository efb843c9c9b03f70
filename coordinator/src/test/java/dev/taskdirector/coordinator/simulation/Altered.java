package dev.taskdirector.coordinator.simulation;

import dev.taskdirector.agent.session.Action;
import dev.taskdirector.wire.AssignedTask;
import dev.taskdirector.wire.AssignmentState;
import dev.taskdirector.wire.Control;
import dev.taskdirector.wire.Finished;
import dev.taskdirector.wire.Holding;
import dev.taskdirector.wire.Join;
import dev.taskdirector.wire.JoinSchema;
import dev.taskdirector.wire.JoinTask;
import dev.taskdirector.wire.Outcome;
import dev.taskdirector.wire.PeerAssignment;
import dev.taskdirector.wire.PeerStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Messages with one thing changed. */
final class Altered {

    private Altered() {}

    // ---- statuses

    static PeerStatus finished(PeerStatus s, List<Finished> finished) {
        return new PeerStatus(
                s.v(),
                s.peer(),
                s.session(),
                s.cache(),
                s.seq(),
                s.seenEpoch(),
                s.slots(),
                s.holding(),
                finished,
                s.relied(),
                s.join(),
                s.leaving(),
                s.token());
    }

    static PeerStatus holdingAsFinished(PeerStatus status) {
        List<Finished> finished = new ArrayList<>(status.finished());
        status.holding()
                .forEach(held -> finished.add(new Finished(
                        held.task(),
                        held.lease(),
                        Outcome.SUCCEEDED,
                        Optional.of(0),
                        Optional.empty(),
                        Optional.empty())));
        return finished(status, finished);
    }

    static PeerStatus outcomes(PeerStatus status, UnaryOperator<Outcome> change) {
        return finished(
                status,
                status.finished().stream()
                        .map(one -> new Finished(
                                one.task(),
                                one.lease(),
                                change.apply(one.outcome()),
                                one.exitCode(),
                                one.seconds(),
                                one.cacheHit()))
                        .toList());
    }

    static PeerStatus withoutNeeds(PeerStatus status) {
        return join(
                status,
                join -> new Join(
                        new JoinSchema(
                                join.schema().id(),
                                join.schema().digest(),
                                join.schema().universe(),
                                join.schema()
                                        .tasks()
                                        .map(tasks -> tasks.stream()
                                                .map(Altered::withoutNeeds)
                                                .toList())),
                        join.context(),
                        join.keys(),
                        join.cacheWrite(),
                        join.repositories(),
                        join.complexPatchset(),
                        join.change(),
                        join.pipeline(),
                        join.labels()));
    }

    private static JoinTask withoutNeeds(JoinTask task) {
        return new JoinTask(task.name(), task.targets(), List.of(), task.expectedSeconds(), task.timeoutSeconds());
    }

    static PeerStatus asWriter(PeerStatus status) {
        return join(
                status,
                join -> new Join(
                        join.schema(),
                        join.context(),
                        join.keys(),
                        true,
                        join.repositories(),
                        join.complexPatchset(),
                        join.change(),
                        join.pipeline(),
                        join.labels()));
    }

    private static PeerStatus join(PeerStatus s, UnaryOperator<Join> change) {
        return new PeerStatus(
                s.v(),
                s.peer(),
                s.session(),
                s.cache(),
                s.seq(),
                s.seenEpoch(),
                s.slots(),
                s.holding(),
                s.finished(),
                s.relied(),
                s.join().map(change),
                s.leaving(),
                s.token());
    }

    static PeerStatus holding(PeerStatus s, List<Holding> holding) {
        return new PeerStatus(
                s.v(),
                s.peer(),
                s.session(),
                s.cache(),
                s.seq(),
                s.seenEpoch(),
                s.slots(),
                holding,
                s.finished(),
                s.relied(),
                s.join(),
                s.leaving(),
                s.token());
    }

    static PeerStatus seenEpoch(PeerStatus s, long seenEpoch) {
        return numbered(s, s.session(), s.seq(), seenEpoch, s.token());
    }

    static PeerStatus seq(PeerStatus s, long seq) {
        return numbered(s, s.session(), seq, s.seenEpoch(), s.token());
    }

    static PeerStatus forged(PeerStatus s, String session, Optional<String> token) {
        return numbered(s, session, s.seq(), s.seenEpoch(), token);
    }

    private static PeerStatus numbered(PeerStatus s, String session, long seq, long seenEpoch, Optional<String> token) {
        return new PeerStatus(
                s.v(),
                s.peer(),
                session,
                s.cache(),
                seq,
                seenEpoch,
                s.slots(),
                s.holding(),
                s.finished(),
                s.relied(),
                s.join(),
                s.leaving(),
                token);
    }

    // ---- control records

    static Control setting(Control control, String name, long value) {
        Map<String, String> settings = new TreeMap<>(control.settings());
        settings.computeIfPresent(name, (any, configured) -> Long.toString(value));
        return new Control(
                control.v(),
                control.cache(),
                control.kind(),
                settings,
                control.command(),
                control.arguments(),
                control.mac());
    }

    // ---- assignments

    static PeerAssignment state(PeerAssignment assignment, AssignmentState state) {
        return with(assignment, assignment.epoch(), state, assignment.tasks());
    }

    static PeerAssignment epoch(PeerAssignment assignment, long epoch) {
        return with(assignment, epoch, assignment.state(), assignment.tasks());
    }

    static List<Action> exitInsteadOfVerdict(List<Action> actions, String why, int code) {
        return actions.stream()
                .map(action -> action instanceof Action.StartVerdict start
                                && start.why().equals(why)
                        ? new Action.Exit(code)
                        : action)
                .toList();
    }

    static PeerAssignment withoutLastTask(PeerAssignment assignment) {
        int kept = Math.max(0, assignment.tasks().size() - 1);
        return tasks(assignment, assignment.tasks().subList(0, kept));
    }

    static PeerAssignment tasks(PeerAssignment assignment, List<AssignedTask> tasks) {
        return with(assignment, assignment.epoch(), assignment.state(), tasks);
    }

    private static PeerAssignment with(PeerAssignment a, long epoch, AssignmentState state, List<AssignedTask> tasks) {
        return new PeerAssignment(
                a.v(),
                a.peer(),
                a.session(),
                a.cache(),
                epoch,
                a.seenSeq(),
                state,
                a.run(),
                tasks,
                a.waitingFor(),
                a.progress(),
                a.news(),
                a.failures(),
                a.failureCount(),
                a.reason(),
                a.soloSeconds(),
                a.heartbeatSeconds(),
                a.token());
    }
}

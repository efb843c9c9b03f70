package dev.taskdirector.coordinator.runtime;

import dev.taskdirector.coordinator.core.Assignment;
import dev.taskdirector.coordinator.core.PeerId;
import dev.taskdirector.coordinator.core.RunId;
import dev.taskdirector.wire.AssignedTask;
import dev.taskdirector.wire.AssignmentState;
import dev.taskdirector.wire.BuiltTask;
import dev.taskdirector.wire.DoneBy;
import dev.taskdirector.wire.FailedAttempt;
import dev.taskdirector.wire.Failure;
import dev.taskdirector.wire.News;
import dev.taskdirector.wire.PeerAssignment;
import dev.taskdirector.wire.Progress;
import dev.taskdirector.wire.WaitingFor;
import java.util.List;
import java.util.Optional;

/** From the words of the core to those of the wire, for assignments. */
final class AssignmentTranslation {
    private static final int VERSION = 1;

    private AssignmentTranslation() {}

    static PeerAssignment toWire(Assignment assignment, long heartbeatMillis, String token) {
        return new PeerAssignment(
                VERSION,
                assignment.peer().value(),
                assignment.session().value(),
                assignment.cache().value(),
                assignment.epoch(),
                assignment.seenSeq(),
                toWire(assignment.state()),
                assignment.run().map(RunId::value),
                assignment.tasks().stream().map(AssignmentTranslation::toWire).toList(),
                assignment.waits().stream().map(AssignmentTranslation::toWire).toList(),
                assignment.progress().map(AssignmentTranslation::toWire),
                assignment.news().map(AssignmentTranslation::toWire),
                assignment.failures().stream()
                        .map(AssignmentTranslation::toWire)
                        .toList(),
                assignment.state() == Assignment.State.FAILED
                        ? Optional.of(assignment.failureCount())
                        : Optional.empty(),
                assignment.reason(),
                assignment.soloMillis() > 0 ? Optional.of(seconds(assignment.soloMillis())) : Optional.empty(),
                seconds(heartbeatMillis),
                Optional.of(token));
    }

    /** The answer to a status beyond a limit: it stands outside of epochs. */
    static PeerAssignment rejection(
            String peer, String session, String cache, String reason, long heartbeatMillis, String token) {
        return new PeerAssignment(
                VERSION,
                peer,
                session,
                cache,
                0,
                0,
                AssignmentState.REJECTED,
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.of(reason),
                Optional.empty(),
                seconds(heartbeatMillis),
                Optional.of(token));
    }

    private static AssignmentState toWire(Assignment.State state) {
        return switch (state) {
            case WORKING -> AssignmentState.WORKING;
            case WAITING -> AssignmentState.WAITING;
            case COMPLETE -> AssignmentState.COMPLETE;
            case FAILED -> AssignmentState.FAILED;
            case SCHEMA_WANTED -> AssignmentState.SCHEMA_WANTED;
            case REJOIN -> AssignmentState.REJOIN;
            case SUPERSEDED -> AssignmentState.SUPERSEDED;
            case REJECTED -> AssignmentState.REJECTED;
        };
    }

    private static AssignedTask toWire(Assignment.Task task) {
        return new AssignedTask(
                task.name(),
                task.lease().value(),
                seconds(task.expectedMillis()),
                task.pathMillis().map(AssignmentTranslation::seconds),
                Optional.of(task.neededBy()),
                task.lostBy().map(PeerId::value),
                task.besides().map(PeerId::value));
    }

    private static WaitingFor toWire(Assignment.Wait wait) {
        return new WaitingFor(
                wait.task(), wait.peer().value(), seconds(wait.sinceMillis()), seconds(wait.expectedMillis()));
    }

    private static Progress toWire(Assignment.Progress progress) {
        return new Progress(
                progress.tasks(),
                progress.done(),
                progress.running(),
                progress.failed(),
                progress.peers(),
                Optional.of(seconds(progress.etaMillis())));
    }

    private static News toWire(Assignment.News news) {
        return new News(
                news.shared(),
                news.cachePeers(),
                news.candidates(),
                news.doneBy().map(by -> new DoneBy(by.peer().value(), by.change())),
                news.built().stream()
                        .map(built -> new BuiltTask(
                                built.task(),
                                built.peer().value(),
                                built.millis().map(AssignmentTranslation::seconds)))
                        .toList());
    }

    private static Failure toWire(Assignment.Failure failure) {
        return new Failure(
                failure.task(),
                failure.attempts().stream()
                        .map(attempt -> new FailedAttempt(attempt.peer().value(), attempt.exitCode()))
                        .toList());
    }

    static double seconds(long millis) {
        return millis / 1000.0;
    }
}

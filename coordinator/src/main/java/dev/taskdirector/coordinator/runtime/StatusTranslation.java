package dev.taskdirector.coordinator.runtime;

import dev.taskdirector.coordinator.core.CacheId;
import dev.taskdirector.coordinator.core.JoinRequest;
import dev.taskdirector.coordinator.core.LeaseId;
import dev.taskdirector.coordinator.core.PeerId;
import dev.taskdirector.coordinator.core.Report;
import dev.taskdirector.coordinator.core.SessionId;
import dev.taskdirector.wire.Finished;
import dev.taskdirector.wire.Join;
import dev.taskdirector.wire.JoinSchema;
import dev.taskdirector.wire.JoinTask;
import dev.taskdirector.wire.Leaving;
import dev.taskdirector.wire.Outcome;
import dev.taskdirector.wire.PeerStatus;
import dev.taskdirector.wire.Pipeline;
import dev.taskdirector.wire.Repository;

/** From the words of the wire to those of the core: seconds become milliseconds, strings become ids. */
public final class StatusTranslation {
    private StatusTranslation() {}

    /** The report that a status is. The status keeps the contract. */
    public static Report toCore(PeerStatus status) {
        return new Report(
                new PeerId(status.peer()),
                new SessionId(status.session()),
                new CacheId(status.cache()),
                status.seq(),
                status.seenEpoch(),
                status.slots(),
                status.holding().stream()
                        .map(held -> new Report.Held(held.task(), held.lease().map(LeaseId::new)))
                        .toList(),
                status.finished().stream().map(StatusTranslation::toCore).toList(),
                status.relied().stream()
                        .map(relied -> new Report.Reliance(relied.task(), relied.hit()))
                        .toList(),
                status.join().map(StatusTranslation::toCore),
                status.leaving().map(StatusTranslation::toCore));
    }

    private static Report.Ended toCore(Finished finished) {
        return new Report.Ended(
                finished.task(),
                finished.lease().map(LeaseId::new),
                toCore(finished.outcome()),
                finished.exitCode(),
                finished.seconds().map(seconds -> Math.max(0, millis(seconds))),
                finished.cacheHit());
    }

    private static Report.Outcome toCore(Outcome outcome) {
        return switch (outcome) {
            case SUCCEEDED -> Report.Outcome.SUCCEEDED;
            case FAILED -> Report.Outcome.FAILED;
            case ABORTED -> Report.Outcome.ABORTED;
            case UNAVAILABLE -> Report.Outcome.UNAVAILABLE;
        };
    }

    private static Report.Leaving toCore(Leaving leaving) {
        return switch (leaving) {
            case COMPLETE -> Report.Leaving.COMPLETE;
            case FAILED -> Report.Leaving.FAILED;
            case CANCELLED -> Report.Leaving.CANCELLED;
        };
    }

    private static JoinRequest toCore(Join join) {
        JoinSchema schema = join.schema();
        return new JoinRequest(
                new JoinRequest.SchemaRef(schema.id(), schema.digest(), schema.universe()),
                schema.tasks()
                        .map(tasks ->
                                tasks.stream().map(StatusTranslation::toCore).toList()),
                join.context(),
                join.keys(),
                join.cacheWrite(),
                join.repositories().stream().map(StatusTranslation::toCore).toList(),
                join.complexPatchset(),
                join.change(),
                join.pipeline().map(Pipeline::name),
                join.pipeline()
                        .flatMap(Pipeline::type)
                        .filter("dependent"::equals)
                        .isPresent(),
                join.labels());
    }

    private static JoinRequest.TaskDefinition toCore(JoinTask task) {
        return new JoinRequest.TaskDefinition(
                task.name(),
                task.needs(),
                task.expectedSeconds().map(StatusTranslation::millisAboveZero),
                task.timeoutSeconds().map(StatusTranslation::millisAboveZero));
    }

    private static JoinRequest.RepositoryState toCore(Repository repository) {
        return new JoinRequest.RepositoryState(
                repository.name(), repository.baseRef(), repository.patchset(), repository.additionalPatchsets());
    }

    private static long millisAboveZero(double seconds) {
        return Math.max(1, millis(seconds));
    }

    private static long millis(double seconds) {
        return Math.round(seconds * 1000);
    }
}

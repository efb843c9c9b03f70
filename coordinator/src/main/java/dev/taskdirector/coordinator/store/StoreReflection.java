package dev.taskdirector.coordinator.store;

import dev.taskdirector.coordinator.core.Assignment;
import dev.taskdirector.coordinator.core.CacheId;
import dev.taskdirector.coordinator.core.JoinRequest;
import dev.taskdirector.coordinator.core.LeaseId;
import dev.taskdirector.coordinator.core.PeerId;
import dev.taskdirector.coordinator.core.Row;
import dev.taskdirector.coordinator.core.RunId;
import dev.taskdirector.coordinator.core.SessionId;
import dev.taskdirector.coordinator.core.Settings;
import dev.taskdirector.coordinator.core.Why;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** What a native image must keep so that rows can be written and read as JSON. */
@RegisterForReflection(
        targets = {
            Row.PartitionRow.class,
            Row.SchemaAsk.class,
            Row.SchemaRow.class,
            Row.RunRow.class,
            Row.PlanRow.class,
            Row.WorkRow.class,
            Row.WorkState.class,
            Row.LeaseRow.class,
            Row.SessionRow.class,
            Row.EndedSessionRow.class,
            Row.AttemptRow.class,
            Row.DurationRow.class,
            Row.MachineRow.class,
            Assignment.State.class,
            Assignment.FailedAttempt.class,
            JoinRequest.class,
            JoinRequest.SchemaRef.class,
            JoinRequest.TaskDefinition.class,
            JoinRequest.RepositoryState.class,
            Settings.class,
            SettingsBody.class,
            SettingsBody.Written.class,
            SettingsBody.Loaded.class,
            Why.class,
            CacheId.class,
            LeaseId.class,
            PeerId.class,
            RunId.class,
            SessionId.class
        },
        classNames = {
            "dev.taskdirector.coordinator.store.RowJson$Id",
            "dev.taskdirector.coordinator.store.RowJson$AsBody",
            "dev.taskdirector.coordinator.store.RowJson$WithoutJoin"
        })
final class StoreReflection {

    private StoreReflection() {}
}

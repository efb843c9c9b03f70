package dev.taskdirector.coordinator.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.taskdirector.coordinator.core.Row.WorkRow;
import dev.taskdirector.coordinator.store.TaskDetail.UnderKey;
import dev.taskdirector.coordinator.store.TaskQueries.Found;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/** Answers why a task of a run was given to whom when, and what it waits for. */
@ApplicationScoped
class TaskDetails {

    /** Under as many keys the task is told; in nearly every run it has one. */
    private static final int KEYS_TOLD = 10;

    private final TaskQueries tasks;
    private final SkippedTasks skippedTasks;
    private final DataSource database;

    TaskDetails(TaskQueries tasks, SkippedTasks skippedTasks, DataSource database) {
        this.tasks = tasks;
        this.skippedTasks = skippedTasks;
        this.database = database;
    }

    /** The task of this name, if the run has it. */
    Optional<TaskDetail> of(RunEntity run, String name) throws SQLException, JsonProcessingException {
        try (Connection connection = database.getConnection()) {
            List<Found> found = tasks.named(run, name, List.of(), KEYS_TOLD);
            if (found.isEmpty()) {
                List<Long> works = new RunPlans(connection, run).worksNamed(name);
                found = works.isEmpty() ? List.of() : tasks.named(run, name, works, KEYS_TOLD);
            }
            return found.isEmpty() ? Optional.empty() : Optional.of(detail(connection, run, name, found));
        }
    }

    private TaskDetail detail(Connection connection, RunEntity run, String name, List<Found> found)
            throws SQLException, JsonProcessingException {
        List<WorkRow> works = found.stream().map(Found::work).toList();
        Set<Long> skipped = works.stream().anyMatch(Waits::isWaiting) ? skippedTasks.of(run) : Set.of();
        Reasons.Read reasons = Reasons.of(connection, run, works);
        Tries tries = Tries.of(run.partition, works, reasons.byLease());
        Waits waits = new Waits(connection, run, skipped);
        List<UnderKey> underKeys = new ArrayList<>();
        for (Found task : found) {
            underKeys.add(new UnderKey(tries.view(task.work(), task.ended(), skipped), waits.of(task.work())));
        }
        PatchsetVerdicts verdicts = PatchsetVerdicts.of(reasons.tries());
        return new TaskDetail(
                run.id,
                underKeys.get(0).task(),
                underKeys.get(0).waits(),
                underKeys.subList(1, underKeys.size()),
                verdicts.all(),
                verdicts.differs(name));
    }
}

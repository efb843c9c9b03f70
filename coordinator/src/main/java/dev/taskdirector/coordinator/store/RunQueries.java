package dev.taskdirector.coordinator.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.quarkus.hibernate.orm.panache.PanacheQuery;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Answers what runs there are and were, and who took part. Throws {@link StoreAwayException} if nothing answers. */
@ApplicationScoped
public class RunQueries {

    /** Peers of a run that are shown with it; more are on the pages of the peers. */
    private static final int PEERS_SHOWN = 1_000;

    private final TaskQueries tasks;
    private final SkippedTasks skippedTasks;
    private final TaskDetails taskDetails;
    private final PatchsetDifferences differences;

    RunQueries(TaskQueries tasks, SkippedTasks skippedTasks, TaskDetails taskDetails, PatchsetDifferences differences) {
        this.tasks = tasks;
        this.skippedTasks = skippedTasks;
        this.taskDetails = taskDetails;
        this.differences = differences;
    }

    /** Which runs are asked for; what is empty lets all pass. */
    public record RunFilter(Optional<String> cache, Optional<Boolean> open) {}

    /** Which sessions are asked for; what is empty lets all pass. */
    public record PeerFilter(Optional<String> cache, Optional<String> run, Optional<Boolean> live) {}

    /**
     * A run with all that is known of it.
     *
     * @param peerCount how many sessions took part
     * @param peers the 1,000 newest of them
     * @param differs its tasks that failed under one patchset and passed under another, at most 100, the newest
     *     failure first
     */
    public record RunDetail(
            RunView run,
            TaskCounts counts,
            long peerCount,
            List<PeerView> peers,
            List<TaskDifference> differs,
            Page<TaskView> tasks) {
        public RunDetail {
            peers = List.copyOf(peers);
            differs = List.copyOf(differs);
        }
    }

    /** Runs, the newest first. */
    public Page<RunView> runs(RunFilter filter, Page.Wanted wanted) {
        Conditions conditions = new Conditions().when("cache", filter.cache()).when("live", filter.open());
        return Reading.of(() -> page(
                RunEntity.find(conditions.text(), Sort.descending("openedAt").and("id"), conditions.values()),
                wanted,
                RunEntity::view));
    }

    /** Sessions, the newest first. */
    public Page<PeerView> peers(PeerFilter filter, Page.Wanted wanted) {
        return Reading.of(() -> page(find(filter), wanted, SessionEntity::view));
    }

    /** A run and a page of its tasks, if it is known. */
    public Optional<RunDetail> run(String id, Page.Wanted wanted) {
        return Reading.of(() -> {
            Optional<RunEntity> run = find(id);
            return run.isPresent() ? Optional.of(detail(run.get(), wanted)) : Optional.empty();
        });
    }

    /** Whether a run is known. */
    public boolean hasRun(String id) {
        return Reading.of(() -> find(id).isPresent());
    }

    /** A task of a run and why it was given to whom when, if both are known. */
    public Optional<TaskDetail> task(String id, String name) {
        return Reading.of(() -> {
            Optional<RunEntity> run = find(id);
            return run.isPresent() ? taskDetails.of(run.get(), name) : Optional.empty();
        });
    }

    private static Optional<RunEntity> find(String id) {
        return RunEntity.<RunEntity>find("id", id).firstResultOptional();
    }

    private RunDetail detail(RunEntity run, Page.Wanted wanted) throws SQLException, JsonProcessingException {
        PeerFilter filter = new PeerFilter(Optional.empty(), Optional.of(run.id), Optional.empty());
        Page<PeerView> peers = page(find(filter), new Page.Wanted(0, PEERS_SHOWN), SessionEntity::view);
        TaskCounts counts = tasks.counts(run);
        Set<Long> skipped = counts.failed() == 0 ? Set.of() : skippedTasks.of(run);
        return new RunDetail(
                run.view(),
                counts.withSkipped(skipped.size()),
                peers.total(),
                peers.items(),
                differences.of(run),
                tasks.page(run, wanted, counts.tasks(), skipped));
    }

    private static PanacheQuery<SessionEntity> find(PeerFilter filter) {
        Conditions conditions = new Conditions()
                .when("cache", filter.cache())
                .when("run", filter.run())
                .when("live", filter.live());
        return SessionEntity.find(conditions.text(), Sort.descending("joinedAt").and("id"), conditions.values());
    }

    private static <E, V> Page<V> page(PanacheQuery<E> query, Page.Wanted wanted, Function<E, V> view) {
        List<V> items =
                query.page(wanted.page(), wanted.size()).stream().map(view).toList();
        return new Page<>(wanted.page(), wanted.size(), query.count(), items);
    }

    /** Conditions on columns that must all hold. */
    private static final class Conditions {
        private final StringBuilder text = new StringBuilder("1 = 1");
        private final Map<String, Object> values = new TreeMap<>();

        Conditions when(String column, Optional<?> value) {
            value.ifPresent(wanted -> {
                text.append(" and ").append(column).append(" = :").append(column);
                values.put(column, wanted);
            });
            return this;
        }

        String text() {
            return text.toString();
        }

        Map<String, Object> values() {
            return values;
        }
    }
}

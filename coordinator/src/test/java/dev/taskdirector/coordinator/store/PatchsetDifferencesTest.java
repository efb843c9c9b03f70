package dev.taskdirector.coordinator.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.coordinator.core.Changes;
import dev.taskdirector.coordinator.core.JoinRequest;
import dev.taskdirector.coordinator.core.JoinRequest.RepositoryState;
import dev.taskdirector.coordinator.core.JoinRequest.SchemaRef;
import dev.taskdirector.coordinator.core.LeaseId;
import dev.taskdirector.coordinator.core.PeerId;
import dev.taskdirector.coordinator.core.Row;
import dev.taskdirector.coordinator.core.Row.AttemptRow;
import dev.taskdirector.coordinator.core.Row.Kind;
import dev.taskdirector.coordinator.core.Row.WorkState;
import dev.taskdirector.coordinator.core.RunId;
import dev.taskdirector.coordinator.core.SessionId;
import dev.taskdirector.coordinator.runtime.CheckpointStore.LogPosition;
import dev.taskdirector.coordinator.runtime.RandomRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PatchsetDifferencesTest {

    private static final String RUN = "muc9.3.1";
    private static final String OTHER_RUN = "muc9.3.2";
    private static TestDatabase database;

    private final RandomRows random = new RandomRows(new Random(7));
    private final List<Row> rows = new ArrayList<>();

    @BeforeAll
    static void startDatabase() {
        database = new TestDatabase();
    }

    @AfterAll
    static void stopDatabase() {
        database.close();
    }

    @BeforeEach
    void twoPeersWithPatchsetsOfTheirOwn() {
        database.empty();
        session("old", "a1");
        session("new", "a2");
    }

    @Test
    void aTaskThatFailedAndPassedUnderOtherPatchsetsIsTold() throws Exception {
        plan(1, 1, 2, 3);
        fails(1, "common", "new", "failed");
        builds(1, "common", "old");
        fails(2, "maps", "new", "timed out");
        isBuiltWithoutALease(2, "maps", "old");
        builds(3, "planning", "old");
        assertThat(differences())
                .containsExactly(
                        new TaskDifference("maps", "maps fails with a2 of app and passes with a1"),
                        new TaskDifference("common", "common fails with a2 of app and passes with a1"));
    }

    @Test
    void aTaskThatIsAnotherWorkUnderAnotherPatchsetIsComparedWithIt() throws Exception {
        plan(1, 1, 2, 3);
        plan(2, 11, 12, 3);
        fails(12, "maps", "new", "failed");
        builds(2, "maps", "old");
        builds(1, "common", "old");
        builds(11, "common", "new");
        assertThat(differences())
                .containsExactly(new TaskDifference("maps", "maps fails with a2 of app and passes with a1"));
    }

    @Test
    void whatOnlyFailedOrDependsOnNoPatchsetIsNotTold() throws Exception {
        session("twin", "a2");
        plan(1, 1, 2, 3, 4);
        fails(1, "common", "new", "failed");
        fails(1, "common", "old", "failed");
        fails(2, "maps", "new", "failed");
        builds(2, "maps", "twin");
        fails(3, "planning", "new", "aborted");
        builds(3, "planning", "old");
        builds(4, "docs", "old");
        assertThat(differences()).isEmpty();
    }

    @Test
    void whatFailedInAnotherRunIsToldThere() throws Exception {
        plan(1, 1);
        rows.add(attempt(OTHER_RUN, 1, "common", "new", "failed"));
        builds(1, "common", "old");
        save();
        assertThat(differencesOf(RUN)).isEmpty();
        assertThat(differencesOf(OTHER_RUN)).extracting(TaskDifference::task).containsExactly("common");
    }

    @Test
    void aHundredTasksAreToldTheOneThatFailedLastFirst() throws Exception {
        long[] works = LongStream.range(0, PatchsetDifferences.TOLD + 1).toArray();
        plan(1, works);
        for (long work : works) {
            fails(work, "task-" + work, "new", "failed");
            builds(work, "task-" + work, "old");
        }
        List<TaskDifference> differences = differences();
        assertThat(differences).hasSize(100);
        assertThat(differences.get(0).task()).isEqualTo("task-100");
        assertThat(differences.get(99).task()).isEqualTo("task-1");
    }

    @Test
    void theFailuresOfARunAreFoundByTheirIndex() {
        assertThat(database.plan(PatchsetDifferences.FAILURES, "3", "'" + RUN + "'", "10"))
                .contains("attempt_failed");
    }

    private List<TaskDifference> differences() throws Exception {
        save();
        return differencesOf(RUN);
    }

    private void save() {
        new PostgresCheckpointStore(database.source())
                .save(3, 0, new LogPosition("topic", 12, 1), new Changes(rows, List.of()));
    }

    private static List<TaskDifference> differencesOf(String id) throws Exception {
        RunEntity run = new RunEntity();
        run.partition = 3;
        run.id = id;
        return new PatchsetDifferences(database.source()).of(run);
    }

    private void fails(long work, String task, String peer, String how) {
        rows.add(attempt(RUN, work, task, peer, how));
    }

    private void builds(long work, String task, String peer) {
        rows.add(attempt(RUN, work, task, peer, "succeeded"));
        isBuiltWithoutALease(work, task, peer);
    }

    private void isBuiltWithoutALease(long work, String task, String peer) {
        Map<String, Object> built =
                Map.of("task", task, "state", WorkState.DONE, "builtBy", Optional.of(new PeerId(peer)));
        rows.add(changed(random.work((int) work), built));
    }

    /** Each begins after the one before. */
    private AttemptRow attempt(String run, long work, String task, String peer, String outcome) {
        long started = 1_000L * rows.size();
        return new AttemptRow(
                new LeaseId(work + "." + rows.size()),
                new RunId(run),
                work,
                task,
                new PeerId(peer),
                new SessionId("s-" + peer),
                started,
                Optional.of(started + 500),
                Optional.of(outcome),
                Optional.empty(),
                Optional.empty());
    }

    private void plan(long id, long... works) {
        List<Long> all = LongStream.of(works).boxed().toList();
        Map<String, Object> values = Map.of("plan", id, "run", new RunId(RUN), "digest", "sha256:1", "works", all);
        rows.add(changed(random.row(Kind.PLAN, 0), values));
    }

    private void session(String peer, String patchset) {
        JoinRequest join = new JoinRequest(
                new SchemaRef("driving", "sha256:1", Optional.empty()),
                Optional.empty(),
                "sha256:c",
                Optional.empty(),
                true,
                List.of(new RepositoryState("app", "main", patchset, List.of())),
                false,
                Optional.empty(),
                Optional.empty(),
                false,
                Map.of());
        Map<String, Object> values = Map.of(
                "session",
                new SessionId("s-" + peer),
                "peer",
                new PeerId(peer),
                "run",
                Optional.of(new RunId(RUN)),
                "join",
                join);
        rows.add(changed(random.row(Kind.SESSION, 0), values));
    }

    private static Row changed(Row row, Map<String, Object> values) {
        Row changed = row;
        for (Map.Entry<String, Object> value : values.entrySet()) {
            changed = RandomRows.with(changed, value.getKey(), value.getValue());
        }
        return changed;
    }
}

package dev.taskdirector.coordinator.api;

import dev.taskdirector.coordinator.core.Assignment;
import dev.taskdirector.coordinator.core.CacheId;
import dev.taskdirector.coordinator.core.Changes;
import dev.taskdirector.coordinator.core.JoinRequest.SchemaRef;
import dev.taskdirector.coordinator.core.JoinRequest.TaskDefinition;
import dev.taskdirector.coordinator.core.PeerId;
import dev.taskdirector.coordinator.core.Row;
import dev.taskdirector.coordinator.core.Row.Kind;
import dev.taskdirector.coordinator.core.Row.WorkState;
import dev.taskdirector.coordinator.core.RunId;
import dev.taskdirector.coordinator.core.SessionId;
import dev.taskdirector.coordinator.runtime.CheckpointStore;
import dev.taskdirector.coordinator.runtime.CheckpointStore.LogPosition;
import dev.taskdirector.coordinator.runtime.CheckpointStore.Saved;
import dev.taskdirector.coordinator.runtime.RandomRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * Writes a small history through the checkpoint store, once however often it is asked: two caches, an open run with six
 * tasks, a closed one, a large one.
 */
final class History {

    static final String OPEN = "muc9.40.18812";
    static final String CLOSED = "muc9.40.17000";
    static final String LARGE = "ber1.40.19000";
    static final String ODD_NAME = "//driving/a b+c%2F?ü#:all";
    static final long NOON = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();

    private static final int PARTITION = 40;

    private final RandomRows random = new RandomRows(new Random(5));

    void write(CheckpointStore store) {
        List<Row> rows = new ArrayList<>(List.of(
                schema(),
                run(OPEN, "muc9", NOON),
                run(CLOSED, "muc9", NOON - 3_600_000),
                run(LARGE, "ber1", NOON - 7_200_000),
                plan(1, OPEN, List.of(1L, 2L, 3L)),
                plan(2, OPEN, List.of(1L, 2L, 3L, 4L, 5L, 6L)),
                plan(3, CLOSED, List.of()),
                plan(4, LARGE, LongStream.range(1_000, 101_000).boxed().toList()),
                session("s-1", "runner-1", OPEN, NOON),
                session("s-2", "runner-2", OPEN, NOON + 1),
                session("s-0", "runner-0", CLOSED, NOON - 3_600_000)));
        rows.addAll(List.of(
                done(),
                failed(),
                running(),
                work(4, "deploy", WorkState.OPEN, Map.of()),
                work(5, "docs", WorkState.OPEN, Map.of()),
                paused()));
        rows.addAll(Reasoned.attempts());
        rows.addAll(Learnt.rows());
        Row built = work(1_000, "", WorkState.DONE, Map.of("builtBy", peer("runner-9")));
        LongStream.range(1_000, 101_000)
                .forEach(id -> rows.add(RandomRows.with(RandomRows.with(built, "work", id), "task", nameOf(id))));
        List<Row.Key> closed =
                List.of(new Row.Key(Kind.RUN, CLOSED), new Row.Key(Kind.PLAN, "3"), new Row.Key(Kind.SESSION, "s-0"));
        Saved saved = store.save(PARTITION, 0, new LogPosition("topic", 12, 18_900), new Changes(rows, closed));
        if (!saved.equals(new Saved.Done(1)) && !(saved instanceof Saved.RaceLost)) {
            throw new IllegalStateException("history was not written: " + saved);
        }
    }

    private static String nameOf(long id) {
        return id == 1_000 ? ODD_NAME : "task-" + id;
    }

    private Row done() {
        return work(
                1,
                "common",
                WorkState.DONE,
                Map.of(
                        "builtBy", peer("runner-1"),
                        "builtMillis", Optional.of(9_500L),
                        "endedTimestamp", Optional.of(NOON + 20_000)));
    }

    private Row failed() {
        return work(2, "maps", WorkState.FAILED, Map.of("attempts", 1, "endedTimestamp", Optional.of(NOON + 20_000)));
    }

    private Row running() {
        return work(3, "planning", WorkState.OPEN, Map.of("leases", Reasoned.leases()));
    }

    private Row paused() {
        return work(
                6,
                "lint",
                WorkState.OPEN,
                Map.of("unavailable", 1, "unavailableAt", List.of(new PeerId("runner-2")), "heldUntil", 65_000L));
    }

    /** Its fourth task needs the second, which fails; its fifth needs the third, which runs. */
    private static Row schema() {
        List<TaskDefinition> tasks = new ArrayList<>();
        for (String name : List.of("common", "maps", "planning", "deploy", "docs", "lint")) {
            List<String> needs = switch (name) {
                case "deploy" -> List.of("planning", "maps");
                case "docs" -> List.of("common", "planning");
                default -> List.of();
            };
            tasks.add(new TaskDefinition(name, needs, Optional.empty(), Optional.empty()));
        }
        return new Row.SchemaRow(new SchemaRef("driving", "sha256:1", Optional.of("//driving/...")), tasks);
    }

    private Row run(String id, String cache, long opened) {
        return changed(
                random.row(Kind.RUN, 0),
                Map.of(
                        "run",
                        new RunId(id),
                        "cache",
                        new CacheId(cache),
                        "schema",
                        new SchemaRef("driving", "sha256:1", Optional.of("//driving/...")),
                        "context",
                        "sha256:c",
                        "keyed",
                        true,
                        "relied",
                        10L,
                        "ghosts",
                        1L,
                        "openedTimestamp",
                        opened,
                        "closedTimestamp",
                        id.equals(CLOSED) ? Optional.of(NOON) : Optional.empty()));
    }

    private Row plan(long id, String run, List<Long> works) {
        return changed(
                random.row(Kind.PLAN, 0),
                Map.of(
                        "plan",
                        id,
                        "run",
                        new RunId(run),
                        "digest",
                        "sha256:1",
                        "works",
                        works,
                        "openedTimestamp",
                        Optional.of(NOON)));
    }

    private Row work(long id, String task, WorkState state, Map<String, Object> more) {
        Map<String, Object> values = new TreeMap<>(Map.of(
                "work", id,
                "task", task,
                "taskKey", Optional.of("k1:" + id),
                "state", state,
                "builtBy", Optional.empty(),
                "builtMillis", Optional.empty(),
                "endedTimestamp", Optional.empty(),
                "attempts", 0,
                "leases", List.of()));
        values.putAll(Map.of("failedBy", List.of(), "unavailable", 0, "unavailableAt", List.of(), "heldUntil", 0L));
        values.putAll(more);
        return changed(random.work(0), values);
    }

    private Row session(String id, String peer, String run, long joined) {
        boolean left = run.equals(CLOSED);
        Map<String, Object> values = new TreeMap<>(Map.of(
                "session",
                new SessionId(id),
                "peer",
                new PeerId(peer),
                "cache",
                new CacheId("muc9"),
                "run",
                Optional.of(new RunId(run)),
                "state",
                Optional.of(left ? Assignment.State.COMPLETE : Assignment.State.WORKING),
                "slots",
                2,
                "joinedTimestamp",
                joined,
                "leftTimestamp",
                left ? Optional.of(NOON) : Optional.empty(),
                "leftBecause",
                left ? Optional.of("complete") : Optional.empty()));
        values.putAll(Map.of("join", Reasoned.join(peer), "misfires", Reasoned.misfires(peer)));
        return changed(random.row(Kind.SESSION, 0), values);
    }

    private static Optional<PeerId> peer(String id) {
        return Optional.of(new PeerId(id));
    }

    private static Row changed(Row row, Map<String, Object> values) {
        Row changed = row;
        for (Map.Entry<String, Object> entry : values.entrySet()) {
            changed = RandomRows.with(changed, entry.getKey(), entry.getValue());
        }
        return changed;
    }
}

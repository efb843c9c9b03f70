package dev.taskdirector.coordinator.runtime;

import dev.taskdirector.coordinator.core.Assignment;
import dev.taskdirector.coordinator.core.CacheId;
import dev.taskdirector.coordinator.core.JoinRequest;
import dev.taskdirector.coordinator.core.JoinRequest.RepositoryState;
import dev.taskdirector.coordinator.core.JoinRequest.SchemaRef;
import dev.taskdirector.coordinator.core.JoinRequest.TaskDefinition;
import dev.taskdirector.coordinator.core.LeaseId;
import dev.taskdirector.coordinator.core.PeerId;
import dev.taskdirector.coordinator.core.Row;
import dev.taskdirector.coordinator.core.Row.Kind;
import dev.taskdirector.coordinator.core.RunId;
import dev.taskdirector.coordinator.core.SessionId;
import dev.taskdirector.coordinator.core.Settings;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Rows of every shape, with the texts that stores get wrong. */
public final class RandomRows {

    private static final List<String> TEXTS = List.of(
            "",
            "planning",
            "//driving/...",
            "it's \"quoted\" \\ {a}, {b}",
            "NULL",
            "zero\u0000byte",
            "half \uD83D pair",
            "Prüfstand 測試 \uD83D\uDE80",
            "line\nbreak\ttab",
            "'; DROP TABLE work; --");

    private final Random random;

    public RandomRows(Random random) {
        this.random = random;
    }

    /** A row of this kind; {@code id} makes it the same row or another one. */
    public Row row(Kind kind, int id) {
        return switch (kind) {
            case PARTITION -> partition();
            case SCHEMA -> new Row.SchemaRow(schema("sha256:" + id), list(this::task));
            case RUN -> run(id);
            case PLAN ->
                new Row.PlanRow(id, runId(), text(), list(this::number), list(this::number), optional(this::number));
            case WORK -> work(id);
            case SESSION -> session(id);
            case ENDED_SESSION ->
                new Row.EndedSessionRow(new SessionId("session-" + id), peer(), optional(this::sessionId), number());
            case ATTEMPT -> attempt(id);
        };
    }

    private Row partition() {
        Settings settings = new Settings(
                number(), number(), number(), count(), count(), number(), number(), number(), number(), number(),
                count());
        return new Row.PartitionRow(
                number(), optional(this::number), count(), number(), number(), number(), number(), settings);
    }

    private Row run(int id) {
        return new Row.RunRow(
                new RunId("muc9.3." + id),
                cache(),
                schema(text()),
                text(),
                flag(),
                flag(),
                number(),
                number(),
                number(),
                number(),
                optional(this::number),
                list(() -> list(this::repository)),
                number());
    }

    /** A work under this number. */
    public Row.WorkRow work(int id) {
        return new Row.WorkRow(
                id,
                cache(),
                text(),
                optional(this::text),
                text(),
                pick(Row.WorkState.values()),
                optional(this::peer),
                optional(this::number),
                optional(this::number),
                count(),
                list(() -> new Assignment.FailedAttempt(peer(), optional(this::count))),
                list(this::peer),
                count(),
                list(this::peer),
                number(),
                list(this::lease));
    }

    private Row.LeaseRow lease() {
        return new Row.LeaseRow(leaseId(), sessionId(), count(), number(), number(), optional(this::number));
    }

    private Row session(int id) {
        return new Row.SessionRow(
                new SessionId("session-" + id),
                peer(),
                cache(),
                number(),
                count(),
                join(),
                flag(),
                optional(this::runId),
                optional(this::number),
                number(),
                optional(() -> pick(Assignment.State.values())),
                list(this::leaseId),
                number(),
                number(),
                number(),
                number(),
                count(),
                flag(),
                flag(),
                flag(),
                number(),
                list(this::count),
                list(this::count),
                list(this::count),
                list(this::leaseId),
                number(),
                optional(this::number),
                optional(this::text));
    }

    private Row attempt(int id) {
        return new Row.AttemptRow(
                new LeaseId("lease-" + id),
                runId(),
                number(),
                text(),
                peer(),
                sessionId(),
                number(),
                optional(this::number),
                optional(this::text),
                optional(this::count));
    }

    private JoinRequest join() {
        return new JoinRequest(
                schema(text()),
                optional(() -> list(this::task)),
                text(),
                optional(() -> list(this::text)),
                flag(),
                list(this::repository),
                flag(),
                optional(this::text),
                optional(this::text),
                flag(),
                Map.of("site", text()));
    }

    private SchemaRef schema(String digest) {
        return new SchemaRef(text(), digest, optional(this::text));
    }

    private TaskDefinition task() {
        return new TaskDefinition(text(), list(this::text), optional(this::number), optional(this::number));
    }

    private RepositoryState repository() {
        return new RepositoryState(text(), text(), text(), list(this::text));
    }

    private CacheId cache() {
        return new CacheId("cache-" + random.nextInt(3));
    }

    private PeerId peer() {
        return new PeerId("runner-" + random.nextInt(20));
    }

    private RunId runId() {
        return new RunId("muc9.3." + random.nextInt(20));
    }

    private SessionId sessionId() {
        return new SessionId("session-" + random.nextInt(20));
    }

    private LeaseId leaseId() {
        return new LeaseId("lease-" + random.nextInt(20));
    }

    private String text() {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    private long number() {
        return switch (random.nextInt(6)) {
            case 0 -> 0;
            case 1 -> Long.MAX_VALUE;
            case 2 -> -1;
            default -> random.nextLong() >>> random.nextInt(1, 64);
        };
    }

    private int count() {
        return random.nextInt(10) == 0 ? Integer.MAX_VALUE : random.nextInt(1_000);
    }

    private boolean flag() {
        return random.nextBoolean();
    }

    private <T> T pick(T[] values) {
        return Arrays.asList(values).get(random.nextInt(values.length));
    }

    private <T> Optional<T> optional(Supplier<T> value) {
        return flag() ? Optional.of(value.get()) : Optional.empty();
    }

    private <T> List<T> list(Supplier<T> value) {
        return Stream.generate(value).limit(random.nextInt(4)).toList();
    }
}

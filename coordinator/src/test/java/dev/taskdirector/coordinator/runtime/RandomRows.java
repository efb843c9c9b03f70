package dev.taskdirector.coordinator.runtime;

import dev.taskdirector.coordinator.core.CacheId;
import dev.taskdirector.coordinator.core.LeaseId;
import dev.taskdirector.coordinator.core.PeerId;
import dev.taskdirector.coordinator.core.Row;
import dev.taskdirector.coordinator.core.Row.Kind;
import dev.taskdirector.coordinator.core.RunId;
import dev.taskdirector.coordinator.core.SessionId;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Rows of every shape, with the texts and numbers that stores get wrong. It goes by the records' components, so what is
 * added to a row is tried without anybody having to think of it.
 */
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

    /** The longest text of a name, of a label in records of before, and of an id; the contract's own are below or equal. */
    private static final int NAME = 1_024;

    private static final int LABEL = 4_096;
    private static final int ID = 128;

    private static final List<Class<?>> IDS =
            List.of(CacheId.class, LeaseId.class, PeerId.class, RunId.class, SessionId.class);

    private static final CacheId CACHE = new CacheId("c".repeat(ID));

    private final Random random;

    public RandomRows(Random random) {
        this.random = random;
    }

    /** A row of this kind; {@code id} makes it the same row or another one. */
    public Row row(Kind kind, int id) {
        return switch (kind) {
            case PARTITION -> record(Row.PartitionRow.class, Map.of());
            case SCHEMA -> record(Row.SchemaRow.class, Map.of("digest", "sha256:" + id));
            case RUN -> record(Row.RunRow.class, Map.of("run", new RunId("muc9.3." + id)));
            case PLAN -> record(Row.PlanRow.class, Map.of("plan", (long) id));
            case WORK -> work(id);
            case SESSION -> record(Row.SessionRow.class, Map.of("session", new SessionId("session-" + id)));
            case ENDED_SESSION -> record(Row.EndedSessionRow.class, Map.of("session", new SessionId("session-" + id)));
            case DURATION ->
                record(
                        Row.DurationRow.class,
                        Map.of("cache", CACHE, "schema", named("driving", id), "task", named("task", id)));
            case MACHINE ->
                record(
                        Row.MachineRow.class,
                        Map.of("cache", CACHE, "name", isLong(id) ? longText(LABEL, id) : "machine " + id));
            case ATTEMPT -> record(Row.AttemptRow.class, Map.of("lease", new LeaseId("lease-" + id)));
        };
    }

    /** Every third row has names as long as they may be. */
    private static String named(String what, int id) {
        return isLong(id) ? longText(NAME, id + what.length()) : what + " " + id;
    }

    private static boolean isLong(int id) {
        return id % 3 == 2;
    }

    /** A text of so many characters, of the most bytes that they may have, in which there is nothing to compress. */
    public static String longText(int codePoints, long seed) {
        Random letters = new Random(seed);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < codePoints; i++) {
            text.appendCodePoint(0x20000 + letters.nextInt(0xa000));
        }
        return text.toString();
    }

    /** A work under this number. */
    public Row.WorkRow work(int id) {
        return record(Row.WorkRow.class, Map.of("work", (long) id));
    }

    /** A row like this one with one component of its own changed. */
    public static <R extends Row> R with(R row, String component, Object value) {
        try {
            RecordComponent[] components = row.getClass().getRecordComponents();
            Object[] values = new Object[components.length];
            for (int i = 0; i < values.length; i++) {
                boolean changed = components[i].getName().equals(component);
                values[i] = changed ? value : components[i].getAccessor().invoke(row);
            }
            @SuppressWarnings("unchecked")
            Class<R> type = (Class<R>) row.getClass();
            return construct(type, components, values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no copy of " + row, e);
        }
    }

    /** {@code fixed} gives components by name, in the row itself and, for a schema, in its reference. */
    private <T> T record(Class<T> type, Map<String, Object> fixed) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            String name = components[i].getName();
            boolean schemaReference = type == Row.SchemaRow.class && name.equals("schema");
            values[i] = schemaReference
                    ? record(components[i].getType(), fixed)
                    : Optional.ofNullable(fixed.get(name)).orElseGet(valueOf(components[i].getGenericType()));
        }
        try {
            return construct(type, components, values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no " + type, e);
        }
    }

    private static <T> T construct(Class<T> type, RecordComponent[] components, Object[] values)
            throws ReflectiveOperationException {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        return type.getDeclaredConstructor(types).newInstance(values);
    }

    private Supplier<Object> valueOf(Type type) {
        return () -> value(type);
    }

    private Object value(Type type) {
        if (type instanceof ParameterizedType generic) {
            return container(generic);
        }
        Class<?> plain = (Class<?>) type;
        if (plain == long.class || plain == Long.class) {
            return number();
        }
        if (plain == int.class || plain == Integer.class) {
            return random.nextInt(10) == 0 ? Integer.MAX_VALUE : random.nextInt(1_000);
        }
        if (plain == boolean.class || plain == Boolean.class) {
            return random.nextBoolean();
        }
        if (plain == String.class) {
            return text();
        }
        if (plain.isEnum()) {
            return plain.getEnumConstants()[random.nextInt(plain.getEnumConstants().length)];
        }
        if (IDS.contains(plain)) {
            String id = "id-" + random.nextInt(20);
            return record(plain, Map.of("value", random.nextBoolean() ? id : id + "-".repeat(ID - id.length())));
        }
        return record(plain, Map.of());
    }

    private Object container(ParameterizedType type) {
        Type element = type.getActualTypeArguments()[0];
        if (type.getRawType() == Optional.class) {
            return random.nextBoolean() ? Optional.of(value(element)) : Optional.empty();
        }
        if (type.getRawType() == List.class) {
            return Stream.generate(valueOf(element)).limit(random.nextInt(4)).toList();
        }
        if (type.getRawType() == Map.class) {
            Map<Object, Object> map = new LinkedHashMap<>();
            IntStream.range(0, random.nextInt(4))
                    .forEach(i -> map.put(value(element), value(type.getActualTypeArguments()[1])));
            return map;
        }
        throw new IllegalStateException("no values known of " + type);
    }

    private String text() {
        return random.nextInt(1_000) == 0
                ? longText(LABEL, random.nextLong())
                : TEXTS.get(random.nextInt(TEXTS.size()));
    }

    private long number() {
        return switch (random.nextInt(6)) {
            case 0 -> 0;
            case 1 -> Long.MAX_VALUE;
            case 2 -> -1;
            default -> random.nextLong() >>> random.nextInt(1, 64);
        };
    }
}

package dev.taskdirector.wire;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The names of an enum's values in JSON: lower case, with hyphens. Said by a rule and not read from annotations, so that
 * neither start-up nor a native image pays for reflection; a test holds the rule against the annotations.
 */
final class WireNames<E extends Enum<E>> {

    private final Map<E, String> names;
    private final Map<String, E> values = new LinkedHashMap<>();

    WireNames(Class<E> type) {
        names = new EnumMap<>(type);
        for (E value : type.getEnumConstants()) {
            String name = value.name().toLowerCase(Locale.ROOT).replace('_', '-');
            names.put(value, name);
            values.put(name, value);
        }
    }

    String nameOf(E value) {
        String name = names.get(value);
        if (name == null) {
            throw new IllegalStateException("no wire name for " + value);
        }
        return name;
    }

    Optional<E> valueOf(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** All names, for a sentence: {@code a, b or c}. */
    String choice() {
        String all = String.join(", ", values.keySet());
        int last = all.lastIndexOf(", ");
        return last < 0 ? all : all.substring(0, last) + " or " + all.substring(last + 2);
    }
}

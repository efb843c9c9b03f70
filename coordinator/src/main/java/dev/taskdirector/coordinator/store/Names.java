package dev.taskdirector.coordinator.store;

import java.util.List;

/** Lists of names in a sentence. */
final class Names {

    private static final int NAMED = 3;

    private Names() {}

    /** {@code planning}, {@code planning and maps}, {@code planning, maps, common and 7 more}. */
    static String of(List<String> names) {
        int last = names.size() - 1;
        if (last > NAMED) {
            return String.join(", ", names.subList(0, NAMED)) + " and " + (names.size() - NAMED) + " more";
        }
        return last < 1
                ? String.join("", names)
                : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }
}

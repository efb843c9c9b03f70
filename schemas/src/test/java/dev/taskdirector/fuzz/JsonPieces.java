package dev.taskdirector.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/** What hostile records are made of. */
public final class JsonPieces {

    public static final List<String> ALL = all();

    private JsonPieces() {}

    /** What no dictionary of libFuzzer can hold comes last. */
    private static List<String> all() {
        DictionaryEntries words = JsonWords.class.getAnnotation(DictionaryEntries.class);
        List<String> all = new ArrayList<>(List.of(Objects.requireNonNull(words).value()));
        all.addAll(List.of("\0", "\u007f", "9".repeat(500)));
        return Collections.unmodifiableList(all);
    }
}

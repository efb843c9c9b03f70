package dev.taskdirector.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.fuzz.JsonSchemas;
import java.util.Optional;
import java.util.regex.Pattern;

/** The reader and the JSON Schema take the same records, but for what a JSON Schema can't say. */
final class Agreement {

    /** What only the reader can tell. */
    private static final Pattern NOT_IN_THE_SCHEMA = Pattern.compile(".* has half a surrogate pair"
            + "|.*: the name has a control character or half a character"
            + "|two tasks of the schema are named .*"
            + "|repository .* is named twice"
            + "|there are \\d+ keys for \\d+ tasks; each task has one"
            + "|task .* needs .*, which is not a task of the schema"
            + "|tasks need each other in a circle: .*"
            + "|.* has \\d+ bytes of targets; at most 65536 are allowed for a task"
            + "|join\\.(schema\\.tasks|repositories) has more than \\d+ (targets|needs|additional patchsets) in all"
            + "|join\\.labels has \\d+ bytes; at most 8192 are allowed"
            + "|time is .*, which is (no date|in the year 10000)");

    private Agreement() {}

    /** @param refusal the reader's sentence; empty if it took the record */
    static void check(String schema, byte[] record, Optional<String> refusal) {
        boolean isRefused = refusal.isPresent();
        if (isRefused && NOT_IN_THE_SCHEMA.matcher(refusal.get()).matches()) {
            return;
        }
        assertThat(JsonSchemas.isValid(schema, record))
                .as(refusal.orElse("taken"))
                .isEqualTo(!isRefused);
    }
}

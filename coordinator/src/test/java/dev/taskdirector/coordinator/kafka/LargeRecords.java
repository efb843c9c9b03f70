package dev.taskdirector.coordinator.kafka;

import static dev.taskdirector.coordinator.kafka.Spoken.schema;

import dev.taskdirector.wire.Join;
import dev.taskdirector.wire.Limits;
import dev.taskdirector.wire.Repository;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What is large in a bad record, or as large as may be. */
final class LargeRecords {
    private LargeRecords() {}

    /** A text of the characters that take most bytes, in no order that could be compressed. */
    static String longest(int characters) {
        StringBuilder text = new StringBuilder();
        new Random(characters).ints(characters, 0x20000, 0x2a000).forEach(text::appendCodePoint);
        return text.toString();
    }

    /** A field with a join of so many tasks, each with so many targets and needs of one letter. */
    static String joinOf(int tasks, int targets, int needs) {
        String rest = "\",\"targets\":[" + letters(targets) + "],\"needs\":[" + letters(needs) + "]}";
        return IntStream.range(0, tasks)
                .mapToObj(task -> "{\"name\":\"" + task + rest)
                .collect(Collectors.joining(
                        ",",
                        ",\"join\":{\"schema\":{\"id\":\"x\",\"digest\":\"sha256:" + "0".repeat(64) + "\",\"tasks\":[",
                        "]},\"context\":\"c\"}"));
    }

    private static String letters(int count) {
        return String.join(",", Collections.nCopies(count, "\"a\""));
    }

    /** A join with more additional patchsets than all its repositories may have. */
    static Join patchsets() {
        List<String> patchsets = Collections.nCopies(Limits.ADDITIONAL_PATCHSETS, "5bfb446");
        return withRepositories(IntStream.rangeClosed(0, Limits.PATCHSETS / Limits.ADDITIONAL_PATCHSETS)
                .mapToObj(i -> new Repository("org/" + i, "main", "5bfb446", patchsets))
                .toList());
    }

    static Join withRepositories(List<Repository> repositories) {
        Join plain = schema("x", "a");
        return new Join(
                plain.schema(),
                plain.context(),
                plain.keys(),
                true,
                repositories,
                false,
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    /** A join whose repositories have more text than may be. */
    static Join longRefs() {
        String ref = "x".repeat(Limits.NAME);
        return withRepositories(IntStream.rangeClosed(0, Limits.REPOSITORY_BYTES / Limits.NAME)
                .mapToObj(i -> new Repository("org/" + i, ref, "5bfb446", List.of()))
                .toList());
    }

    /** A join with labels of such values. */
    static Join labels(int count, int length) {
        Map<String, String> labels =
                IntStream.range(0, count).boxed().collect(Collectors.toMap(i -> "label-" + i, i -> "x".repeat(length)));
        return Spoken.join(schema("x", "a").schema(), Optional.empty(), labels);
    }
}

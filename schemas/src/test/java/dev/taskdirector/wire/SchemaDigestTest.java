package dev.taskdirector.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SchemaDigestTest {

    private static final JoinTask A = new JoinTask("a", List.of("t"), List.of(), Optional.empty(), Optional.empty());

    @Test
    void estimatesAndTheOrderOfNeedsAreNotPartOfIt() {
        assertThat(digest(task("c", List.of("t"), List.of("a", "b"))))
                .isEqualTo(
                        digest(new JoinTask("c", List.of("t"), List.of("b", "a"), Optional.of(1.0), Optional.of(2.0))));
    }

    @Test
    void everythingElseIsAndNoTwoSchemasLookAlike() {
        List<String> digests = List.of(
                digest(A),
                digest(A, A),
                digest(task("a", List.of("t", "t"), List.of())),
                digest(task("a", List.of("t"), List.of("t"))),
                digest(task("at", List.of(""), List.of())),
                digest(task("a", List.of(), List.of("t"))),
                SchemaDigest.of("id", Optional.of(""), List.of(A)),
                SchemaDigest.of("id", Optional.of("u"), List.of(A)),
                SchemaDigest.of("idu", Optional.empty(), List.of(A)),
                SchemaDigest.of("id", Optional.empty(), List.of()));
        assertThat(digests)
                .doesNotHaveDuplicates()
                .allMatch(digest -> Limits.DIGEST.matcher(digest).matches());
    }

    @Test
    void needsAreSortedByTheirUtf8Bytes() {
        // In UTF-16 the first would come before the second; in UTF-8, as in code points, it comes after.
        String beyond = "\ud800\udf48";
        String below = "\uff5e";
        assertThat(new LengthPrefixed().sorted(List.of(beyond, below)).toBytes())
                .isEqualTo(new LengthPrefixed().list(List.of(below, beyond)).toBytes());
    }

    private static String digest(JoinTask... tasks) {
        return SchemaDigest.of("id", Optional.empty(), List.of(tasks));
    }

    private static JoinTask task(String name, List<String> targets, List<String> needs) {
        return new JoinTask(name, targets, needs, Optional.empty(), Optional.empty());
    }
}

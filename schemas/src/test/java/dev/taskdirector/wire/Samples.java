package dev.taskdirector.wire;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Records for tests. */
final class Samples {

    private Samples() {}

    /** Tasks of which each needs the one before. */
    static List<JoinTask> chain(int length) {
        return IntStream.range(0, length)
                .mapToObj(i -> new JoinTask(
                        "task-" + i,
                        List.of("//" + i),
                        i == 0 ? List.of() : List.of("task-" + (i - 1)),
                        Optional.empty(),
                        Optional.empty()))
                .toList();
    }

    static PeerStatus joining(List<JoinTask> tasks) {
        JoinSchema schema = new JoinSchema(
                "schema", SchemaDigest.of("schema", Optional.empty(), tasks), Optional.empty(), Optional.of(tasks));
        return new PeerStatus(
                1,
                "p",
                "s",
                "c",
                1,
                0,
                2,
                List.of(),
                List.of(),
                List.of(),
                Optional.of(new Join(
                        schema,
                        "context",
                        Optional.empty(),
                        true,
                        List.of(),
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        Map.of())),
                Optional.empty(),
                Optional.empty());
    }
}

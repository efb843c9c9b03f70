package dev.taskdirector.wire.taskschema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.wire.Join;
import dev.taskdirector.wire.JsonWireCodec;
import dev.taskdirector.wire.PeerStatus;
import dev.taskdirector.wire.Received;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What holds for the text of any task schema, in any notation. */
final class SchemaTrial {
    private static final JsonWireCodec CODEC = new JsonWireCodec();

    private SchemaTrial() {}

    /** Reads it; what is taken here is taken by the coordinator, too, as it was read. */
    static void read(String file, byte[] text) {
        ReadSchema read = TaskSchemaReader.read(file, new String(text, UTF_8));
        if (read instanceof ReadSchema.Ok ok) {
            PeerStatus status = joining(ok.schema());
            assertThat(CODEC.readStatusRecord(CODEC.write(status))).isEqualTo(new Received.Status(status));
        } else {
            List<String> problems = ((ReadSchema.Invalid) read).problems();
            assertThat(problems)
                    .hasSizeBetween(1, Problems.MOST)
                    .allSatisfy(problem -> assertThat(problem)
                            .startsWith(file + ":")
                            .doesNotContain("\n")
                            .hasSizeLessThan(2_000));
        }
    }

    private static PeerStatus joining(TaskSchema schema) {
        Join join = new Join(
                schema.joinSchema(),
                "sha256:context",
                Optional.empty(),
                true,
                List.of(),
                false,
                Optional.empty(),
                Optional.empty(),
                Map.of());
        return new PeerStatus(
                1,
                "p",
                "s",
                "c",
                1,
                0,
                1,
                List.of(),
                List.of(),
                List.of(),
                Optional.of(join),
                Optional.empty(),
                Optional.empty());
    }
}

package dev.taskdirector.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.taskdirector.fuzz.JsonSchemas;
import dev.taskdirector.wire.taskschema.ReadSchema;
import dev.taskdirector.wire.taskschema.TaskSchemaReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The documented examples hold, both ways: what is shown is taken, what is shown as refused is refused. */
class ExamplesTest {

    private static final Path MESSAGES = Path.of("examples", "messages");
    private static final String REASONS = "reasons.json";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final AnyRecord records = new AnyRecord();

    static Stream<String> valid() throws IOException {
        return files(MESSAGES);
    }

    static Stream<String> invalid() throws IOException {
        return files(MESSAGES.resolve("invalid")).filter(name -> !name.equals(REASONS));
    }

    @ParameterizedTest
    @MethodSource("valid")
    void anExampleIsTakenByItsSchemaAndByTheCodecAndWrittenBack(String file) throws IOException {
        byte[] json = Files.readAllBytes(MESSAGES.resolve(file));
        String kind = AnyRecord.kindOf(file);
        assertThat(JsonSchemas.refusals(kind, json)).isEmpty();
        Object value = records.value(kind, json);
        byte[] written = records.write(value);
        assertThat(records.value(kind, written)).isEqualTo(value);
        assertThat(JsonSchemas.refusals(kind, written)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "peer-status.first.json",
                "peer-status.working.json",
                "peer-status.leaving.json",
                "assignment.working.json",
                "assignment.waiting.json",
                "assignment.failed.json",
                "assignment.rejected.json",
                "assignment.schema-wanted.json",
                "control.tick.json",
                "control.settings.json",
                "control.command.json",
                "run-event.run-opened.json",
                "run-event.task-succeeded.json"
            })
    void theCodecWritesAsTheExamplesAreWritten(String file) throws IOException {
        byte[] json = Files.readAllBytes(MESSAGES.resolve(file));
        JsonNode shown = MAPPER.readTree(json);
        JsonNode written = MAPPER.readTree(records.write(records.value(AnyRecord.kindOf(file), json)));
        assertThat(written.toString()).isEqualTo(shown.toString());
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void anInvalidExampleIsRefusedForItsReason(String file) throws IOException {
        byte[] json = Files.readAllBytes(MESSAGES.resolve("invalid").resolve(file));
        JsonNode expected = MAPPER.readTree(
                        MESSAGES.resolve("invalid").resolve(REASONS).toFile())
                .required(file);
        String kind = AnyRecord.kindOf(file);
        assertThat(records.refusal(kind, json))
                .isEqualTo(new AnyRecord.Refusal(
                        expected.required("outcome").asText(),
                        expected.required("reason").asText()));
        boolean refusedBySchema = !JsonSchemas.refusals(kind, json).isEmpty();
        assertThat(refusedBySchema ? "refuses" : "passes")
                .isEqualTo(expected.required("schema").asText());
    }

    @Test
    void everyReasonHasItsExample() throws IOException {
        JsonNode reasons =
                MAPPER.readTree(MESSAGES.resolve("invalid").resolve(REASONS).toFile());
        assertThat(reasons.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrderElementsOf(invalid().toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tasks.yaml", "steps.yaml", "steps.json", "sleep.yaml"})
    void theTaskSchemasAreTakenByTheirJsonSchema(String file) throws IOException {
        JsonNode tree = new YAMLMapper().readTree(Path.of("examples", file).toFile());
        assertThat(JsonSchemas.refusals("task-schema", tree.toString())).isEmpty();
    }

    @Test
    void theJsonSchemaOfTaskSchemasRefusesWhatTheReaderRefuses() {
        for (String json : List.of(
                "[]",
                "{}",
                "{\"tasks\":[]}",
                "{\"steps\":{}}",
                "{\"steps\":{\"one\":\"a\"}}",
                "{\"steps\":{\"1\":[]}}",
                "{\"tasks\":[{\"task\":1}],\"steps\":{\"1\":\"a\"}}",
                "{\"tasks\":[{\"name\":\"a\"}]}",
                "{\"tasks\":[{\"targets\":\"a\"}]}",
                "{\"tasks\":[{\"task\":\"a\",\"targets\":\"a\"}]}",
                "{\"tasks\":[{\"task\":[\"a\"]}]}",
                "{\"tasks\":[{\"task\":\"\"}]}",
                "{\"tasks\":[\"a\"]}",
                "{\"tasks\":[{\"task\":\"a\",\"need\":[]}]}",
                "{\"tasks\":[{\"task\":\"a\",\"needs\":\"b\"}]}",
                "{\"tasks\":[{\"task\":\"a\",\"inputs\":[\"/etc\"]}]}",
                "{\"tasks\":[{\"task\":\"a\",\"inputs\":[\"a/../b\"]}]}",
                "{\"tasks\":[{\"task\":\"a\",\"expectedSeconds\":0}]}",
                "{\"tasks\":[{\"task\":\"a\",\"fingerprint\":[]}]}",
                "{\"verdict\":\"maybe\",\"tasks\":[{\"task\":\"a\"}]}")) {
            assertThat(JsonSchemas.refusals("task-schema", json)).as(json).isNotEmpty();
            assertThat(TaskSchemaReader.read("s.json", json)).as(json).isInstanceOf(ReadSchema.Invalid.class);
        }
    }

    private static Stream<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }
}

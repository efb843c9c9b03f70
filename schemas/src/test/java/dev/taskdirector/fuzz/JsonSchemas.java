package dev.taskdirector.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** The contract's JSON Schemas, by the name of their file without {@code .schema.json}. */
public final class JsonSchemas {

    private static final Map<String, Schema> COMPILED = new ConcurrentHashMap<>();

    private JsonSchemas() {}

    /** What a schema has against a text. */
    public static List<String> refusals(String name, String json) {
        return COMPILED
                .computeIfAbsent(
                        name,
                        it -> SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                                .getSchema(tree(it)))
                .validate(json, InputFormat.JSON)
                .stream()
                .map(Object::toString)
                .toList();
    }

    public static List<String> refusals(String name, byte[] json) {
        return refusals(name, new String(json, UTF_8));
    }

    /** Whether a text is JSON that a schema takes. */
    public static boolean isValid(String name, byte[] json) {
        try {
            return refusals(name, json).isEmpty();
        } catch (UncheckedIOException notJson) {
            return false;
        }
    }

    /** The schema itself. */
    public static JsonNode tree(String name) {
        String path = "/dev/taskdirector/schemas/v1/" + name + ".schema.json";
        try (InputStream in = JsonSchemas.class.getResourceAsStream(path)) {
            return new ObjectMapper().readTree(Objects.requireNonNull(in, path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.taskdirector.wire.taskschema;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import dev.taskdirector.wire.Limits;
import dev.taskdirector.wire.Sentences;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Reads task schema files: JSON if the name ends in {@code .json}, else YAML. Never throws for what is in a file. */
public final class TaskSchemaReader {

    private TaskSchemaReader() {}

    /** Reads a file in UTF-8. One that can't be read is invalid too. */
    public static ReadSchema read(Path file) {
        String name = file.toString();
        try {
            // a device or a pipe has no size that could be asked for
            byte[] bytes = start(file);
            return bytes.length > Limits.RECORD_BYTES
                    ? invalid(name + ": the file has more than " + Limits.RECORD_BYTES + " bytes")
                    : read(
                            name,
                            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (NoSuchFileException e) {
            return invalid(name + ": there is no such file");
        } catch (CharacterCodingException e) {
            return invalid(name + ": the file is not UTF-8");
        } catch (IOException e) {
            return invalid(name + ": the file can't be read: " + Sentences.line(e.toString()));
        }
    }

    /** All of it, or one byte more than is allowed. */
    private static byte[] start(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(Limits.RECORD_BYTES + 1);
        }
    }

    /**
     * Reads a text.
     *
     * @param fileName stands in sentences, tells JSON from YAML, and gives the id of a schema that names none
     */
    public static ReadSchema read(String fileName, String text) {
        Problems problems = new Problems(fileName);
        String content = text.startsWith("\ufeff") ? text.substring(1) : text;
        Optional<TaskSchema> schema = Optional.empty();
        try {
            schema = NodeReader.read(fileName, content, problems)
                    .map(root -> new SchemaFile(fileName, problems).schema(root));
        } catch (JacksonException e) {
            addSyntaxError(fileName, e, problems);
        } catch (IOException e) {
            problems.add(1, "the text can't be read: " + Sentences.line(e.toString()));
        }
        return problems.isEmpty() && schema.isPresent() ? new ReadSchema.Ok(schema.get()) : problems.toInvalid();
    }

    private static void addSyntaxError(String fileName, JacksonException e, Problems problems) {
        if (e.getCause() instanceof MarkedYAMLException yaml) {
            Mark mark = yaml.getProblemMark();
            String problem = String.valueOf(yaml.getProblem());
            String context = yaml.getContext() == null ? "" : yaml.getContext() + ": ";
            String cure = problem.contains("TAB") ? "; indent with spaces" : "";
            int line = mark == null ? 1 : mark.getLine() + 1;
            problems.add(line, "not YAML: " + Sentences.line(context + problem) + cure);
            return;
        }
        JsonLocation location = e.getLocation();
        int line = location == null ? 1 : Math.max(1, location.getLineNr());
        String language = fileName.endsWith(".json") ? "JSON" : "YAML";
        problems.add(line, "not " + language + ": " + Sentences.line(String.valueOf(e.getOriginalMessage())));
    }

    private static ReadSchema invalid(String sentence) {
        return new ReadSchema.Invalid(List.of(sentence));
    }
}

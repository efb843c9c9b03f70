package dev.taskdirector.wire.taskschema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.taskdirector.wire.Limits;
import dev.taskdirector.wire.Sentences;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;

/** Reads a text into nodes. Aliases are refused, so that a small file can't stand for a large one. */
final class NodeReader {

    private static final int DEPTH = 32;

    /** More characters than any text of a schema has. The YAML reader takes time by the square of such a run. */
    private static final int LONGEST_RUN = 4 * Limits.TARGET_BYTES;

    private static final StreamReadConstraints CONSTRAINTS = StreamReadConstraints.builder()
            .maxNestingDepth(DEPTH)
            .maxStringLength(Limits.RECORD_BYTES)
            .build();
    private static final JsonFactory JSON =
            JsonFactory.builder().streamReadConstraints(CONSTRAINTS).build();
    private static final JsonFactory YAML = yaml();

    private final JsonParser parser;
    private final Problems problems;

    private NodeReader(JsonParser parser, Problems problems) {
        this.parser = parser;
        this.problems = problems;
    }

    /** The nodes of a text; empty, with a problem, if it has none. Throws if the text is not YAML, or not JSON. */
    static Optional<Node> read(String file, String text, Problems problems) throws IOException {
        boolean isJson = file.toLowerCase(Locale.ROOT).endsWith(".json");
        Optional<Integer> endless = isJson ? Optional.empty() : lineOfLongRun(text);
        if (endless.isPresent()) {
            problems.add(
                    endless.get(),
                    "there are more than " + LONGEST_RUN
                            + " characters without a blank or a quote here; a target has at most "
                            + Limits.TARGET_BYTES + " bytes");
            return Optional.empty();
        }
        try (JsonParser parser = (isJson ? JSON : YAML).createParser(text)) {
            if (parser.nextToken() == null) {
                problems.add(1, "the file is empty; a task schema has \"tasks\" or \"steps\"");
                return Optional.empty();
            }
            NodeReader reader = new NodeReader(parser, problems);
            Node node = reader.node();
            if (parser.nextToken() != null) {
                problems.add(reader.line(), "there is more behind the schema; a file has one");
            }
            return Optional.of(node);
        }
    }

    private static Optional<Integer> lineOfLongRun(String text) {
        int line = 1;
        int run = 0;
        for (int i = 0; i < text.length() && run <= LONGEST_RUN; i++) {
            char c = text.charAt(i);
            line += c == '\n' ? 1 : 0;
            run = c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '"' || c == '\'' ? 0 : run + 1;
        }
        return run > LONGEST_RUN ? Optional.of(line) : Optional.empty();
    }

    private static JsonFactory yaml() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Limits.RECORD_BYTES);
        options.setNestingDepthLimit(DEPTH);
        return YAMLFactory.builder()
                .loaderOptions(options)
                .streamReadConstraints(CONSTRAINTS)
                .build();
    }

    private Node node() throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return mapping();
        }
        if (token == JsonToken.START_ARRAY) {
            return sequence();
        }
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
            problems.add(
                    line(),
                    "the alias *" + Sentences.line(parser.getText())
                            + " is not followed here; write out what it stands for");
        }
        Node.Type type = typeOf(token);
        return new Node.Scalar(line(), type, type == Node.Type.NOTHING ? "" : parser.getText());
    }

    private Node mapping() throws IOException {
        int line = line();
        List<Node.Entry> entries = new ArrayList<>();
        Set<String> names = new HashSet<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            int at = line();
            String name = parser.currentName();
            parser.nextToken();
            Node value = node();
            if (names.add(name)) {
                entries.add(new Node.Entry(at, name, value));
            } else {
                problems.add(at, Sentences.quoted(name) + " is given twice here; leave one of them out");
            }
        }
        return new Node.Mapping(line, entries);
    }

    private Node sequence() throws IOException {
        int line = line();
        List<Node> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(node());
        }
        return new Node.Sequence(line, items);
    }

    private int line() {
        return Math.max(1, parser.currentTokenLocation().getLineNr());
    }

    private static Node.Type typeOf(JsonToken token) {
        return switch (token) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Node.Type.NUMBER;
            case VALUE_TRUE, VALUE_FALSE -> Node.Type.FLAG;
            case VALUE_NULL -> Node.Type.NOTHING;
            default -> Node.Type.TEXT;
        };
    }
}

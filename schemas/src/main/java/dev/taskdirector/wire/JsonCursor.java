package dev.taskdirector.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON text from front to back, once, and says of what it refuses what it is and where. A stream and not a tree:
 * a status is read in a few microseconds, and a join of 100,000 tasks in little more memory than it keeps.
 */
final class JsonCursor implements Closeable {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            // Field names are the sender's: not for the JVM's table of constants.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            // UTF-8 and nothing else, so that what blanks tokens sees what is read here.
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(64)
                    .maxNumberLength(400)
                    .maxStringLength(1024 * 1024)
                    .maxNameLength(4096)
                    .build())
            .build();

    private final JsonParser parser;

    private JsonCursor(JsonParser parser) {
        this.parser = parser;
    }

    /** Opens a text and enters the object that it must be. */
    static JsonCursor open(byte[] json) throws IOException, ContractBreach {
        JsonCursor cursor = new JsonCursor(FACTORY.createParser(json));
        if (cursor.parser.nextToken() != JsonToken.START_OBJECT) {
            throw cursor.unlike("an object");
        }
        return cursor;
    }

    /** Reads one element of a list or one object. */
    interface Element<T> {
        T read() throws IOException, ContractBreach;
    }

    /** Goes on to the next field of the object that was entered, and to its value; null at the object's end. */
    @Nullable
    String nextField() throws IOException {
        String name = parser.nextFieldName();
        if (name != null) {
            parser.nextToken();
        }
        return name;
    }

    /** Refuses anything behind the object that was read. */
    void end() throws IOException, ContractBreach {
        if (parser.nextToken() != null) {
            throw ContractBreach.malformed("there is more behind the record's object");
        }
    }

    /** Enters an object, whose fields are read next. */
    void enter() throws ContractBreach {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw unlike("an object");
        }
    }

    boolean isText() {
        return parser.currentToken() == JsonToken.VALUE_STRING;
    }

    void skip() throws IOException {
        parser.skipChildren();
    }

    /** A text of 1 to {@code most} characters without control characters. */
    String text(int most) throws IOException, ContractBreach {
        String text = anyText(most);
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < 0x20 || text.charAt(i) == 0x7f) {
                throw ContractBreach.malformed(where() + " has a control character");
            }
        }
        return text;
    }

    /** A text that may span lines. PostgreSQL stores neither NUL nor half a surrogate pair. */
    String anyText(int most) throws IOException, ContractBreach {
        if (!isText()) {
            throw unlike("a text");
        }
        String text = parser.getText();
        if (text.isEmpty()) {
            throw ContractBreach.beyondLimit(where() + " is empty");
        }
        if (text.length() > most && text.codePointCount(0, text.length()) > most) {
            throw ContractBreach.beyondLimit(where() + " has more than " + most + " characters");
        }
        Optional<String> flaw = Sentences.flawOf(text);
        if (flaw.isPresent()) {
            throw ContractBreach.malformed(where() + " has " + flaw.get());
        }
        return text;
    }

    /** A text of a pattern. */
    String text(Pattern pattern) throws IOException, ContractBreach {
        if (!isText()) {
            throw unlike("a text");
        }
        String text = parser.getText();
        if (!pattern.matcher(text).matches()) {
            throw ContractBreach.malformed(
                    where() + " is " + Sentences.quoted(text) + ", which does not match " + pattern.pattern());
        }
        return text;
    }

    <E extends Enum<E>> E choice(WireNames<E> names) throws IOException, ContractBreach {
        if (!isText()) {
            throw unlike("a text");
        }
        String text = parser.getText();
        Optional<E> value = names.valueOf(text);
        if (value.isEmpty()) {
            throw ContractBreach.malformed(
                    where() + " is " + Sentences.quoted(text) + "; it must be " + names.choice());
        }
        return value.get();
    }

    boolean flag() throws IOException, ContractBreach {
        JsonToken token = parser.currentToken();
        if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
            throw unlike("true or false");
        }
        return token == JsonToken.VALUE_TRUE;
    }

    /** An integer; {@code 3.0} is one too, as JSON Schema has it. */
    long integer(long least, long most) throws IOException, ContractBreach {
        boolean isLong = parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
        if (isLong) {
            long value = parser.getLongValue();
            if (value < least || value > most) {
                throw outside(Long.toString(value), least + " to " + most);
            }
            return value;
        }
        double value = anyNumber("an integer");
        if (Double.isFinite(value) && value != Math.rint(value)) {
            throw ContractBreach.malformed(where() + " is " + value + ", where an integer was expected");
        }
        if (!(value >= least && value <= most)) {
            throw outside(Double.toString(value), least + " to " + most);
        }
        return (long) value;
    }

    /** Seconds from 0 on, as a peer may claim them. */
    double seconds() throws IOException, ContractBreach {
        return seconds(Limits.SECONDS);
    }

    /** How many there are of something. */
    int count() throws IOException, ContractBreach {
        return (int) integer(0, Integer.MAX_VALUE);
    }

    /** Seconds from 0 on that are a sum over tasks, or over a long time. */
    double sumOfSeconds() throws IOException, ContractBreach {
        return seconds(Limits.SECONDS * Limits.TASKS);
    }

    private double seconds(double most) throws IOException, ContractBreach {
        double value = anyNumber("a number");
        if (!(value >= 0 && value <= most)) {
            throw outside(Double.toString(value), "0 to " + (long) most);
        }
        return value == 0 ? 0 : value;
    }

    /** Seconds above 0. */
    double positiveSeconds() throws IOException, ContractBreach {
        double value = anyNumber("a number");
        if (!(value > 0 && value <= Limits.SECONDS)) {
            throw outside(Double.toString(value), "above 0 to 1000000");
        }
        return value;
    }

    <T> List<T> list(int least, int most, Element<T> element) throws IOException, ContractBreach {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw unlike("a list");
        }
        JsonStreamContext around = parser.getParsingContext().getParent();
        List<T> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (elements.size() == most) {
                throw ContractBreach.beyondLimit(path(around, true) + " has more than " + most + " entries");
            }
            elements.add(element.read());
        }
        if (elements.size() < least) {
            throw ContractBreach.beyondLimit(where() + " is empty; at least " + least + " is needed");
        }
        return elements;
    }

    /** An object of texts. */
    Map<String, String> texts(int nameLength, int valueLength) throws IOException, ContractBreach {
        enter();
        Map<String, String> texts = new TreeMap<>();
        for (String name = nextField(); name != null; name = nextField()) {
            if (name.isEmpty() || name.codePointCount(0, name.length()) > nameLength) {
                throw ContractBreach.beyondLimit(where() + ": a name here has 1 to " + nameLength + " characters");
            }
            if (Sentences.hasControl(name) || Sentences.flawOf(name).isPresent()) {
                throw ContractBreach.malformed(where() + ": the name has a control character or half a character");
            }
            texts.put(name, textOrEmpty(valueLength));
            if (texts.size() > Limits.ENTRIES) {
                throw ContractBreach.beyondLimit(where() + ": more than " + Limits.ENTRIES + " entries");
            }
        }
        return texts;
    }

    private String textOrEmpty(int most) throws IOException, ContractBreach {
        return isText() && parser.getTextLength() == 0 ? "" : text(most);
    }

    <T> T required(@Nullable T value, String name) throws ContractBreach {
        if (value == null) {
            String here = where();
            throw ContractBreach.malformed((here.isEmpty() ? "the record" : here) + " has no \"" + name + "\"");
        }
        return value;
    }

    int version() throws IOException, ContractBreach {
        double version = anyNumber("an integer");
        if (version != Limits.VERSION) {
            String given = parser.getText();
            throw ContractBreach.malformed(
                    "v is " + Sentences.shortened(given) + "; this is version " + Limits.VERSION);
        }
        return Limits.VERSION;
    }

    /** The path of the present value, such as {@code join.schema.tasks[3].name}; empty at the top. */
    String where() {
        JsonStreamContext context = parser.getParsingContext();
        JsonToken token = parser.currentToken();
        boolean ended = token == JsonToken.END_OBJECT || token == JsonToken.END_ARRAY;
        boolean entered = token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY;
        return path(entered ? context.getParent() : context, !ended || !context.inRoot());
    }

    private static String path(@Nullable JsonStreamContext context, boolean named) {
        StringBuilder path = new StringBuilder();
        for (JsonStreamContext at = context; at != null && named; at = at.getParent()) {
            if (at.inObject() && at.getCurrentName() != null) {
                String name = Sentences.shortened(at.getCurrentName());
                path.insert(0, path.length() == 0 || path.charAt(0) == '[' ? name : name + ".");
            } else if (at.inArray()) {
                path.insert(0, "[" + at.getCurrentIndex() + "]" + (path.length() == 0 ? "" : "."));
            }
        }
        return path.toString();
    }

    private double anyNumber(String wanted) throws IOException, ContractBreach {
        JsonToken token = parser.currentToken();
        if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
            throw unlike(wanted);
        }
        return parser.getDoubleValue();
    }

    private ContractBreach outside(String value, String range) {
        return ContractBreach.beyondLimit(where() + " is " + value + "; allowed is " + range);
    }

    private ContractBreach unlike(String wanted) {
        String here = where();
        JsonToken token = parser.currentToken();
        return ContractBreach.malformed((here.isEmpty() ? "the record" : here) + " is " + kindOf(token) + ", where "
                + wanted + " was expected");
    }

    private static String kindOf(@Nullable JsonToken token) {
        if (token == null) {
            return "nothing";
        }
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "a list";
            case VALUE_STRING -> "a text";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
            case VALUE_NULL -> "null (leave a field without a value out)";
            case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> "something else";
        };
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}

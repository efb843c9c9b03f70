package dev.taskdirector.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes a JSON text field by field. A field without a value is left out. */
final class JsonText {

    private static final JsonFactory FACTORY = new JsonFactory();

    private final JsonGenerator out;

    private JsonText(JsonGenerator out) {
        this.out = out;
    }

    /** Writes the fields of an object, or one element of a list. */
    interface Fields<T> {
        void write(T value) throws IOException;
    }

    /** The UTF-8 bytes of an object with the fields that are written to the given text. */
    static byte[] object(Fields<JsonText> fields) {
        try (ByteArrayBuilder bytes = new ByteArrayBuilder(512);
                JsonGenerator out = FACTORY.createGenerator(bytes)) {
            out.writeStartObject();
            fields.write(new JsonText(out));
            out.writeEndObject();
            out.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory does not fail", e);
        }
    }

    JsonText text(String name, String value) throws IOException {
        out.writeStringField(name, value);
        return this;
    }

    JsonText text(String name, Optional<String> value) throws IOException {
        return value.isPresent() ? text(name, value.get()) : this;
    }

    JsonText integer(String name, long value) throws IOException {
        out.writeNumberField(name, value);
        return this;
    }

    JsonText integer(String name, Optional<Integer> value) throws IOException {
        return value.isPresent() ? integer(name, value.get()) : this;
    }

    /** Whole numbers are written without a fraction. */
    JsonText number(String name, double value) throws IOException {
        if (!Double.isFinite(value)) {
            throw new IllegalStateException(name + " is " + value + ", which JSON can't say");
        }
        if (value == Math.rint(value) && Math.abs(value) <= Limits.INTEGER) {
            return integer(name, (long) value);
        }
        out.writeNumberField(name, value);
        return this;
    }

    JsonText number(String name, Optional<Double> value) throws IOException {
        return value.isPresent() ? number(name, value.get()) : this;
    }

    JsonText flag(String name, boolean value) throws IOException {
        out.writeBooleanField(name, value);
        return this;
    }

    JsonText flag(String name, Optional<Boolean> value) throws IOException {
        return value.isPresent() ? flag(name, value.get()) : this;
    }

    <T> JsonText object(String name, Optional<T> value, Fields<T> fields) throws IOException {
        if (value.isPresent()) {
            out.writeFieldName(name);
            element(value.get(), fields);
        }
        return this;
    }

    /** A list of objects, also when it is empty. */
    <T> JsonText list(String name, List<T> values, Fields<T> fields) throws IOException {
        out.writeArrayFieldStart(name);
        for (T value : values) {
            element(value, fields);
        }
        out.writeEndArray();
        return this;
    }

    /** A list of objects, left out when it is empty. */
    <T> JsonText listIfAny(String name, List<T> values, Fields<T> fields) throws IOException {
        return values.isEmpty() ? this : list(name, values, fields);
    }

    JsonText texts(String name, List<String> values) throws IOException {
        out.writeArrayFieldStart(name);
        for (String value : values) {
            out.writeString(value);
        }
        out.writeEndArray();
        return this;
    }

    /** An object of texts, left out when it is empty. */
    JsonText textsIfAny(String name, Map<String, String> values) throws IOException {
        if (!values.isEmpty()) {
            out.writeObjectFieldStart(name);
            for (Map.Entry<String, String> entry : values.entrySet()) {
                out.writeStringField(entry.getKey(), entry.getValue());
            }
            out.writeEndObject();
        }
        return this;
    }

    private <T> void element(T value, Fields<T> fields) throws IOException {
        out.writeStartObject();
        fields.write(value);
        out.writeEndObject();
    }
}

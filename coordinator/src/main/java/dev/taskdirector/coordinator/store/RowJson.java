package dev.taskdirector.coordinator.store;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.taskdirector.coordinator.core.CacheId;
import dev.taskdirector.coordinator.core.JoinRequest;
import dev.taskdirector.coordinator.core.LeaseId;
import dev.taskdirector.coordinator.core.PeerId;
import dev.taskdirector.coordinator.core.Row;
import dev.taskdirector.coordinator.core.RunId;
import dev.taskdirector.coordinator.core.SessionId;
import dev.taskdirector.coordinator.core.Settings;

/**
 * Rows as JSON, in plain ASCII: whatever characters a peer sends, zero and half surrogate pairs among them, comes back as
 * it was. What a newer version has written beside what is known is ignored.
 */
final class RowJson {

    private static final String JOIN = "join";
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.NON_ABSENT))
            .addMixIn(Settings.class, AsBody.class)
            .addMixIn(CacheId.class, Id.class)
            .addMixIn(LeaseId.class, Id.class)
            .addMixIn(PeerId.class, Id.class)
            .addMixIn(RunId.class, Id.class)
            .addMixIn(SessionId.class, Id.class)
            .build();
    private static final ObjectWriter ANY = MAPPER.writer();
    private static final ObjectWriter BODY =
            MAPPER.copy().addMixIn(Row.SessionRow.class, WithoutJoin.class).writer();
    private static final ObjectReader READER = MAPPER.reader();

    private RowJson() {}

    /** The row as it is kept in its table's body; a session's is without its join. */
    static String body(Row row) {
        return write(BODY, row);
    }

    static String join(JoinRequest join) {
        return write(ANY, join);
    }

    static <R extends Row> R read(String body, Class<R> type) throws JsonProcessingException {
        return READER.forType(type).readValue(body);
    }

    /** A text as JSON, as it stands in a body. */
    static String quoted(String text) {
        return write(ANY, text);
    }

    static JoinRequest readJoin(String join) throws JsonProcessingException {
        return READER.forType(JoinRequest.class).readValue(join);
    }

    static Row.SessionRow readSession(String body, String join) throws JsonProcessingException {
        ObjectNode tree = (ObjectNode) READER.readTree(body);
        tree.set(JOIN, READER.readTree(join));
        return READER.treeToValue(tree, Row.SessionRow.class);
    }

    private static String write(ObjectWriter writer, Object value) {
        try {
            return writer.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not writable as JSON: " + value, e);
        }
    }

    /** An id is its value and nothing around it. */
    private record Id(@JsonValue String value) {
        @JsonCreator
        Id {}
    }

    @JsonSerialize(converter = SettingsBody.Written.class)
    @JsonDeserialize(converter = SettingsBody.Loaded.class)
    private interface AsBody {}

    @JsonIgnoreProperties(JOIN)
    private interface WithoutJoin {}
}

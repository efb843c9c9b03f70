package dev.taskdirector.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.taskdirector.fuzz.JsonSchemas;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The JSON Schemas and the records name the same fields, and enums the same values. */
class SchemasAndRecordsAgreeTest {

    /** Components that a record has whole and a sender may leave out. */
    private static final Set<String> DEFAULTED = Set.of("cacheWrite", "complexPatchset");

    static Stream<Arguments> records() {
        return Stream.of(
                Arguments.of(PeerStatus.class, "peer-status", ""),
                Arguments.of(Holding.class, "peer-status", "/$defs/holding"),
                Arguments.of(Finished.class, "peer-status", "/$defs/finished"),
                Arguments.of(Relied.class, "peer-status", "/$defs/relied"),
                Arguments.of(Join.class, "peer-status", "/$defs/join"),
                Arguments.of(JoinSchema.class, "peer-status", "/$defs/joinSchema"),
                Arguments.of(JoinTask.class, "peer-status", "/$defs/joinTask"),
                Arguments.of(Repository.class, "peer-status", "/$defs/repository"),
                Arguments.of(Pipeline.class, "peer-status", "/$defs/pipeline"),
                Arguments.of(PeerAssignment.class, "assignment", ""),
                Arguments.of(AssignedTask.class, "assignment", "/$defs/assignedTask"),
                Arguments.of(WaitingFor.class, "assignment", "/$defs/waitingFor"),
                Arguments.of(Progress.class, "assignment", "/$defs/progress"),
                Arguments.of(News.class, "assignment", "/$defs/news"),
                Arguments.of(DoneBy.class, "assignment", "/$defs/doneBy"),
                Arguments.of(BuiltTask.class, "assignment", "/$defs/builtTask"),
                Arguments.of(Failure.class, "assignment", "/$defs/failure"),
                Arguments.of(FailedAttempt.class, "assignment", "/$defs/failedAttempt"),
                Arguments.of(Control.class, "control", ""),
                Arguments.of(RunEvent.class, "run-event", ""));
    }

    @ParameterizedTest
    @MethodSource("records")
    void aRecordAndItsSchemaHaveTheSameFields(Class<?> type, String schema, String place) {
        JsonNode node = JsonSchemas.tree(schema).at(place);
        Set<String> required = new TreeSet<>();
        Set<String> all = new TreeSet<>();
        for (RecordComponent component : type.getRecordComponents()) {
            String name = type == Control.class && component.getName().equals("kind") ? "control" : component.getName();
            all.add(name);
            if (isRequired(type, component)) {
                required.add(name);
            }
        }
        assertThat(new TreeSet<>(names(node.path("properties")))).isEqualTo(all);
        Set<String> requiredBySchema = new TreeSet<>();
        node.path("required").forEach(name -> requiredBySchema.add(name.asText()));
        assertThat(requiredBySchema).isEqualTo(required);
    }

    static Stream<Arguments> enums() {
        return Stream.of(
                Arguments.of(Outcome.class, "peer-status", "/$defs/finished/properties/outcome/enum"),
                Arguments.of(Leaving.class, "peer-status", "/properties/leaving/enum"),
                Arguments.of(AssignmentState.class, "assignment", "/properties/state/enum"),
                Arguments.of(Control.Kind.class, "control", "/properties/control/enum"),
                Arguments.of(RunEvent.Type.class, "run-event", "/properties/type/enum"));
    }

    @ParameterizedTest
    @MethodSource("enums")
    <E extends Enum<E>> void anEnumItsAnnotationsItsWireNamesAndItsSchemaHaveTheSameValues(
            Class<E> type, String schema, String place) throws NoSuchFieldException {
        WireNames<E> wireNames = new WireNames<>(type);
        List<String> names = new ArrayList<>();
        List<String> annotations = new ArrayList<>();
        for (E value : type.getEnumConstants()) {
            names.add(wireNames.nameOf(value));
            annotations.add(type.getField(value.name())
                    .getAnnotation(JsonProperty.class)
                    .value());
            assertThat(wireNames.valueOf(wireNames.nameOf(value))).contains(value);
        }
        List<String> schemas = StreamSupport.stream(
                        JsonSchemas.tree(schema).at(place).spliterator(), false)
                .map(JsonNode::asText)
                .toList();
        assertThat(names).isEqualTo(annotations).isEqualTo(schemas);
    }

    @ParameterizedTest
    @ValueSource(strings = {"peer-status", "assignment", "control", "run-event"})
    void aSchemaSaysWhatEachFieldIs(String schema) {
        assertEachDescribed(JsonSchemas.tree(schema));
    }

    private static void assertEachDescribed(JsonNode node) {
        for (JsonNode property : node.path("properties")) {
            boolean isReference = property.has("$ref") || property.size() == 1;
            assertThat(isReference || property.has("description"))
                    .as(property.toString())
                    .isTrue();
        }
        node.path("$defs").forEach(SchemasAndRecordsAgreeTest::assertEachDescribed);
    }

    private static boolean isRequired(Class<?> type, RecordComponent component) {
        boolean isCollection = List.of(List.class, Map.class).contains(component.getType());
        boolean isMandatoryList = type == JoinTask.class && component.getName().equals("targets");
        return isMandatoryList
                || (component.getType() != Optional.class && !isCollection && !DEFAULTED.contains(component.getName()));
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        assertThat(names).as(Arrays.toString(names.toArray())).isNotEmpty();
        return names;
    }
}

package dev.taskdirector.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Records that differ from a good one in a single place: something is left out, null, of another type, at a bound, or just
 * beyond it. Places and bounds are those that the contract's JSON Schema names, so that a new field has its neighbours too.
 */
public final class Neighbours {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Lists that may be longer have tests of their own. */
    private static final int LONGEST_LIST = 1_000;

    private static final int LONGEST_SWAPPED = 64;
    private static final int LONGEST_REPEATED = 5_000;

    /** Texts of which one fits any pattern of the contract. */
    private static final List<String> PATTERN_SAMPLES =
            List.of("a", "1-2-3", "2026-01-01T00:00:00Z", "sha256:" + "0".repeat(64));

    /** A class of characters, how often it is there at least, and at most. */
    private static final Pattern REPEATED = Pattern.compile("\\[(.)[^]]*]\\{(\\d+)(?:,(\\d+))?}");

    private final JsonNode schema;
    private final ObjectNode record;
    private final List<byte[]> found = new ArrayList<>();

    private Neighbours(JsonNode schema, ObjectNode record) {
        this.schema = schema;
        this.record = record;
    }

    /** Those of a record. */
    public static List<byte[]> of(String schema, String record) {
        try {
            return new Neighbours(JsonSchemas.tree(schema), (ObjectNode) MAPPER.readTree(record)).all();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(record, e);
        }
    }

    /** A record with each field that a schema knows. Tasks are said to need each other without sense. */
    public static String fullest(String schema) {
        JsonNode tree = JsonSchemas.tree(schema);
        return new Neighbours(tree, NODES.objectNode()).sample(tree).toString();
    }

    private List<byte[]> all() {
        found.add(bytes());
        visitFields(schema, record);
        return found;
    }

    private byte[] bytes() {
        try {
            return MAPPER.writeValueAsBytes(record);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void visitFields(JsonNode rule, ObjectNode object) {
        for (Map.Entry<String, JsonNode> property : rule.path("properties").properties()) {
            String name = property.getKey();
            JsonNode was = object.get(name);
            visit(resolved(property.getValue()), was, value -> object.set(name, value));
            object.remove(name);
            if (was != null) {
                found.add(bytes());
                object.set(name, was);
            }
        }
    }

    private void visit(JsonNode rule, JsonNode was, Consumer<JsonNode> place) {
        for (JsonNode value : values(rule)) {
            place.accept(value);
            found.add(bytes());
        }
        if (was == null) {
            return;
        }
        place.accept(was);
        if (was instanceof ObjectNode object) {
            visitFields(rule, object);
        } else if (was instanceof ArrayNode array) {
            resize(array, place);
            for (int i = 0; i < array.size(); i++) {
                int at = i;
                visit(resolved(rule.path("items")), array.get(i), value -> array.set(at, value));
            }
        } else if (was.isTextual()) {
            swap(was, place);
        }
    }

    /** Lists whose lengths have to do with each other. */
    private void resize(ArrayNode was, Consumer<JsonNode> place) {
        if (!was.isEmpty()) {
            ArrayNode longer = was.deepCopy();
            longer.add(distinct(was.get(0).deepCopy(), was.size()));
            ArrayNode shorter = was.deepCopy();
            shorter.remove(was.size() - 1);
            for (ArrayNode other : List.of(longer, shorter)) {
                place.accept(other);
                found.add(bytes());
            }
            place.accept(was);
        }
    }

    /** What is right elsewhere may be wrong here: a name twice, a task that needs itself. */
    private void swap(JsonNode was, Consumer<JsonNode> place) {
        Set<String> texts = new LinkedHashSet<>();
        addTexts(record, texts);
        for (String text : texts) {
            place.accept(TextNode.valueOf(text));
            found.add(bytes());
        }
        place.accept(was);
    }

    private static void addTexts(JsonNode node, Set<String> texts) {
        if (node.isTextual() && node.textValue().length() <= LONGEST_SWAPPED) {
            texts.add(node.textValue());
        }
        node.forEach(child -> addTexts(child, texts));
    }

    // ---- values of a place

    private List<JsonNode> values(JsonNode rule) {
        List<JsonNode> values = new ArrayList<>(List.of(
                NODES.nullNode(),
                NODES.booleanNode(true),
                NODES.numberNode(0),
                NODES.numberNode(3),
                NODES.textNode("x"),
                NODES.arrayNode(),
                NODES.objectNode(),
                raw("NaN")));
        switch (rule.path("type").asText()) {
            case "integer", "number" -> addNumbers(rule, values);
            case "string" -> addTexts(rule, values);
            case "array" -> addLists(rule, values);
            case "object" -> addObjects(rule, values);
            default -> values.addAll(List.of(NODES.numberNode(1), NODES.numberNode(2), raw("1.0"), raw("1.5")));
        }
        return values;
    }

    private static void addNumbers(JsonNode rule, List<JsonNode> values) {
        for (String bound : List.of("minimum", "exclusiveMinimum", "maximum")) {
            if (rule.has(bound)) {
                BigDecimal at = rule.get(bound).decimalValue();
                for (String step : List.of("-1", "-0.001", "0", "0.001", "1")) {
                    values.add(raw(at.add(new BigDecimal(step)).toPlainString()));
                }
            }
        }
        for (String odd : List.of("-1", "-0.0", "-1e-9", "1e-9", "3.0", "2.5", "1e999999999", "-1e999999999")) {
            values.add(raw(odd));
        }
        values.add(raw("9223372036854775808"));
        values.add(raw("9".repeat(500)));
    }

    private static void addTexts(JsonNode rule, List<JsonNode> values) {
        rule.path("enum").forEach(one -> {
            values.add(one);
            values.add(NODES.textNode(one.textValue().toUpperCase(Locale.ROOT)));
        });
        for (int length : lengths(rule)) {
            values.add(NODES.textNode("x".repeat(length)));
        }
        int longest = rule.path("maxLength").asInt();
        if (longest > 0 && longest <= LONGEST_REPEATED) {
            values.add(NODES.textNode("𐍈".repeat(longest)));
        }
        for (String odd :
                List.of("", " ", "a_b", "a\n", "\n", "\t", "\0", "\u001f", "\u007f", "\u0080", "\u2028", "𐍈")) {
            values.add(NODES.textNode(odd));
        }
        values.add(raw("\"\\ud800\""));
        values.add(raw("\"\\udc00\\ud800\""));
        PATTERN_SAMPLES.forEach(one -> values.add(NODES.textNode(one)));
        addRepetitions(rule.path("pattern").asText(), values);
    }

    /** For each part that a pattern has so and so often: as often, less and more, and the other parts as seldom as may be. */
    private static void addRepetitions(String pattern, List<JsonNode> values) {
        if (pattern.contains("[^")) {
            return;
        }
        String parts = pattern.replaceAll("[\\^$()?\\\\]", "");
        List<MatchResult> all = REPEATED.matcher(parts).results().toList();
        for (MatchResult one : all) {
            int least = Integer.parseInt(one.group(2));
            int most = one.group(3) == null ? least : Integer.parseInt(one.group(3));
            for (int count : List.of(least - 1, least, most, most + 1)) {
                String text = REPEATED.matcher(parts)
                        .replaceAll(part -> part.group(1)
                                .repeat(part.start() == one.start() ? count : Integer.parseInt(part.group(2))));
                values.add(NODES.textNode(text));
            }
        }
    }

    private static List<Integer> lengths(JsonNode rule) {
        int most = rule.path("maxLength").asInt(128);
        return List.of(most - 1, most, most + 1);
    }

    private void addLists(JsonNode rule, List<JsonNode> values) {
        JsonNode item = resolved(rule.path("items"));
        int most = rule.path("maxItems").asInt();
        List<Integer> counts = most <= LONGEST_LIST ? List.of(1, 2, most - 1, most, most + 1) : List.of(1, 2);
        for (int count : counts) {
            ArrayNode list = NODES.arrayNode();
            for (int i = 0; i < count; i++) {
                list.add(distinct(sample(item), i));
            }
            values.add(list);
        }
        values.add(NODES.arrayNode().add(sample(item)).add(sample(item)));
        values.add(NODES.arrayNode().addNull());
    }

    /** Names in a list are often to be unique. */
    private static JsonNode distinct(JsonNode item, int number) {
        if (item.isTextual()) {
            return NODES.textNode(item.textValue() + number);
        }
        if (item instanceof ObjectNode object && object.path("name").isTextual()) {
            object.put("name", object.get("name").textValue() + number);
        }
        return item;
    }

    private static void addObjects(JsonNode rule, List<JsonNode> values) {
        if (!rule.has("maxProperties")) {
            return;
        }
        int most = rule.get("maxProperties").intValue();
        for (int count : List.of(1, most, most + 1)) {
            ObjectNode object = NODES.objectNode();
            for (int i = 0; i < count; i++) {
                object.put("k" + i, "v");
            }
            values.add(object);
        }
        for (int length : lengths(rule.path("propertyNames"))) {
            values.add(NODES.objectNode().put("x".repeat(length), "v"));
        }
        List<JsonNode> members = new ArrayList<>();
        addTexts(rule.path("additionalProperties"), members);
        members.forEach(member -> values.add(NODES.objectNode().set("k", member)));
        for (String odd : List.of("", "a\nb", "\0", "\u007f")) {
            values.add(NODES.objectNode().put(odd, "v"));
        }
    }

    private static JsonNode raw(String json) {
        return new POJONode(new RawValue(json));
    }

    // ---- a value that fits

    private JsonNode sample(JsonNode rule) {
        JsonNode own = resolved(rule);
        if (own.has("const")) {
            return own.get("const");
        }
        if (own.has("enum")) {
            return own.get("enum").get(0);
        }
        return switch (own.path("type").asText()) {
            case "integer", "number" -> NODES.numberNode(1);
            case "boolean" -> NODES.booleanNode(true);
            case "array" -> NODES.arrayNode().add(sample(own.path("items")));
            case "object" -> sampleObject(own);
            default -> NODES.textNode(sampleText(own));
        };
    }

    private JsonNode sampleObject(JsonNode rule) {
        ObjectNode object = NODES.objectNode();
        rule.path("properties").properties().forEach(one -> object.set(one.getKey(), sample(one.getValue())));
        return object;
    }

    private static String sampleText(JsonNode rule) {
        String pattern = rule.path("pattern").asText(".*");
        return PATTERN_SAMPLES.stream()
                .filter(sample -> Pattern.compile(pattern).matcher(sample).find())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no sample for " + pattern));
    }

    private JsonNode resolved(JsonNode rule) {
        String reference = rule.path("$ref").asText();
        return reference.isEmpty() ? rule : schema.at(reference.substring(1));
    }
}

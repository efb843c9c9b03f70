package dev.taskdirector.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.taskdirector.coordinator.core.JoinRequest.RepositoryState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Which run a peer without keys joins; the cases are data, and others can be given by {@code -Darrangements=FILE}. */
class ArrangementsTest {

    @TestFactory
    Stream<DynamicTest> peersJoinTheRunThatFits() throws IOException {
        JsonNode cases = read().get("cases");
        assertThat(cases).isNotEmpty();
        return StreamSupport.stream(cases.spliterator(), false)
                .map(one -> DynamicTest.dynamicTest(one.get("name").asText(), () -> check(one)));
    }

    private static JsonNode read() throws IOException {
        String file = System.getProperty("arrangements");
        try (InputStream in = file == null
                ? ArrangementsTest.class.getResourceAsStream("/arrangements.json")
                : Files.newInputStream(Path.of(file))) {
            return new ObjectMapper().readTree(in);
        }
    }

    private static void check(JsonNode one) {
        Fleet fleet = new Fleet();
        Map<String, Integer> numbers = new LinkedHashMap<>();
        List<Integer> groups = new ArrayList<>();
        int count = 0;
        for (JsonNode described : one.get("peers")) {
            String name = "peer-" + count++;
            JoinRequest join = joinOf(described);
            CacheId cache = new CacheId(described.get("cache").asText());
            fleet.join(name, join, peer -> {
                peer.cache = cache;
                return peer;
            });
            String run = fleet.peer(name).last.orElseThrow().run().orElseThrow().value();
            groups.add(numbers.computeIfAbsent(run, key -> numbers.size()));
        }
        List<Integer> expected = new ArrayList<>();
        one.get("groups").forEach(group -> expected.add(group.asInt()));
        assertThat(groups).isEqualTo(expected);
    }

    private static JoinRequest joinOf(JsonNode described) {
        String schema = described.get("schema").asText();
        JoinRequest join = Fleet.join(Fleet.task(schema, 60));
        List<RepositoryState> repositories = new ArrayList<>();
        described.get("repositories").forEach(one -> repositories.add(repository(one)));
        return new JoinRequest(
                join.schema(),
                join.tasks(),
                join.context(),
                Optional.empty(),
                true,
                repositories,
                described.get("complexPatchset").asBoolean(),
                Optional.empty(),
                Optional.empty(),
                false,
                Map.of());
    }

    private static RepositoryState repository(JsonNode one) {
        List<String> additional = new ArrayList<>();
        one.path("additionalPatchsets").forEach(patchset -> additional.add(patchset.asText()));
        return new RepositoryState(
                one.get("name").asText(),
                one.get("baseRef").asText(),
                one.get("patchset").asText(),
                additional);
    }
}

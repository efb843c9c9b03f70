package dev.taskdirector.benchmarks.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A status as it stands in the topic.
 *
 * @param join what the session needs, on those that carry it
 */
record Said(
        int partition,
        long offset,
        Instant at,
        String peer,
        String session,
        long seq,
        boolean leaves,
        List<Outcome> finished,
        Optional<Join> join) {

    record Outcome(String task, String outcome) {}

    /**
     * What a session needs.
     *
     * @param hasTasks whether it names them; else the coordinator may ask for them
     * @param keys by position in the task schema; empty without keys
     */
    record Join(String life, boolean mayWrite, boolean hasTasks, List<String> keys) {
        Join {
            keys = List.copyOf(keys);
        }
    }

    /** Empty for control records, which are the coordinators' own. */
    static Optional<Said> read(TopicRecord record, JsonNode json) {
        if (json.has("control")) {
            return Optional.empty();
        }
        List<Outcome> finished = new ArrayList<>();
        json.path("finished")
                .forEach(one -> finished.add(new Outcome(
                        one.path("task").asText(), one.path("outcome").asText())));
        return Optional.of(new Said(
                record.partition(),
                record.offset(),
                record.at(),
                json.path("peer").asText(),
                json.path("session").asText(),
                json.path("seq").asLong(),
                json.has("leaving"),
                finished,
                json.has("join") ? Optional.of(join(json.path("join"))) : Optional.empty()));
    }

    private static Join join(JsonNode json) {
        List<String> keys = new ArrayList<>();
        json.path("keys").forEach(key -> keys.add(key.asText()));
        return new Join(
                json.path("labels").path("life").asText(),
                json.path("cacheWrite").asBoolean(true),
                json.path("schema").has("tasks"),
                keys);
    }
}

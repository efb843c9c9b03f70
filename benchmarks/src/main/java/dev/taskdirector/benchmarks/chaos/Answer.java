package dev.taskdirector.benchmarks.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * An assignment as it stands in its peer's topic.
 *
 * @param at when the coordinator sent it
 * @param state as it stands there: {@code waiting}
 * @param news leases that no assignment before it in the topic has named
 */
record Answer(int partition, String peer, String session, Instant at, String state, List<Given> news) {

    /**
     * A task under a lease.
     *
     * @param lease the session and its lease, since leases of other sessions may have the same name
     */
    record Given(String lease, String task) {}

    Answer {
        news = List.copyOf(news);
    }

    static Answer read(TopicRecord record, JsonNode json, Set<String> known) {
        List<Given> news = new ArrayList<>();
        json.path("tasks").forEach(task -> {
            String lease =
                    json.path("session").asText() + " " + task.path("lease").asText();
            if (known.add(lease)) {
                news.add(new Given(lease, task.path("name").asText()));
            }
        });
        return new Answer(
                Workload.partitionOf(json.path("cache").asText()),
                json.path("peer").asText(),
                json.path("session").asText(),
                record.at(),
                json.path("state").asText(),
                news);
    }
}

package dev.taskdirector.benchmarks.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * An assignment as it stands in its peer's topic.
 *
 * @param at when the coordinator sent it
 * @param news leases that no assignment before it in the topic has named
 */
record Answer(int partition, String peer, String session, Instant at, List<String> news) {

    static Answer read(TopicRecord record, JsonNode json, java.util.Set<String> known) {
        List<String> news = new ArrayList<>();
        json.path("tasks").forEach(task -> {
            String lease =
                    json.path("session").asText() + " " + task.path("lease").asText();
            if (known.add(lease)) {
                news.add(lease);
            }
        });
        return new Answer(
                Workload.partitionOf(json.path("cache").asText()),
                json.path("peer").asText(),
                json.path("session").asText(),
                record.at(),
                news);
    }
}

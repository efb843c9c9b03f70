package dev.taskdirector.agent.log;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a peer says of itself before anything happens.
 *
 * @param peer its id
 * @param cache id of the remote cache
 * @param cacheWrite whether it may write there
 * @param found what was found about the CI and the checkout, as a clause
 * @param tasks how many tasks its schema has
 * @param expectedAlone how long they take one after the other on its slots; empty when the schema doesn't say
 */
public record Opening(
        String peer,
        String cache,
        boolean cacheWrite,
        int slots,
        Optional<String> found,
        int tasks,
        Optional<Duration> expectedAlone) {

    List<FactLine> lines(String verdict) {
        String access = cacheWrite ? "read-write" : "read-only";
        String slotCount = slots == 1 ? "1 slot" : slots + " slots";
        String alone = expectedAlone
                .map(span -> ", " + Spans.say(span) + " expected alone")
                .orElse("");
        String taskCount = tasks == 1 ? "1 task" : tasks + " tasks";
        return List.of(
                new FactLine("peer", peer + ", cache " + cache + " (" + access + "), " + slotCount),
                new FactLine("found", found.orElse("no repository; only peers without one can share")),
                new FactLine("plan", taskCount + alone + "; verdict: " + verdict));
    }
}

package dev.taskdirector.deploy.quickstart;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A run of two peers and three tasks, written down. */
final class OutcomeFixture {

    private OutcomeFixture() {}

    static Outcome twoPeers() {
        return with(Map.of("common", 1, "maps", 1, "planning", 1), Map.of("peer-1", 0, "peer-2", 0));
    }

    static Outcome with(Map<String, Integer> attempts, Map<String, Integer> exitCodes) {
        List<Build> builds = List.of(
                new Build("common", "peer-1", 2, 8),
                new Build("maps", "peer-2", 2, 10),
                new Build("planning", "peer-1", 8, 17));
        return new Outcome(
                builds,
                ordered(attempts),
                Map.of("peer-1", 17.0, "peer-2", 17.5),
                ordered(Map.of("peer-1", 17.8, "peer-2", 18.0)),
                ordered(exitCodes));
    }

    private static <V> Map<String, V> ordered(Map<String, V> map) {
        Map<String, V> ordered = new LinkedHashMap<>();
        map.keySet().stream().sorted().forEach(key -> ordered.put(key, map.get(key)));
        return ordered;
    }
}

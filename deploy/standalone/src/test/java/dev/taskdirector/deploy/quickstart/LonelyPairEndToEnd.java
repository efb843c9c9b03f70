package dev.taskdirector.deploy.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.deploy.quickstart.RealPeers.Setting;
import dev.taskdirector.deploy.standalone.Standalone;
import dev.taskdirector.deploy.standalone.StandaloneSettings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Peers that share a build and are left by all who direct it end by themselves, each with its own verdict: from the fault on in the
 * time that all takes alone that wasn't built here by then, the patience, and two seconds. What others built is a hit at
 * best, so it is counted as if it were to be built.
 */
@Tag("faults")
class LonelyPairEndToEnd {

    private static final int TASK_SECONDS = 4;

    /** Long enough to be directed at first, on a busy machine too. */
    private static final int PATIENCE_SECONDS = 10;

    private static final int SLACK_SECONDS = 2;

    private static final List<String> OPTIONS = Stream.concat(
                    Stream.of("--patience", PATIENCE_SECONDS + "s"), OwnVerdict.options().stream())
            .toList();

    @TempDir
    private Path folder;

    @Test
    void whoWaitsForAnothersTaskAsTheCoordinatorStopsAnswering() throws Exception {
        Standalone standalone = SharedStandalone.withTwo();
        List<String> tasks = List.of("common", "planning", "maps");
        try (RealPeers peers = peers(standalone, "frozen-in-company", tasks)) {
            PeerProcess first = startDirected(peers, "peer-1");
            PeerProcess second = startDirected(peers, "peer-2");
            peers.awaitAnyOutput(" wait ");
            Map<PeerProcess, Double> bounds = boundsFromNow(peers, tasks.size(), first, second);
            Signals.toAll(standalone, "STOP");
            try {
                assertEndsWithin(bounds, peers);
            } finally {
                Signals.toAll(standalone, "CONT");
            }
        }
    }

    @Test
    void whoSharesABuildAsTheBrokerVanishes() throws Exception {
        List<String> tasks = List.of("common", "planning", "maps", "perception");
        try (Standalone standalone = Standalone.start(StandaloneSettings.temporary());
                RealPeers peers = peers(standalone, "without-a-broker", tasks)) {
            PeerProcess first = startDirected(peers, "peer-1");
            PeerProcess second = startDirected(peers, "peer-2");
            peers.awaitBuilt(2);
            standalone.kafka().stop();
            assertEndsWithin(boundsFromNow(peers, tasks.size(), first, second), peers);
        }
    }

    private static PeerProcess startDirected(RealPeers peers, String name) {
        PeerProcess peer = peers.start(name);
        peers.awaitOutput(peer, " start ");
        assertThat(peer.output()).contains(" joined ");
        return peer;
    }

    /** When each has to be at its end, in seconds since 1970. */
    private static Map<PeerProcess, Double> boundsFromNow(RealPeers peers, int tasks, PeerProcess... all) {
        double now = Watch.now();
        Map<PeerProcess, Double> bounds = new LinkedHashMap<>();
        for (PeerProcess peer : all) {
            int missing = tasks - peers.builtBy(peer);
            bounds.put(peer, now + missing * TASK_SECONDS + PATIENCE_SECONDS + SLACK_SECONDS);
        }
        return bounds;
    }

    private static void assertEndsWithin(Map<PeerProcess, Double> bounds, RealPeers peers) {
        Outcome outcome = peers.awaitEnd();
        bounds.forEach((peer, bound) -> {
            System.out.printf("%s ended %.1f s before its bound%n", peer.peer(), bound - peer.endEpochSeconds());
            assertThat(peer.endEpochSeconds())
                    .as("%s, alone: %s", peer.peer(), peers.story())
                    .isLessThan(bound);
            assertThat(peer.output()).as(peers.story()).contains("no answer for");
        });
        OwnVerdict.assertRunByAll(peers, outcome);
    }

    private RealPeers peers(Standalone standalone, String cache, List<String> tasks) {
        Setting setting = new Setting(standalone.bootstrapServers(), OPTIONS);
        return new RealPeers(setting, cache, folder, tasks, TASK_SECONDS);
    }
}

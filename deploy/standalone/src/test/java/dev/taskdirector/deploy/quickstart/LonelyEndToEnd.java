package dev.taskdirector.deploy.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.deploy.embedded.EmbeddedKafka;
import dev.taskdirector.deploy.embedded.FreePorts;
import dev.taskdirector.deploy.quickstart.RealPeers.Setting;
import dev.taskdirector.deploy.standalone.Standalone;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whoever is away, a peer ends by itself, with its own verdict: from the fault on in the time that what is left takes
 * alone, its patience, and two seconds.
 */
class LonelyEndToEnd {

    private static final String PEER = "peer-1";
    private static final List<String> TASKS = List.of("common", "planning", "maps", "perception");
    private static final int TASK_SECONDS = 1;
    private static final int PATIENCE_SECONDS = 2;
    private static final int SLACK_SECONDS = 2;
    /** A task that starts afterwards starts under a lease. */
    private static final Pattern DIRECTED_AGAIN = Pattern.compile("(?s)(again|rejoined) .* start +\\S+ +about \\S+\n");

    private static final List<String> OPTIONS = Stream.concat(
                    Stream.of("--patience", PATIENCE_SECONDS + "s"), OwnVerdict.options().stream())
            .toList();

    @TempDir
    private Path folder;

    @Test
    void withoutABroker() {
        endsAlone("127.0.0.1:" + FreePorts.one());
    }

    @Test
    void withoutACoordinator() {
        try (EmbeddedKafka kafka = EmbeddedKafka.builder().start()) {
            endsAlone(kafka.bootstrapServers());
        }
    }

    private void endsAlone(String bootstrapServers) {
        try (RealPeers peers = peers(new Setting(bootstrapServers, OPTIONS), TASKS)) {
            double begun = Watch.now();
            PeerProcess peer = peers.start(PEER);
            Outcome outcome = peers.awaitEnd();
            assertThat(peer.endEpochSeconds() - begun).as(peers.story()).isLessThan(bound(TASKS.size()));
            OwnVerdict.assertRunByAll(peers, outcome);
            assertThat(outcome.eachBuiltOnce()).as(peers.story()).isTrue();
        }
    }

    @Test
    void whenTheCoordinatorStopsAnsweringInTheMiddle() throws Exception {
        Standalone standalone = SharedStandalone.withTwo();
        try (RealPeers peers = peers(new Setting(standalone.bootstrapServers(), OPTIONS), TASKS)) {
            PeerProcess peer = peers.start(PEER);
            peers.awaitBuilt(1);
            double stopped = Watch.now();
            Signals.toAll(standalone, "STOP");
            try {
                Outcome outcome = peers.awaitEnd();
                assertThat(peer.endEpochSeconds() - stopped).as(peers.story()).isLessThan(bound(TASKS.size() - 1));
                OwnVerdict.assertRunByAll(peers, outcome);
                assertThat(outcome.eachBuiltOnce()).as(peers.story()).isTrue();
                assertThat(peer.output()).contains("no answer for");
            } finally {
                Signals.toAll(standalone, "CONT");
            }
        }
    }

    @Test
    @Tag("faults")
    void whenTheCoordinatorComesBackThePeerIsDirectedAgain() throws Exception {
        Standalone standalone = SharedStandalone.withTwo();
        try (RealPeers peers = peers(new Setting(standalone.bootstrapServers(), OPTIONS), Workload.TASKS)) {
            PeerProcess peer = peers.start(PEER);
            peers.awaitBegun(1);
            Signals.toAll(standalone, "STOP");
            try {
                peers.awaitOutput(peer, "no answer for");
            } finally {
                Signals.toAll(standalone, "CONT");
            }
            peers.awaitOutput(peer, "the coordinator");
            Outcome outcome = peers.awaitEnd();
            OwnVerdict.assertRunByAll(peers, outcome);
            assertThat(outcome.eachBuiltOnce()).as(peers.story()).isTrue();
            assertThat(peer.output()).containsPattern(DIRECTED_AGAIN);
        }
    }

    private static double bound(int tasksLeft) {
        return tasksLeft * TASK_SECONDS + PATIENCE_SECONDS + SLACK_SECONDS;
    }

    private RealPeers peers(Setting setting, List<String> tasks) {
        return new RealPeers(
                setting, folder.getFileName().toString().replaceAll("[^A-Za-z0-9]", "-"), folder, tasks, TASK_SECONDS);
    }
}

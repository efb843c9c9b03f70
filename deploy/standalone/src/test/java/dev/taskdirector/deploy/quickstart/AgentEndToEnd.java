package dev.taskdirector.deploy.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.deploy.standalone.Standalone;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an agent does to itself and to others like it, with a real coordinator. */
@Tag("faults")
class AgentEndToEnd {

    private static final List<String> THREE = List.of("common", "planning", "maps");
    private static final int TASK_SECONDS = 3;

    @TempDir
    private static Path folder;

    private final Standalone standalone = SharedStandalone.get();

    /** It was stopped for longer than its session lived and than its patience is: that was its own silence. */
    @Test
    void anAgentThatSleptComesAgainAndDoesNotGoAlone() throws Exception {
        try (RealPeers peers = peers("slept", "--patience", "6s")) {
            PeerProcess sleeper = peers.start("sleeper");
            peers.awaitBegun(1);
            signal("STOP", sleeper);
            PeerProcess other = peers.start("other");
            peers.awaitOutput(other, " retaken ");
            signal("CONT", sleeper);
            Outcome outcome = peers.awaitEnd();
            assertThat(outcome.allReturnedZero()).as(peers.story()).isTrue();
            assertThat(sleeper.output())
                    .contains(" rejoined ", " exit       0, the verdict's")
                    .doesNotContain("no answer for");
        }
    }

    @Test
    void ofTwoAgentsWithOneIdTheOlderBuildsOnByItselfAndBothEndWithTheirVerdicts() {
        try (RealPeers peers = peers("twins")) {
            PeerProcess older = peers.startAs("twin", "older");
            peers.awaitBegun(1);
            PeerProcess newer = peers.startAs("twin", "newer");
            peers.awaitOutput(older, " superseded ");
            Outcome outcome = peers.awaitEnd();
            assertThat(outcome.allReturnedZero()).as(peers.story()).isTrue();
            assertThat(older.output())
                    .contains("a newer session has my peer id; building on by myself")
                    .contains(" exit       0, the verdict's");
            assertThat(newer.output())
                    .contains(" joined ", " exit       0, the verdict's")
                    .doesNotContain(" superseded ", "no answer for");
        }
    }

    private RealPeers peers(String cache, String... options) {
        RealPeers.Setting setting = new RealPeers.Setting(standalone.bootstrapServers(), List.of(options));
        return new RealPeers(setting, cache, folder.resolve(cache), THREE, TASK_SECONDS);
    }

    private static void signal(String name, PeerProcess peer) throws Exception {
        Process kill = new ProcessBuilder("sh", "-c", "kill -s \"$0\" \"$1\"", name, Long.toString(peer.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }
}

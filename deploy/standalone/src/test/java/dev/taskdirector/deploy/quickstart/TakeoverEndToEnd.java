package dev.taskdirector.deploy.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.deploy.standalone.CoordinatorProcess;
import dev.taskdirector.deploy.standalone.Standalone;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two real coordinators, of which one goes while peers share a build; with the quick settings. {@code AllKilledEndToEnd} has both. */
class TakeoverEndToEnd {

    private static final List<String> PEERS = List.of("peer-1", "peer-2", "peer-3");

    private static final Duration AFTER_A_KILL = Duration.ofSeconds(5);
    private static final Duration AFTER_A_STOP = Duration.ofSeconds(2);
    private static final Duration TO_END = Duration.ofSeconds(5);

    /** What a JVM ends with on TERM, when all is done. */
    private static final int STOPPED_BY_TERM = 143;

    @TempDir
    private static Path folder;

    private final Standalone standalone = SharedStandalone.get();
    private final Owners owners = new Owners(standalone);
    private final BrokerView broker = new BrokerView(standalone);
    private final Silence silence = new Silence(standalone, owners, broker);
    private final DatabaseView database = new DatabaseView(standalone.database());

    @BeforeEach
    void startWhatIsMissing() throws InterruptedException {
        SharedStandalone.withTwo();
    }

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    @Tag("faults")
    void whenTheOwnerIsKilledTheOtherOneGoesOn() {
        String cache = "killed-owner";
        try (RealPeers peers = peers(cache, Workload.TASKS, 3)) {
            CoordinatorProcess owner = owners.ofTwo(Owners.partitionOf(cache));
            PEERS.forEach(peers::start);
            peers.awaitBuilt(1);

            Instant killed = Instant.now();
            standalone.kill(owner);
            Duration lasted = silence.since(killed, cache, "peer-1");
            standalone.addCoordinator();

            assertThat(lasted).as(peers.story()).isLessThan(AFTER_A_KILL);
            peers.assertSharedWithoutALoss();
        }
    }

    @Test
    @Tag("faults")
    void whenTheOwnerIsStoppedTheOtherOneGoesOnAtOnce() throws Exception {
        String cache = "stopped-owner";
        try (RealPeers peers = peers(cache, Workload.TASKS, 2)) {
            CoordinatorProcess owner = owners.ofTwo(Owners.partitionOf(cache));
            PEERS.forEach(peers::start);
            peers.awaitBegun(PEERS.size());
            long known = broker.end(Owners.partitionOf(cache));

            Instant asked = Instant.now();
            standalone.stop(owner);
            Duration ending = Duration.between(asked, Instant.now());
            int left = broker.members();
            standalone.addCoordinator();

            assertThat(silence.since(asked, cache, "peer-1")).as(peers.story()).isLessThan(AFTER_A_STOP);
            assertThat(left).isEqualTo(1);
            assertThat(ending).isLessThan(TO_END);
            assertThat(owner.exitCode()).isEqualTo(STOPPED_BY_TERM);
            assertThat(owner.log())
                    .content()
                    .contains("stopped: all partitions are saved")
                    .doesNotContain("ERROR");
            assertThat(database.checkpoint(Owners.partitionOf(cache))).isGreaterThanOrEqualTo(known);
            peers.assertSharedWithoutALoss();
        }
    }

    private RealPeers peers(String cache, List<String> tasks, int taskSeconds) {
        return new RealPeers(standalone, cache, folder.resolve(cache), tasks, taskSeconds);
    }
}

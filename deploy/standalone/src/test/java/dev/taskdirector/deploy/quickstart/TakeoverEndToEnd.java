package dev.taskdirector.deploy.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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

/** Two real coordinators, of which one goes, or both, while peers share a build; with the quick settings. */
class TakeoverEndToEnd {

    private static final List<String> PEERS = List.of("peer-1", "peer-2", "peer-3");

    private static final Duration AFTER_A_KILL = Duration.ofSeconds(5);
    private static final Duration AFTER_A_STOP = Duration.ofSeconds(2);
    private static final Duration TO_END = Duration.ofSeconds(5);

    /**
     * The next owner gives work away in the log's time, at which nobody could hear it: once that was so long ago it looks as if
     * its peer were late with it, and an idle one may take it as well. A busy machine starts a coordinator as slowly as that.
     */
    private static final Duration UNTIL_A_SECOND_LEASE = Duration.ofSeconds(10);

    private static final Duration START_LIMIT = Duration.ofSeconds(90);

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

    @Test
    @Tag("faults")
    void whenAllWereKilledTheNextOneGoesOnFromTheCheckpoint() throws Exception {
        String cache = "all-killed";
        int partition = Owners.partitionOf(cache);
        try (RealPeers peers = peers(cache, List.of("common", "planning", "maps"), 4)) {
            PEERS.subList(0, 2).forEach(peers::start);
            peers.awaitBegun(2);
            long known = broker.end(partition);
            await("the checkpoint").atMost(Duration.ofSeconds(10)).until(() -> database.checkpoint(partition) >= known);

            standalone.coordinators().forEach(standalone::kill);
            Instant dead = Instant.now();
            // what was before can only be known from the checkpoint now
            broker.forgetBefore(partition, database.checkpoint(partition));
            peers.awaitBuilt(2);
            assertTheNextOneGoesOn(peers, dead);
        }
    }

    @Test
    @Tag("faults")
    void whenTheCheckpointIsLostTheNextOneRebuildsItFromTheLog() throws Exception {
        String cache = "lost-checkpoint";
        try (RealPeers peers = peers(cache, List.of("common", "planning", "maps"), 4)) {
            PEERS.subList(0, 2).forEach(peers::start);
            peers.awaitBuilt(1);

            standalone.coordinators().forEach(standalone::kill);
            Instant dead = Instant.now();
            database.execute("DROP SCHEMA public CASCADE");
            database.execute("CREATE SCHEMA public");
            assertTheNextOneGoesOn(peers, dead);
            assertThat(database.checkpoint(Owners.partitionOf(cache))).isPositive();
        }
    }

    private void assertTheNextOneGoesOn(RealPeers peers, Instant dead) throws InterruptedException {
        standalone.addCoordinator().awaitReady(START_LIMIT);
        Duration outage = Duration.between(dead, broker.firstAnswerSince("peer-1", dead));
        if (outage.compareTo(UNTIL_A_SECOND_LEASE) < 0) {
            peers.assertSharedWithoutALoss();
            return;
        }
        Outcome outcome = peers.assertAllGreen();
        Build first = outcome.builds().get(0);
        assertThat(outcome.attempts()).as(peers.story()).containsEntry(first.task(), 1);
    }

    private RealPeers peers(String cache, List<String> tasks, int taskSeconds) {
        return new RealPeers(standalone, cache, folder.resolve(cache), tasks, taskSeconds);
    }
}

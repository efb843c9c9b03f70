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
    private static final Duration AFTER_A_STOP = Duration.ofSeconds(5);

    /** What a JVM ends with on TERM, when all is done. */
    private static final int STOPPED_BY_TERM = 143;

    @TempDir
    private static Path folder;

    private final Standalone standalone = SharedStandalone.get();
    private final Owners owners = new Owners(standalone);
    private final BrokerView broker = new BrokerView(standalone);
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
            Duration silence = silenceSince(killed, cache);
            standalone.addCoordinator();

            assertThat(silence).as(peers.story()).isLessThan(AFTER_A_KILL);
            assertSharedWithoutALoss(peers);
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

            assertThat(silenceSince(asked, cache)).as(peers.story()).isLessThan(AFTER_A_STOP);
            assertThat(left).isEqualTo(1);
            assertThat(ending).isLessThan(AFTER_A_STOP);
            assertThat(owner.exitCode()).isEqualTo(STOPPED_BY_TERM);
            assertThat(owner.log())
                    .content()
                    .contains("stopped: all partitions are saved")
                    .doesNotContain("ERROR");
            assertThat(database.checkpoint(Owners.partitionOf(cache))).isGreaterThanOrEqualTo(known);
            assertSharedWithoutALoss(peers);
        }
    }

    @Test
    void whenAllWereKilledTheNextOneGoesOnFromTheCheckpoint() throws Exception {
        String cache = "all-killed";
        int partition = Owners.partitionOf(cache);
        try (RealPeers peers = peers(cache, List.of("common", "planning", "maps"), 4)) {
            PEERS.subList(0, 2).forEach(peers::start);
            peers.awaitBegun(2);
            long known = broker.end(partition);
            await("the checkpoint").atMost(Duration.ofSeconds(10)).until(() -> database.checkpoint(partition) >= known);

            standalone.coordinators().forEach(standalone::kill);
            // what was before can only be known from the checkpoint now
            broker.forgetBefore(partition, database.checkpoint(partition));
            peers.awaitBuilt(2);
            standalone.addCoordinator();

            assertSharedWithoutALoss(peers);
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
            database.execute("DROP SCHEMA public CASCADE");
            database.execute("CREATE SCHEMA public");
            standalone.addCoordinator();

            assertSharedWithoutALoss(peers);
            assertThat(database.checkpoint(Owners.partitionOf(cache))).isPositive();
        }
    }

    private RealPeers peers(String cache, List<String> tasks, int taskSeconds) {
        return new RealPeers(standalone, cache, folder.resolve(cache), tasks, taskSeconds);
    }

    /** How long nobody told peer-1 anything: until the first answer of the coordinator that is left. */
    private Duration silenceSince(Instant moment, String cache) {
        CoordinatorProcess left = standalone.coordinators().get(0);
        Instant owned = owners.awaitOwnership(left, Owners.partitionOf(cache));
        Instant from = owned.isBefore(moment) ? moment : owned;
        Duration silence = Duration.between(moment, broker.firstAnswerSince("peer-1", from));
        System.out.printf("%s: the next owner's first answer after %d ms%n", cache, silence.toMillis());
        return silence;
    }

    private static void assertSharedWithoutALoss(RealPeers peers) {
        Outcome outcome = peers.awaitEnd();
        assertThat(outcome.allReturnedZero()).as(peers.story()).isTrue();
        assertThat(outcome.eachBuiltOnce()).as(peers.story()).isTrue();
        assertThat(Trouble.in(peers.story())).as(peers.story()).isEmpty();
    }
}

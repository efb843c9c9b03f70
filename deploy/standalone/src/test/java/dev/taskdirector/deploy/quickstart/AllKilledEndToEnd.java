package dev.taskdirector.deploy.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskdirector.deploy.quickstart.RealPeers.Setting;
import dev.taskdirector.deploy.standalone.Standalone;
import dev.taskdirector.deploy.standalone.StandaloneSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All real coordinators are killed while peers share a build, and later another one starts. */
@Tag("faults")
@Tag("unhurried")
class AllKilledEndToEnd {

    private static final List<String> TASKS = List.of("common", "planning", "maps");
    private static final int TASK_SECONDS = 4;
    private static final Duration START_LIMIT = Duration.ofSeconds(90);

    /**
     * The next owner gives work away in the log's time, at which nobody could hear it. However long a busy machine takes to
     * start that owner, it must not look as if a peer were late with what it was given, had not heard it, or had gone alone.
     */
    private static final StandaloneSettings UNHURRIED = StandaloneSettings.temporary()
            .withCoordinators(2)
            .withQuickTakeover()
            .with("task-director.secret", "known to every coordinator that comes")
            .with("task-director.heartbeat", "1s")
            .with("task-director.session-timeout", "3m")
            .with("task-director.speculation-factor", "60");

    private static final List<String> PATIENT = List.of("--patience", "3m");

    private static Standalone standalone;
    private static BrokerView broker;
    private static DatabaseView database;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void start() throws InterruptedException {
        standalone = Standalone.start(UNHURRIED);
        broker = new BrokerView(standalone);
        database = new DatabaseView(standalone.database());
    }

    @AfterAll
    static void close() {
        if (broker != null) {
            broker.close();
        }
        if (standalone != null) {
            standalone.close();
        }
    }

    @Test
    void theNextOneGoesOnFromTheCheckpoint() throws Exception {
        String cache = "all-killed";
        int partition = Owners.partitionOf(cache);
        try (RealPeers peers = peers(cache)) {
            startTwo(peers);
            peers.awaitBegun(2);
            long known = broker.end(partition);
            await("the checkpoint").atMost(Duration.ofSeconds(10)).until(() -> checkpointOf(cache) >= known);

            killAll();
            // what was before can only be known from the checkpoint now
            broker.forgetBefore(partition, checkpointOf(cache));
            peers.awaitBuilt(2);
            startNext();
            peers.assertSharedWithoutALoss();
        }
    }

    @Test
    void theNextOneRebuildsALostCheckpointFromTheLog() throws Exception {
        String cache = "lost-checkpoint";
        try (RealPeers peers = peers(cache)) {
            startTwo(peers);
            peers.awaitBuilt(1);

            killAll();
            database.execute("DROP SCHEMA public CASCADE");
            database.execute("CREATE SCHEMA public");
            startNext();
            peers.assertSharedWithoutALoss();
            assertThat(checkpointOf(cache)).isPositive();
        }
    }

    private static void startTwo(RealPeers peers) {
        peers.start("peer-1");
        peers.start("peer-2");
    }

    private static void killAll() {
        standalone.coordinators().forEach(standalone::kill);
    }

    private static void startNext() throws InterruptedException {
        standalone.addCoordinator().awaitReady(START_LIMIT);
    }

    private static long checkpointOf(String cache) throws Exception {
        return database.checkpoint(Owners.partitionOf(cache));
    }

    private static RealPeers peers(String cache) {
        Setting setting = new Setting(standalone.bootstrapServers(), PATIENT);
        return new RealPeers(setting, cache, folder.resolve(cache), TASKS, TASK_SECONDS);
    }
}

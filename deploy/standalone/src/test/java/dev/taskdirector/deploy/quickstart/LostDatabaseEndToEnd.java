package dev.taskdirector.deploy.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskdirector.deploy.quickstart.RealPeers.Setting;
import dev.taskdirector.deploy.standalone.CoordinatorProcess;
import dev.taskdirector.deploy.standalone.Standalone;
import dev.taskdirector.deploy.standalone.StandaloneSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What deploy/README.md says of a database that is gone for good: the tables, and the secret that was kept in one. */
@Tag("faults")
@Tag("unhurried")
class LostDatabaseEndToEnd {

    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final StandaloneSettings SETTINGS = StandaloneSettings.temporary()
            .with("task-director.heartbeat", "1s")
            .with("task-director.session-timeout", "8s");

    @TempDir
    private Path folder;

    /** What they said under the old secret is understood no more, but they hear the next owner, and so learn the new token. */
    @Test
    void withoutAConfiguredSecretThoseAtWorkAreDirectedAgainAndSoAreThoseThatCome() throws Exception {
        try (Standalone standalone = Standalone.start(SETTINGS);
                RealPeers peers = peers(standalone, "lost-secret", 12, Duration.ofSeconds(10))) {
            PeerProcess first = peers.start("peer-1");
            peers.awaitBuilt(1);
            PeerProcess second = peers.start("peer-2");
            peers.awaitOutput(second, " joined ");

            standalone.coordinators().forEach(standalone::kill);
            dropTables(standalone);
            standalone.addCoordinator().awaitReady(START_LIMIT);
            PeerProcess late = peers.start("peer-3");
            peers.awaitOutput(late, " joined ");
            peers.assertAllGreen();
            assertThat(List.of(first, second))
                    .as(peers.story())
                    .allSatisfy(peer -> assertThat(peer.output()).containsAnyOf(" again ", " rejoined "));
            assertThat(late.output()).as(peers.story()).doesNotContain("no answer for");
        }
    }

    @Test
    void underALiveCoordinatorDecisionsGoOnAndARestartMakesTheTablesAgain() throws Exception {
        StandaloneSettings settings = SETTINGS.with("task-director.secret", "known to every coordinator that comes");
        String cache = "dropped-tables";
        try (Standalone standalone = Standalone.start(settings);
                RealPeers peers = peers(standalone, cache, 3, START_LIMIT)) {
            DatabaseView database = new DatabaseView(standalone.database());
            CoordinatorProcess alive = standalone.coordinators().get(0);
            List.of("peer-1", "peer-2").forEach(peers::start);
            peers.awaitBuilt(1);

            dropTables(standalone);
            peers.awaitBuilt(4);
            await("degraded health").atMost(LIMIT).until(() -> health(alive).contains("degraded"));
            standalone.stop(alive);
            standalone.addCoordinator().awaitReady(START_LIMIT);

            peers.assertSharedWithoutALoss();
            assertThat(database.checkpoint(Owners.partitionOf(cache))).isPositive();
        }
    }

    private RealPeers peers(Standalone standalone, String cache, int taskSeconds, Duration patience) {
        Setting setting = new Setting(standalone.bootstrapServers(), List.of("--patience", patience.toSeconds() + "s"));
        return new RealPeers(setting, cache, folder, Workload.TASKS, taskSeconds);
    }

    private static void dropTables(Standalone standalone) throws Exception {
        DatabaseView database = new DatabaseView(standalone.database());
        database.execute("DROP SCHEMA public CASCADE");
        database.execute("CREATE SCHEMA public");
    }

    private static String health(CoordinatorProcess coordinator) throws IOException, InterruptedException {
        URI address = coordinator.address().resolve("/q/health");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                .body();
    }
}

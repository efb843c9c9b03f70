package dev.taskdirector.deploy.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskdirector.deploy.quickstart.RealPeers.Setting;
import dev.taskdirector.deploy.standalone.BuiltParts;
import dev.taskdirector.deploy.standalone.CoordinatorProcess;
import dev.taskdirector.deploy.standalone.Standalone;
import dev.taskdirector.deploy.standalone.StandaloneSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The documented way to another number of partitions of the status topic, step by step, while peers are at work. */
@Tag("faults")
@Tag("unhurried")
class PartitionCountEndToEnd {

    private static final int BEFORE = 3;
    private static final int AFTER = 6;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** They wait for the next coordinator rather than build on. */
    private static final List<String> PATIENT = List.of("--patience", "60s");

    private static final String MOVING = cacheThat(cache -> home(cache, BEFORE) != home(cache, AFTER));
    private static final String STAYING = cacheThat(cache -> home(cache, BEFORE) == home(cache, AFTER));

    @TempDir
    private Path folder;

    @Test
    void byTheProcedurePeersAtWorkMoveAndShareAndWithoutItNoCoordinatorStarts() throws Exception {
        try (Standalone standalone = Standalone.start(settings());
                BrokerView broker = new BrokerView(standalone);
                RealPeers moving = peers(standalone, MOVING, Workload.TASKS);
                RealPeers staying = peers(standalone, STAYING, Workload.TASKS.subList(0, 4))) {
            DatabaseView database = new DatabaseView(standalone.database());
            PeerProcess old = moving.start("old");
            PeerProcess other = staying.start("other");
            moving.awaitBuilt(1);
            staying.awaitBuilt(1);

            standalone.coordinators().forEach(standalone::stop);
            assertThat(database.checkpoint(home(MOVING, BEFORE))).isPositive();
            broker.increasePartitions(documented("--alter --topic (\\S+) --partitions 24"), AFTER);
            assertRefuses(standalone);

            database.execute(documented("`(UPDATE [^`]+)`"));
            CoordinatorProcess next =
                    standalone.addCoordinator(documented("`(task-director\\.\\S+)=24`"), String.valueOf(AFTER));
            moving.start("new");
            next.awaitReady(LIMIT);

            assertSharedWithoutALoss(moving);
            assertSharedWithoutALoss(staying);
            assertThat(moving.awaitEnd().builds()).extracting(Build::peer).contains("old", "new");
            assertThat(old.output()).contains("rejoined ").doesNotContain("no answer");
            assertThat(other.output()).doesNotContain("rejoined ", "no answer");
            assertThat(database.checkpoint(home(MOVING, AFTER))).isPositive();
            await("the end of what the old partition knew")
                    .atMost(LIMIT)
                    .until(() -> database.number("SELECT count(*) FROM session WHERE live") == 0);
        }
    }

    private static void assertRefuses(Standalone standalone) throws InterruptedException, IOException {
        CoordinatorProcess refusing = standalone.addCoordinator("task-director.partitions", String.valueOf(AFTER));
        assertThat(refusing.awaitEnd(LIMIT)).isTrue();
        standalone.stop(refusing);
        assertThat(refusing.exitCode()).isEqualTo(1);
        assertThat(Files.readString(refusing.log()))
                .contains("topic task-director.peer-status has " + AFTER
                        + " partitions, but the checkpoint was written with " + BEFORE)
                .contains("go on as coordinator/README.md says of changing their number")
                .doesNotContain("\tat ");
    }

    private static void assertSharedWithoutALoss(RealPeers peers) {
        Outcome outcome = peers.awaitEnd();
        assertThat(outcome.allReturnedZero()).as(peers.story()).isTrue();
        assertThat(outcome.eachBuiltOnce()).as(peers.story()).isTrue();
    }

    /** A group of a pattern in the procedure's text, with this test's number of partitions. */
    private static String documented(String pattern) throws IOException {
        String page = Files.readString(BuiltParts.ofThisCheckout().root().resolve("coordinator/README.md"));
        String procedure =
                page.split("\n### Changing the number of partitions\n")[1].split("\n### ")[0];
        Matcher found = Pattern.compile(pattern).matcher(procedure);
        assertThat(found.find()).as(pattern + " in " + procedure).isTrue();
        return found.group(1).replace("24", String.valueOf(AFTER));
    }

    private static StandaloneSettings settings() {
        return StandaloneSettings.temporary()
                .with("task-director.partitions", String.valueOf(BEFORE))
                .with("task-director.heartbeat", "1s")
                .with("task-director.session-timeout", "5s");
    }

    private RealPeers peers(Standalone standalone, String cache, List<String> tasks) {
        Setting setting = new Setting(standalone.bootstrapServers(), PATIENT);
        return new RealPeers(setting, cache, folder.resolve(cache), tasks, 1);
    }

    private static int home(String cache, int partitions) {
        return Owners.partitionOf(cache, partitions);
    }

    private static String cacheThat(Predicate<String> wanted) {
        return IntStream.range(0, 100)
                .mapToObj(i -> "cache-" + i)
                .filter(wanted)
                .findFirst()
                .orElseThrow();
    }
}

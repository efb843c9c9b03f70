package dev.taskdirector.deploy.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.deploy.quickstart.RealPeers.Setting;
import dev.taskdirector.deploy.standalone.CoordinatorProcess;
import dev.taskdirector.deploy.standalone.Standalone;
import dev.taskdirector.deploy.standalone.StandaloneSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How soon others go on when the owner goes, with no setting but the defaults: what deploy/README.md promises. */
@Tag("faults")
class TakeoverWithDefaultsEndToEnd {

    private static final Duration AFTER_MOST_STOPS = Duration.ofSeconds(1);
    private static final Duration AFTER_ANY_STOP = Duration.ofSeconds(5);
    private static final Duration AFTER_A_KILL = Duration.ofSeconds(15);
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final int STOPS = 3;

    /** Six tasks for two peers are long enough for these to be there still after the bound. */
    private static final int TASK_SECONDS_AT_A_STOP = 3;

    private static final int TASK_SECONDS_AT_A_DEATH = 6;

    /** A busy machine may take longer than the default to start an agent; the bounds here are tighter anyway. */
    private static final List<String> PATIENT = List.of("--patience", "2m");

    private static final List<String> PEERS = List.of("peer-1", "peer-2");

    private static Standalone standalone;
    private static BrokerView broker;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void start() throws InterruptedException {
        standalone = Standalone.start(StandaloneSettings.temporary().withCoordinators(2));
        broker = new BrokerView(standalone);
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

    @BeforeEach
    void startWhatIsMissing() throws InterruptedException {
        while (standalone.coordinators().size() < 2) {
            standalone.addCoordinator();
        }
        for (CoordinatorProcess coordinator : standalone.coordinators()) {
            coordinator.awaitReady(START_LIMIT);
        }
    }

    /** The median: now and then one on a busy machine is late by something that isn't the coordinator's. */
    @Test
    void othersGoOnWithinASecondAfterAStop() throws InterruptedException {
        List<Duration> silences = new ArrayList<>();
        for (int round = 1; round <= STOPS; round++) {
            startWhatIsMissing();
            silences.add(silenceWhenTheOwnerGoes("stopped-" + round, TASK_SECONDS_AT_A_STOP, standalone::stop));
        }
        List<Duration> sorted = new ArrayList<>(silences);
        Collections.sort(sorted);
        assertThat(sorted.get(STOPS / 2)).as("of %s", silences).isLessThan(AFTER_MOST_STOPS);
        assertThat(silences).allSatisfy(silence -> assertThat(silence).isLessThan(AFTER_ANY_STOP));
    }

    @Test
    void othersGoOnWithinFifteenSecondsAfterADeath() {
        assertThat(silenceWhenTheOwnerGoes("killed", TASK_SECONDS_AT_A_DEATH, standalone::kill))
                .isLessThan(AFTER_A_KILL);
    }

    private static Duration silenceWhenTheOwnerGoes(String cache, int taskSeconds, Consumer<CoordinatorProcess> go) {
        Owners owners = new Owners(standalone);
        Setting setting = new Setting(standalone.bootstrapServers(), PATIENT);
        try (RealPeers peers = new RealPeers(setting, cache, folder.resolve(cache), Workload.TASKS, taskSeconds)) {
            CoordinatorProcess owner = owners.ofTwo(Owners.partitionOf(cache));
            PEERS.forEach(peers::start);
            peers.awaitBegun(PEERS.size());
            Instant gone = Instant.now();
            go.accept(owner);
            Duration silence = new Silence(standalone, owners, broker).since(gone, cache, PEERS.get(0));
            // for the next round: it starts while these build on
            standalone.addCoordinator();
            peers.assertSharedWithoutALoss();
            return silence;
        }
    }
}

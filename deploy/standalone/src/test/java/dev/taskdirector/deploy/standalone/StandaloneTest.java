package dev.taskdirector.deploy.standalone;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandaloneTest {

    @TempDir
    private Path folder;

    @Test
    void coordinatorsAreReadyAndStopBeforeTheDatabase() throws Exception {
        Path data = folder.resolve("data");
        CoordinatorProcess first;
        CoordinatorProcess second;
        try (Standalone standalone = Standalone.start(settings().withData(data).withCoordinators(2))) {
            assertThat(standalone.coordinators()).hasSize(2).allMatch(CoordinatorProcess::isReady);
            first = standalone.coordinators().get(0);
            second = standalone.coordinators().get(1);
            assertThat(standalone.firstDeath()).isNotDone();
        }
        assertThat(first.isAlive()).isFalse();
        assertThat(second.isAlive()).isFalse();
        assertThat(first.log()).content().contains("stopped with the database at hand: true");
        assertThat(second.log()).content().contains("stopped with the database at hand: true");
        assertThat(data.resolve("kafka/meta.properties")).exists();
        assertThat(data.resolve("postgres/PG_VERSION")).exists();
    }

    @Test
    void aCoordinatorThatEndsByItselfIsTold() throws Exception {
        try (Standalone standalone = Standalone.start(settings())) {
            CoordinatorProcess coordinator = standalone.coordinators().get(0);
            assertThatThrownBy(() -> coordinator
                            .address()
                            .resolve("/end")
                            .toURL()
                            .openStream()
                            .close())
                    .isInstanceOf(IOException.class);
            CoordinatorProcess dead = standalone.firstDeath().get(10, SECONDS);
            assertThat(dead).isSameAs(coordinator);
            assertThat(dead.obituary()).contains("ended with exit code 9").contains("fake coordinator on 127.0.0.1:");
        }
    }

    @Test
    void oneThatIsKilledOnPurposeIsNoDeathAndAnotherTakesItsPlace() throws Exception {
        try (Standalone standalone = Standalone.start(settings())) {
            CoordinatorProcess killed = standalone.coordinators().get(0);
            standalone.kill(killed);
            CoordinatorProcess next = standalone.addCoordinator().awaitReady(Duration.ofSeconds(30));
            assertThat(killed.isAlive()).isFalse();
            assertThat(standalone.coordinators()).containsExactly(next);
            assertThat(standalone.firstDeath()).isNotDone();
        }
    }

    @Test
    void aCoordinatorThatCannotStartIsAnErrorWithItsLastWords() {
        assertThatThrownBy(() -> Standalone.start(settings().with("fake.ends-at-once", "true")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ended with exit code 7")
                .hasMessageContaining("no such table");
    }

    @Test
    void theAddressesAreWrittenAsProperties() throws Exception {
        try (Standalone standalone = Standalone.start(settings())) {
            Path file = folder.resolve("addresses");
            Addresses.of(standalone).write(file);
            assertThat(Files.readAllLines(file))
                    .containsExactly(
                            "kafka=" + standalone.bootstrapServers(),
                            "postgres=" + standalone.database().jdbcUrl(),
                            "coordinator.1=" + standalone.coordinators().get(0).address());
        }
    }

    private StandaloneSettings settings() {
        try {
            return StandaloneSettings.temporary().withCoordinatorJar(FakeCoordinator.jar(folder));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}

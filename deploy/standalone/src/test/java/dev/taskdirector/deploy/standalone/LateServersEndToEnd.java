package dev.taskdirector.deploy.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A real coordinator that is started before the servers that it needs. */
@Tag("faults")
@Tag("unhurried")
class LateServersEndToEnd {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    @Test
    void aCoordinatorWaitsForPostgresAndForKafkaAndSaysSo() throws Exception {
        try (Standalone standalone =
                Standalone.start(StandaloneSettings.temporary().withCoordinators(0))) {
            standalone.kafka().stop();
            standalone.database().stop();

            CoordinatorProcess impatient = standalone.addCoordinator();
            CoordinatorProcess coordinator = standalone.addCoordinator();
            awaitSaid(impatient, "waiting, since PostgreSQL at ");
            standalone.stop(impatient);
            assertThat(impatient.exitCode()).isEqualTo(143);
            assertThat(said(impatient)).contains("told to stop while waiting for PostgreSQL");

            awaitSaid(
                    coordinator,
                    "waiting, since PostgreSQL at " + standalone.database().jdbcUrl() + " does not answer: ");
            assertThat(coordinator.isReady()).isFalse();

            standalone.database().restart();
            awaitSaid(coordinator, "waiting, since Kafka at " + standalone.bootstrapServers() + " does not answer: ");
            assertThat(coordinator.isReady()).isFalse();

            standalone.kafka().restart();
            coordinator.awaitReady(LIMIT);
            assertThat(said(coordinator)).doesNotContain("\tat ", "ERROR");
        }
    }

    private static void awaitSaid(CoordinatorProcess coordinator, String text) {
        await("\"" + text + "\"")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> said(coordinator).contains(text));
        assertThat(coordinator.isAlive()).isTrue();
    }

    private static String said(CoordinatorProcess coordinator) {
        try {
            return Files.readString(coordinator.log());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + coordinator.log(), e);
        }
    }
}

package dev.taskdirector.deploy.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.deploy.embedded.EmbeddedDatabase;
import dev.taskdirector.deploy.embedded.FreePorts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real coordinator that can't start, wherever it finds that out. {@code PartitionCountEndToEnd} has what topics are at fault. */
@Tag("faults")
@Tag("unhurried")
class RefusedStartEndToEnd {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @Test
    void aCoordinatorThatRefusesToStartSaysWhyAndEnds() throws Exception {
        String missing = folder.resolve("missing").toString();
        String nowhere = "jdbc:postgresql://127.0.0.1:" + FreePorts.one() + "/postgres";
        try (EmbeddedDatabase database = EmbeddedDatabase.start()) {
            String here = database.jdbcUrl();
            CoordinatorProcess unlisted = start(here, "task-director.login.users-file", missing);
            CoordinatorProcess unconnected = start(here, "task-director.kafka.properties-file", missing);
            CoordinatorProcess impatient = start(nowhere, "task-director.start-timeout", "1s");

            assertEnds(
                    unlisted, "the file " + missing + ", which task-director.login.users-file names, does not exist");
            assertEnds(
                    unconnected,
                    "the file " + missing + ", which task-director.kafka.properties-file names, does not exist");
            assertEnds(impatient, "PostgreSQL at " + nowhere + " does not answer");
        }
    }

    private CoordinatorProcess start(String jdbcUrl, String property, String value) {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "quarkus.datasource.jdbc.url", jdbcUrl,
                "quarkus.datasource.username", "postgres",
                "quarkus.datasource.password", "postgres"));
        settings.put(property, value);
        return CoordinatorProcess.start(new CoordinatorCommand(
                BuiltParts.ofThisCheckout().coordinatorJar(),
                FreePorts.one(),
                folder.resolve(property + ".log"),
                settings));
    }

    private static void assertEnds(CoordinatorProcess coordinator, String sentence) throws Exception {
        boolean hasEnded = coordinator.awaitEnd(LIMIT);
        String said = Files.readString(coordinator.log());
        coordinator.kill();
        assertThat(hasEnded).as(said).isTrue();
        assertThat(coordinator.exitCode()).as(said).isEqualTo(1);
        assertThat(said).containsOnlyOnce(" ERROR ").contains(sentence).doesNotContain("\tat ");
    }
}

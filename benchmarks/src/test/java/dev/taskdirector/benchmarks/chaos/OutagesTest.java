package dev.taskdirector.benchmarks.chaos;

import static dev.taskdirector.benchmarks.chaos.Scene.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Coordinator 1 owns partition 3, and at second 20 coordinator 2 takes it over. */
class OutagesTest {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss,SSS").withZone(ZoneId.systemDefault());

    @TempDir
    private Path folder;

    @Test
    void aCoordinatorIsMissedUntilAnotherThatWasThereHasItsPartition() throws Exception {
        Incident killed = incident(FaultKind.COORDINATOR_KILLED, "one", 10, 60);
        assertThat(away(3, 0, killed)).isEqualTo(Duration.ofSeconds(10));
        assertThat(away(4, 0, killed)).isZero();
    }

    @Test
    void whoHadToStartFirstIsWaitedFor() throws Exception {
        Incident gone = incident(FaultKind.COORDINATORS_GONE, "both", 10, 60);
        assertThat(away(3, 15, gone)).isEqualTo(Duration.ofSeconds(50));
    }

    @Test
    void theDatabaseIsMissedOnlyForATakeover() throws Exception {
        assertThat(away(3, 0, incident(FaultKind.DATABASE_STOPPED, "the database", 10, 60)))
                .isEqualTo(Duration.ofSeconds(50));
        assertThat(away(3, 0, incident(FaultKind.DATABASE_STOPPED, "the database", 40, 60)))
                .isZero();
    }

    @Test
    void whatIsAwayAtTheSameTimeCountsOnce() throws Exception {
        assertThat(away(
                        3,
                        0,
                        incident(FaultKind.BROKER_KILLED, "the broker", 10, 30),
                        incident(FaultKind.BROKER_PAUSED, "the broker", 20, 40)))
                .isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void aSlowMachineMayTakeLonger() throws Exception {
        Path log = log("one", at(1));
        Files.writeString(
                log, "2026-01-01 10:00:00,000 INFO  [q] (main) task-director 1.0 started in 12.5s. Listening");
        Ownership ownership = new Ownership(List.of(new Ownership.Tenure("one", log, at(0))));
        assertThat(new Outages(List.of(), ownership).bound()).isEqualTo(Duration.ofMillis(42_500));
    }

    private Duration away(int partition, int secondIsThereFrom, Incident... incidents) throws Exception {
        Ownership ownership = new Ownership(List.of(
                new Ownership.Tenure("one", log("one", at(1)), at(0)),
                new Ownership.Tenure("two", log("two", at(20)), at(secondIsThereFrom))));
        return new Outages(List.of(incidents), ownership).of(partition, at(0), at(100));
    }

    private Path log(String seat, Instant gains) throws Exception {
        String line = TIME.format(gains) + " INFO  [x] (main) now owner of partitions 3, 5\n";
        return Files.writeString(folder.resolve(seat), line);
    }

    private static Incident incident(FaultKind kind, String victim, int from, int to) {
        return new Incident(new Fault(Duration.ZERO, kind, 0, Duration.ZERO), victim, at(from), at(to));
    }
}

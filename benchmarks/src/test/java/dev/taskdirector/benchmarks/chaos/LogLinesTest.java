package dev.taskdirector.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogLinesTest {

    @TempDir
    private Path folder;

    @Test
    void errorsAndStackTracesAreCountedWithoutTheirNumbers() throws Exception {
        Path log = Files.writeString(folder.resolve("coordinator.log"), """
                2026-01-01 10:00:00,001 ERROR [x] partition 3 is parked
                2026-01-01 10:00:01,002 ERROR [x] partition 11 is parked
                2026-01-01 10:00:02,003 INFO  [x] all is well
                java.lang.IllegalStateException: 12
                	at java.base/java.util.Optional.get(Optional.java:1)
                	at dev.taskdirector.X.main(X.java:2)
                Caused by: java.lang.NullPointerException

                	at dev.taskdirector.X.other(X.java:3)
                """);
        LogLines lines = new LogLines(List.of(log));
        assertThat(lines.errors()).isEqualTo(Map.of("# # ERROR [x] partition # is parked", 2));
        assertThat(lines.traces())
                .isEqualTo(Map.of(
                        "java.lang.IllegalStateException: #", 1, "Caused by: java.lang.NullPointerException", 1));
        assertThat(LogLines.sum(lines.traces())).isEqualTo(2);
    }
}

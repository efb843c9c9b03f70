package dev.taskdirector.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as users start it, with less than it tries otherwise. */
@Tag("faults")
class LimitsEndToEnd {

    /** It takes a minute or two; on a machine that does much else longer, and that is no failure. */
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private static final List<String> SMALL = List.of(
            "--peers=200",
            "--schema=2000",
            "--rate=3000",
            "--seconds=10",
            "--tasks=20000",
            "--statement=100",
            "--slow-tasks=3000",
            "--warm-up=1000");

    @TempDir
    private Path folder;

    @Test
    void aSmallLoadIsBorneWithinAllBounds() throws Exception {
        Path report = folder.resolve("report.json");
        Process limits = start(report);
        try {
            assertThat(limits.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .as("%s", output())
                    .isTrue();
        } finally {
            limits.destroy();
        }
        System.out.print(output());
        assertThat(limits.exitValue()).as("%s", output()).isZero();
        JsonNode result = new ObjectMapper().readTree(report.toFile());
        assertThat(result.get("missed")).isEmpty();
        for (String part : List.of("joins", "statuses", "tasks", "database")) {
            assertThat(result.get(part)).as(part).isNotEmpty();
            JsonNode memory = result.get("memory").get(part);
            assertThat(memory.get("heapBytes").asLong())
                    .as(part)
                    .isPositive()
                    .isLessThanOrEqualTo(memory.get("heapLimitBytes").asLong());
            assertThat(memory.get("task_director_unsaved_rows").get("limit").asLong())
                    .as(part)
                    .isPositive();
        }
    }

    private Process start(Path report) throws Exception {
        ProcessBuilder command = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                "target/benchmarks.jar",
                "limits",
                "--report",
                report.toString());
        command.command().addAll(SMALL);
        return command.redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
    }

    private String output() throws Exception {
        return Files.readString(folder.resolve("output"));
    }
}

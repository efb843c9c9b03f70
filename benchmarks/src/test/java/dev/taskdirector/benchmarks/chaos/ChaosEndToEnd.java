package dev.taskdirector.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as users start it: a short storm, and one that is called off. */
@Tag("chaos")
class ChaosEndToEnd {

    /** On a machine that is too slow for all faults in their time, the storm goes on until each kind has come. */
    private static final Duration LIMIT = Duration.ofMinutes(20);

    private static final int FEWEST_AGENTS = 20;
    private static final String FOLDER_LINE = "data and logs in ";

    @TempDir
    private Path folder;

    @Test
    void aShortStormOfAllKindsOfFaultsLosesNothingAndLeavesNothingBehind() throws Exception {
        Path report = folder.resolve("report.json");
        Process storm = start("--minutes", "4", "--seed", "1", "--report", report.toString());
        assertThat(storm.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
                .as(output())
                .isTrue();
        assertThat(storm.exitValue()).as(output()).isZero();
        JsonNode result = new ObjectMapper().readTree(report.toFile());
        assertThat(result.path("findings")).as(output()).isEmpty();
        assertThat(result.at("/counts/  at a time, in the median").asInt()).isGreaterThanOrEqualTo(FEWEST_AGENTS);
        assertThat(result.at("/counts/reported successes compared with the record")
                        .asInt())
                .isPositive();
        for (FaultKind kind : FaultKind.values()) {
            assertThat(result.at("/faults/" + kind.title() + "/count").asInt())
                    .as(kind.title())
                    .isPositive();
        }
        assertThat(left()).isEmpty();
        assertThat(stormFolder()).doesNotExist();
    }

    @Test
    void aStormThatIsCalledOffLeavesNothingBehind() throws Exception {
        Process storm = start("--minutes", "5", "--seed", "2");
        await("agents")
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> !storm.isAlive() || output().contains("agents come"));
        assertThat(storm.isAlive()).as(output()).isTrue();
        storm.destroy();
        assertThat(storm.waitFor(30, TimeUnit.SECONDS)).as(output()).isTrue();
        assertThat(storm.exitValue()).isEqualTo(143);
        assertThat(left()).isEmpty();
        assertThat(stormFolder()).doesNotExist();
    }

    private Process start(String... options) throws Exception {
        List<String> line = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        line.addAll(List.of("-jar", "target/benchmarks.jar", "chaos"));
        line.addAll(List.of(options));
        return new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
    }

    private String output() throws Exception {
        return Files.readString(folder.resolve("output"));
    }

    private Path stormFolder() throws Exception {
        return Path.of(output().lines()
                .filter(line -> line.startsWith(FOLDER_LINE))
                .findFirst()
                .orElseThrow()
                .substring(FOLDER_LINE.length()));
    }

    /** Command lines of the processes that belong to the storm. */
    private List<String> left() throws Exception {
        return new Mark(stormFolder().getFileName().toString())
                .processes().stream()
                        .map(process -> process.info().commandLine().orElse("unknown"))
                        .toList();
    }
}

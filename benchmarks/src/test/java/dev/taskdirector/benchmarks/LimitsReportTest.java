package dev.taskdirector.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.taskdirector.benchmarks.MemoryUse.Gauge;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitsReportTest {

    private static final long SECOND = 1_000_000_000;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final LimitsReport report = new LimitsReport(new PrintStream(printed, true, StandardCharsets.UTF_8));

    @Test
    void whatIsJustWithinEachBoundIsBorne() {
        report.joins(2, 10, new Herd.Result(latencies(1, 60 * SECOND), 1.1));
        report.statuses(new Flood.Result(1_000, 9_500, 10, 5, 30));
        report.tasks(load(SECOND));
        report.database(100, load(SECOND / 20), 7, 30);
        report.memory("TASKS", new MemoryUse(1, 1, new TreeMap<>(Map.of("task_director_works", new Gauge(4, 4)))));
        assertThat(report.missed()).isEmpty();
    }

    @Test
    void whatIsBeyondABoundIsMissedWithASentence() {
        report.joins(2, 10, new Herd.Result(latencies(1, 61 * SECOND), 1.11));
        report.statuses(new Flood.Result(1_000, 8_000, 10, 5, 30.1));
        report.database(100, load(SECOND / 19), 7, 44);
        report.memory("TASKS", new MemoryUse(1, 1, new TreeMap<>(Map.of("task_director_works", new Gauge(5, 4)))));
        report.died(137);
        report.brokeOff("1 of 2 peers ended within PT5M");
        assertThat(report.missed())
                .containsExactly(
                        "JOINS: the joins of 2 peers were sent within 1.11 s, which must not take longer than 1.1 s",
                        "JOINS: the last of 2 peers had its first task after 61.0 s, which must not take longer than"
                                + " 60 s",
                        "STATUSES: 800 statuses a second were sent, which must be at least 950, as 1000 are wanted",
                        "STATUSES: the checkpoint had everything 30.1 s after the end, which must not take longer than"
                                + " 30 s",
                        "DATABASE: from a completion to the next task it took 52.6 ms (p50), which must not take"
                                + " longer than 50.0 ms, as a statement takes 100 ms and nobody is to wait for one",
                        "DATABASE: the checkpoint had everything 44.0 s after the end, which must not take longer than"
                                + " 30 s",
                        "TASKS: task_director_works was 5, above its limit of 4",
                        "a coordinator died, with exit code 137",
                        "1 of 2 peers ended within PT5M");
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("MISSED: a coordinator died, with exit code 137" + System.lineSeparator());
    }

    @Test
    void theFileHasWhatIsInMemoryAndWhatWasMissed(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("limits.json");
        report.memory("JOINS", new MemoryUse(77, 99, new TreeMap<>(Map.of("task_director_works", new Gauge(3, 4)))));
        report.died(1);
        report.write(file);
        JsonNode written = new ObjectMapper().readTree(file.toFile());
        assertThat(written).isEqualTo(new ObjectMapper().readTree("""
                                        {"memory": {"joins": {"heapBytes": 77, "heapLimitBytes": 99,
                                            "task_director_works": {"value": 3.0, "limit": 4.0}}},
                                         "missed": ["a coordinator died, with exit code 1"]}
                                        """));
    }

    private static Load.Result load(long medianNanos) {
        return new Load.Result(new FleetSize(10, 1), 100, latencies(1, medianNanos, 60 * SECOND), 1, 100);
    }

    private static Latencies latencies(long... nanos) {
        Latencies latencies = new Latencies();
        for (long one : nanos) {
            latencies.add(one);
        }
        return latencies;
    }
}

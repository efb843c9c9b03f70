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
        report.joins(2, 10, latencies(1, 60 * SECOND));
        report.statuses(new Flood.Result(100, 10, 5, 30));
        report.tasks(load());
        report.database(100, load(), 7, 30);
        report.memory("TASKS", new MemoryUse(1, new TreeMap<>(Map.of("task_director_works", new Gauge(4, 4)))));
        assertThat(report.missed()).isEmpty();
    }

    @Test
    void whatIsBeyondABoundIsMissedWithASentence() {
        report.joins(2, 10, latencies(1, 61 * SECOND));
        report.statuses(new Flood.Result(100, 10, 5, 30.1));
        report.database(100, load(), 7, 44);
        report.memory("TASKS", new MemoryUse(1, new TreeMap<>(Map.of("task_director_works", new Gauge(5, 4)))));
        report.died(137);
        report.brokeOff("1 of 2 peers ended within PT5M");
        assertThat(report.missed())
                .containsExactly(
                        "JOINS: the last of 2 peers had its first task after 61.0 s, which must not take longer than"
                                + " 60 s",
                        "STATUSES: the checkpoint had everything 30.1 s after the end, which must not take longer than"
                                + " 30 s",
                        "DATABASE: the checkpoint had everything 44.0 s after the end, which must not take longer than"
                                + " 30 s",
                        "TASKS: at the end task_director_works is 5, above its limit of 4",
                        "a coordinator died, with exit code 137",
                        "1 of 2 peers ended within PT5M");
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("MISSED: a coordinator died, with exit code 137" + System.lineSeparator());
    }

    @Test
    void theFileHasWhatIsInMemoryAndWhatWasMissed(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("limits.json");
        report.memory("JOINS", new MemoryUse(77, new TreeMap<>(Map.of("task_director_works", new Gauge(3, 4)))));
        report.died(1);
        report.write(file);
        JsonNode written = new ObjectMapper().readTree(file.toFile());
        assertThat(written).isEqualTo(new ObjectMapper().readTree("""
                                        {"memory": {"joins": {"heapBytes": 77,
                                            "task_director_works": {"value": 3.0, "limit": 4.0}}},
                                         "missed": ["a coordinator died, with exit code 1"]}
                                        """));
    }

    private static Load.Result load() {
        return new Load.Result(new FleetSize(10, 1), 100, latencies(1, SECOND), 1, 100);
    }

    private static Latencies latencies(long... nanos) {
        Latencies latencies = new Latencies();
        for (long one : nanos) {
            latencies.add(one);
        }
        return latencies;
    }
}

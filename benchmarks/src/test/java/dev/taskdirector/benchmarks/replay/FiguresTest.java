package dev.taskdirector.benchmarks.replay;

import static dev.taskdirector.benchmarks.replay.Console.policy;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How close schedules come to the bound, on durations as test suites and builds have them: most short, a few very long. */
class FiguresTest {

    private static final int TASKS = 800;
    private static final double WITH_A_SLOW_MACHINE = 1.10;
    private static final double OF_A_GRAPH = 1.01;
    private static final double OF_A_HISTORY = 1.015;
    private static final double TIMES_EXPECTED = 3.3;

    @TempDir
    private Path folder;

    private Console console;

    @BeforeEach
    void open() {
        console = new Console(folder);
    }

    /** Pareto distributed, from 0.2 s on; the longest as long as an eighth of a sixteenth of all. */
    private static double[] durations(long seed) {
        Random random = new Random(seed);
        double[] seconds = new double[TASKS];
        for (int i = 0; i < TASKS; i++) {
            seconds[i] = Math.min(0.2 / Math.pow(1 - random.nextDouble(), 0.8), 60);
        }
        return seconds;
    }

    private Path file(double[] seconds) throws IOException {
        List<String> lines = new ArrayList<>(List.of("task,seconds"));
        for (int i = 0; i < seconds.length; i++) {
            lines.add("t" + i + "," + text(seconds[i]));
        }
        return console.file("durations.csv", lines.toArray(String[]::new));
    }

    private static String text(double seconds) {
        return String.format(Locale.ROOT, "%.3f", seconds);
    }

    private static double ratio(JsonNode report) {
        return report.get("ratio").asDouble();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"1,1,1,1,1,1,1,0.333;1", "0.333,1,1,1,1,1,1,1;2", "1,1,1,0.333,1,1,1,1;3", "0.333,1,1,1,1,1,1,1;4"
            })
    void oneInEightAtAThirdOfTheSpeedHoldsNobodyUp(String speeds, long seed) throws IOException {
        double[] seconds = durations(seed);
        seconds[7] = java.util.Arrays.stream(seconds).sum() / 14.7; // alone as long as all others take together
        JsonNode report = console.report(
                "--durations", file(seconds), "--peers", 16, "--speeds", speeds, "--policy", "director,random");
        assertThat(ratio(report)).isLessThan(WITH_A_SLOW_MACHINE);
        assertThat(ratio(policy(report, "random"))).isGreaterThan(ratio(report));
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16})
    void whatHangsIsDoneInTimeThoughAllAreBusy(int peers) throws IOException {
        double[] seconds = durations(5);
        seconds[10] = 10;
        seconds[20] = 25;
        for (int task : List.of(10, 20)) {
            JsonNode report =
                    console.report("--durations", file(seconds), "--peers", peers, "--hang", "t" + task + "=10");
            JsonNode hang = report.get("hangs").get(0);
            assertThat(hang.get("executions").asInt()).isEqualTo(2);
            assertThat(hang.get("timesExpected").asDouble()).isLessThanOrEqualTo(TIMES_EXPECTED);
        }
    }

    @Test
    void aBuildGraphTakesHardlyLongerThanItsBound() throws IOException {
        Random random = new Random(6);
        double[] seconds = durations(6);
        List<String> nodes = new ArrayList<>(List.of("id,task,seconds"));
        List<String> edges = new ArrayList<>(List.of("id,depends_on_id"));
        for (int i = 0; i < TASKS; i++) {
            nodes.add(i + ",t" + i + "," + text(Math.min(seconds[i], 6)));
            for (int need = 0; i > 300 && need < 8; need++) {
                edges.add(i + "," + (i - 100 - random.nextInt(200)));
            }
        }
        JsonNode report = console.report(
                "--nodes",
                console.file("nodes.csv", nodes.toArray(String[]::new)),
                "--edges",
                console.file("edges.csv", edges.stream().distinct().toArray(String[]::new)),
                "--peers",
                16,
                "--policy",
                "director,random");
        assertThat(ratio(report)).isLessThan(OF_A_GRAPH);
        assertThat(ratio(policy(report, "random"))).isGreaterThan(ratio(report));
    }

    /** Measured weekly: each time a little otherwise, now and then something much longer, and some tasks are new. */
    @Test
    void aSuiteIsPredictedFromItsPast() throws IOException {
        Random random = new Random(7);
        double[] seconds = durations(7);
        List<String> history = new ArrayList<>(List.of("version,date,task_id,seconds"));
        List<String> tasks = new ArrayList<>(List.of("task_id,task"));
        for (int i = 0; i < TASKS; i++) {
            tasks.add(i + ",t" + i);
        }
        for (int version = 0; version < 15; version++) {
            for (int i = 0; i < TASKS - 30 + 2 * version; i++) {
                double noise = Math.exp(0.15 * random.nextGaussian()) * (random.nextInt(2_000) == 0 ? 5 : 1);
                history.add(version + ",2026-01-01," + i + "," + text(seconds[i] * noise));
            }
        }
        JsonNode report = console.report(
                "--history",
                console.file("history.csv", history.toArray(String[]::new)),
                "--tasks",
                console.file("tasks.csv", tasks.toArray(String[]::new)),
                "--peers",
                16,
                "--leave-out",
                5);
        assertThat(ratio(report)).isLessThan(OF_A_HISTORY);
    }
}

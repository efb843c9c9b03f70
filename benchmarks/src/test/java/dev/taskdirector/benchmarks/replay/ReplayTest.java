package dev.taskdirector.benchmarks.replay;

import static dev.taskdirector.benchmarks.replay.Console.makespan;
import static dev.taskdirector.benchmarks.replay.Console.policy;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What replays of small files come to, to the microsecond. */
class ReplayTest {

    @TempDir
    private Path folder;

    private Console console;

    @BeforeEach
    void open() {
        console = new Console(folder);
    }

    private Path sixOfTenMinutes() throws IOException {
        return console.file("six.csv", "task,seconds", "a,600", "b,600", "c,600", "d,600", "e,600", "f,600");
    }

    @Test
    void sixTasksOfTenMinutesTakeThreePeersTwentyMinutes() throws IOException {
        JsonNode report = console.report("--durations", sixOfTenMinutes(), "--peers", 3);
        assertThat(report.get("policy").asText()).isEqualTo("director");
        assertThat(report.get("tasks").asInt()).isEqualTo(6);
        assertThat(report.get("peers").asInt()).isEqualTo(3);
        assertThat(report.get("makespanSeconds").asDouble()).isEqualTo(1200);
        assertThat(report.get("lowerBoundSeconds").asDouble()).isEqualTo(1200);
        assertThat(report.get("ratio").asDouble()).isEqualTo(1);
        assertThat(report.get("work").asDouble()).isEqualTo(3600);
        assertThat(report.get("workRatio").asDouble()).isEqualTo(1);
        assertThat(report.get("busySecondsByPeer").get("peer-2").asDouble()).isEqualTo(1200);
        assertThat(report.get("policies")).hasSize(1);
    }

    @Test
    void onePeerOfThreeSlotsTakesAsLong() throws IOException {
        JsonNode report = console.report("--durations", sixOfTenMinutes(), "--peers", 1, "--slots", 3);
        assertThat(makespan(report)).isEqualTo(1200);
        assertThat(report.get("slots").asInt()).isEqualTo(3);
    }

    @Test
    void theTableNamesEachPolicy() throws IOException {
        Console.Said said =
                console.run("--durations", sixOfTenMinutes(), "--peers", 3, "--policy", "director,fifo,every-nth");
        assertThat(said.exitCode()).isZero();
        assertThat(said.out().lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "replay: 3 peers, slots 1, speeds 1.0",
                        "",
                        " makespan s bound s ratio worst work s work ratio",
                        "director 1200.0 1200.0 1.0000 1.0000 3600.0 1.0000",
                        "fifo 1200.0 1200.0 1.0000 1.0000 3600.0 1.0000",
                        "every-nth 1200.0 1200.0 1.0000 1.0000 3600.0 1.0000");
    }

    @Test
    void theLongestPathComesFirstWhereFifoWaitsForIt() throws IOException {
        Path nodes = console.file(
                "nodes.csv", "id,task,seconds", "1,d,3", "2,e,3", "3,f,3", "4,g,3", "5,a,4", "6,b,4", "7,c,4");
        Path edges = console.file("edges.csv", "id,depends_on_id", "6,5", "7,6");
        JsonNode report =
                console.report("--nodes", nodes, "--edges", edges, "--peers", 2, "--policy", "director,fifo,every-nth");
        assertThat(report.get("lowerBoundSeconds").asDouble()).isEqualTo(12);
        assertThat(makespan(policy(report, "director"))).isEqualTo(12);
        assertThat(makespan(policy(report, "fifo"))).isEqualTo(18);
        assertThat(makespan(policy(report, "every-nth"))).isEqualTo(18);
    }

    @Test
    void everyNthLeavesAPeerIdleThatHasDoneItsOwn() throws IOException {
        Path durations = console.file("four.csv", "task,seconds", "a,10", "b,1", "c,10", "d,1");
        JsonNode report = console.report(
                "--durations", durations, "--peers", 2, "--policy", "every-nth,fifo,director", "--expected", "none");
        assertThat(makespan(report)).isEqualTo(20);
        assertThat(makespan(policy(report, "every-nth"))).isEqualTo(20);
        assertThat(makespan(policy(report, "fifo"))).isEqualTo(11);
        assertThat(makespan(policy(report, "director")))
                .as("knows nothing, and goes by the schema's order")
                .isEqualTo(11);
    }

    @Test
    void aRandomOrderIsTheSeeds() throws IOException {
        List<String> lines = new ArrayList<>(List.of("task,seconds"));
        for (int i = 0; i < 40; i++) {
            lines.add("t" + i + "," + (1 << (i % 8)));
        }
        Path durations = console.file("many.csv", lines.toArray(String[]::new));
        List<Double> makespans = new ArrayList<>();
        for (int seed : new int[] {1, 2, 3, 1}) {
            makespans.add(makespan(console.report("--durations", durations, "--policy", "random", "--seed", seed)));
        }
        assertThat(makespans.get(3)).isEqualTo(makespans.get(0));
        assertThat(makespans.stream().distinct()).hasSizeGreaterThan(1);
    }

    @Test
    void aShuffledFileIsTakenInTheSeedsOrder() throws IOException {
        List<String> lines = new ArrayList<>(List.of("task,seconds"));
        for (int i = 0; i < 40; i++) {
            lines.add("t" + i + "," + (i + 1));
        }
        Path durations = console.file("rising.csv", lines.toArray(String[]::new));
        double inOrder = makespan(console.report("--durations", durations, "--policy", "fifo"));
        for (int seed : new int[] {1, 2, 3}) {
            JsonNode shuffled =
                    console.report("--durations", durations, "--policy", "fifo,every-nth", "--shuffle", "--seed", seed);
            JsonNode random = console.report("--durations", durations, "--policy", "random", "--seed", seed);
            assertThat(makespan(shuffled)).isEqualTo(makespan(random)).isNotEqualTo(inOrder);
        }
    }

    @Test
    void aShuffledGraphIsTheSameGraph() throws IOException {
        Path nodes = console.file(
                "nodes.csv", "id,task,seconds", "1,a,1", "2,b,2", "3,c,4", "4,d,8", "5,e,16", "6,f,32", "7,g,64");
        Path edges = console.file("edges.csv", "id,depends_on_id", "1,2", "2,3", "3,4", "4,5", "5,6", "6,7");
        for (int seed : new int[] {1, 2, 3}) {
            JsonNode report = console.report(
                    "--nodes", nodes, "--edges", edges, "--policy", "fifo,director", "--shuffle", "--seed", seed);
            assertThat(makespan(report)).isEqualTo(127);
            assertThat(makespan(policy(report, "director"))).isEqualTo(127);
        }
    }

    @Test
    void whatIsSaidBeforehandDecidesTheOrder() throws IOException {
        Path durations = console.file("last.csv", "task,seconds", "a,10", "b,10", "c,20");
        Path wrong = console.file("wrong.csv", "task,seconds", "a,3", "b,2", "c,1");
        assertThat(makespan(console.report("--durations", durations, "--peers", 2)))
                .isEqualTo(20);
        assertThat(makespan(console.report("--durations", durations, "--peers", 2, "--expected", "none")))
                .isEqualTo(30);
        assertThat(makespan(console.report("--durations", durations, "--peers", 2, "--expected", wrong)))
                .isEqualTo(30);
    }

    @Test
    void aSlowPeerTakesLongerAndTheBoundKnows() throws IOException {
        Path durations = console.file("three.csv", "task,seconds", "a,10", "b,10", "c,10");
        JsonNode report = console.report(
                "--durations", durations, "--peers", 2, "--speeds", "1,0.5", "--policy", "director,fifo");
        assertThat(makespan(report)).isEqualTo(20);
        assertThat(report.get("lowerBoundSeconds").asDouble()).isEqualTo(20);
        assertThat(report.get("work").asDouble()).as("at speed 1").isEqualTo(30);
        assertThat(report.get("busySecondsByPeer").get("peer-2").asDouble()).isEqualTo(20);
        assertThat(makespan(policy(report, "fifo"))).isEqualTo(20);
    }

    @Test
    void whatIsKnownOfOneSlowPeerHoldsForTheNextOnlyIfTheyAreOneMachine() throws IOException {
        List<String> lines = new ArrayList<>(List.of("task,seconds"));
        for (int i = 0; i < 24; i++) {
            lines.add("t" + i + ",10");
        }
        Path durations = console.file("even.csv", lines.toArray(String[]::new));
        List<Object> late = List.of(
                "--durations", durations, "--peers", 4, "--speeds", "0.25,0.25,1,1", "--join-spread", 80, "--seed", 4);
        double plain = makespan(console.report(late.toArray()));
        assertThat(makespan(withMachines(late, "speed"))).isEqualTo(plain);
        assertThat(makespan(withMachines(late, "each")))
                .as("a slow peer that comes late gets a task that it holds everybody up with")
                .isGreaterThan(plain + 10);
    }

    private JsonNode withMachines(List<Object> arguments, String machines) throws IOException {
        List<Object> all = new ArrayList<>(arguments);
        all.addAll(List.of("--machines", machines));
        return console.report(all.toArray());
    }

    @Test
    void aHistoryMakesTheSecondVersionBetter() throws IOException {
        List<String> lines = new ArrayList<>(List.of("version,date,task_id,seconds"));
        for (String version : List.of("7,2026-01-05,", "8,2026-01-12,")) {
            for (int id = 1; id <= 6; id++) {
                lines.add(version + id + ",10");
            }
            lines.add(version + "9,30");
        }
        Path history = console.packed("history.csv.gz", lines.toArray(String[]::new));
        Path tasks = console.file(
                "tasks.csv", "task_id,task", "1,a", "2,b", "3,c", "4,d", "5,e", "6,f", "9,the one that takes long");
        JsonNode report =
                console.report("--history", history, "--tasks", tasks, "--peers", 3, "--policy", "director,fifo");
        JsonNode versions = report.get("versions");
        assertThat(versions).hasSize(2);
        assertThat(versions.get(0).get("version").asText()).isEqualTo("7 of 2026-01-05");
        assertThat(makespan(versions.get(0))).isEqualTo(50);
        assertThat(makespan(versions.get(1))).isEqualTo(30);
        assertThat(report.get("versionsLeftOut").asInt()).isEqualTo(1);
        assertThat(report.get("ratio").asDouble()).isEqualTo(1);
        assertThat(makespan(policy(report, "fifo").get("versions").get(1))).isEqualTo(50);
    }

    @Test
    void theMeanIsOverTheVersionsThatCount() throws IOException {
        Path history = console.file(
                "history.csv", "version,task_id,seconds", "1,a,10", "1,b,10", "2,a,20", "2,b,20", "3,a,40", "3,b,40");
        JsonNode all = console.report("--history", history, "--peers", 2, "--leave-out", 0);
        assertThat(makespan(all)).isEqualTo(70 / 3.0);
        JsonNode last = console.report("--history", history, "--peers", 2, "--leave-out", 1);
        assertThat(makespan(last)).isEqualTo(30);
        assertThat(last.get("versions")).hasSize(3);
    }

    @Test
    void aRepetitionIsPredictedFromTheTimeBefore() throws IOException {
        Path durations = console.file("last.csv", "task,seconds", "a,10", "b,10", "c,20");
        JsonNode report = console.report("--durations", durations, "--peers", 2, "--expected", "none", "--repeat", 2);
        assertThat(report.get("versions").findValuesAsText("version")).containsExactly("time 1", "time 2");
        assertThat(makespan(report.get("versions").get(0))).isEqualTo(30);
        assertThat(makespan(report.get("versions").get(1))).isEqualTo(20);
    }

    @Test
    void whoJoinsLateFindsLessToDo() throws IOException {
        JsonNode report = console.report(
                "--durations", sixOfTenMinutes(), "--peers", 2, "--join-spread", 1000, "--policy", "director,fifo");
        assertThat(makespan(report)).isGreaterThan(1800).isLessThan(2800);
        assertThat(makespan(policy(report, "fifo"))).isEqualTo(makespan(report));
        assertThat(report.get("workRatio").asDouble()).isEqualTo(1);
    }

    @Test
    void aTaskHangsOnlyAtItsFirstExecution() throws IOException {
        JsonNode report = console.report(
                "--durations", sixOfTenMinutes(), "--peers", 3, "--policy", "fifo,director", "--hang", "b=10");
        JsonNode hang = policy(report, "fifo").get("hangs").get(0);
        assertThat(hang.get("task").asText()).isEqualTo("b");
        assertThat(hang.get("expectedSeconds").asDouble()).isEqualTo(600);
        assertThat(hang.get("doneAfterSeconds").asDouble()).isEqualTo(6000);
        assertThat(hang.get("timesExpected").asDouble()).isEqualTo(10);
        assertThat(hang.get("executions").asInt()).isEqualTo(1);
        assertThat(policy(report, "fifo").get("work").asDouble()).isEqualTo(9000);
        JsonNode directed = policy(report, "director").get("hangs").get(0);
        assertThat(directed.get("expectedSeconds").asDouble()).isEqualTo(600);
        assertThat(directed.get("executions").asInt())
                .as("an idle peer got a second lease")
                .isEqualTo(2);
        assertThat(directed.get("timesExpected").asDouble()).isBetween(3.0, 3.3);
        assertThat(policy(report, "director").get("workRatio").asDouble())
                .as("what hung until then was in vain")
                .isGreaterThan(1.3);
    }

    @Test
    void whoIsOvertakenStopsAndTakesSomethingElse() throws IOException {
        Path nodes = console.file("nodes.csv", "id,task,seconds", "1,a,600", "2,b,600", "3,z,600", "4,y,600");
        Path edges = console.file("edges.csv", "id,depends_on_id", "3,2", "4,2");
        JsonNode report = console.report("--nodes", nodes, "--edges", edges, "--peers", 2, "--hang", "b=10");
        assertThat(report.get("hangs").get(0).get("doneAfterSeconds").asDouble())
                .as("begun again by the other one when it had taken twice as long as expected")
                .isEqualTo(1800);
        assertThat(makespan(report)).isEqualTo(2400);
        assertThat(report.get("work").asDouble())
                .as("b for half an hour in vain, and each task once")
                .isEqualTo(1800 + 2400);
    }

    @Test
    void anAnswerTakesItsTime() throws IOException {
        Path durations = console.file("two.csv", "task,seconds", "a,10", "b,10");
        JsonNode report = console.report(
                "--durations", durations, "--peers", 1, "--round-trip", 1000, "--policy", "director,fifo");
        assertThat(makespan(report)).isEqualTo(22);
        assertThat(makespan(policy(report, "fifo"))).isEqualTo(22);
        assertThat(report.get("lowerBoundSeconds").asDouble()).isEqualTo(20);
    }

    @Test
    void whoHasShortTasksAheadWaitsForFewAnswers() throws IOException {
        List<String> lines = new ArrayList<>(List.of("task,seconds"));
        for (int i = 0; i < 100; i++) {
            lines.add("t" + i + ",0.01");
        }
        Path durations = console.file("short.csv", lines.toArray(String[]::new));
        JsonNode report = console.report(
                "--durations", durations, "--peers", 1, "--round-trip", 100, "--policy", "director,fifo");
        assertThat(makespan(policy(report, "fifo"))).isEqualTo(11);
        assertThat(makespan(report)).isLessThan(4);
        assertThat(report.get("workRatio").asDouble()).isEqualTo(1);
    }

    @Test
    void tasksThatTakeNoTimeAreDoneAllTheSame() throws IOException {
        Path durations = console.file("none.csv", "task,seconds", "a,0", "b,0.0000004", "c,0.000002");
        JsonNode report = console.report("--durations", durations, "--peers", 2, "--policy", "director,every-nth");
        assertThat(makespan(report)).isEqualTo(0.000002);
        assertThat(report.get("work").asDouble()).isEqualTo(0.000002);
    }

    @Test
    void aThousandPeersShareWhatTheyAreGiven() throws IOException {
        List<String> lines = new ArrayList<>(List.of("task,seconds"));
        for (int i = 0; i < 3_000; i++) {
            lines.add("t" + i + ",60");
        }
        Path durations = console.file("many.csv", lines.toArray(String[]::new));
        assertThat(makespan(console.report("--durations", durations, "--peers", 1_000)))
                .isEqualTo(180);
    }
}

package dev.taskdirector.benchmarks.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each bad line gets a sentence that says where it is, what is wrong and what to do. */
class BadInputTest {

    @TempDir
    private Path folder;

    private Console console;

    @BeforeEach
    void open() {
        console = new Console(folder);
    }

    /** What is said of a command that ends with 2; the folder is left out. */
    private List<String> complaints(Object... arguments) {
        Console.Said said = console.run(arguments);
        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(said.out()).isEmpty();
        return said.err().lines().map(line -> line.replace(folder + "/", "")).toList();
    }

    /** What is said of options, without the usage that follows. */
    private String objection(Object... arguments) {
        return complaints(arguments).get(0);
    }

    @Test
    void badDurations() throws IOException {
        Path file = console.file(
                "d.csv",
                "task,seconds",
                "good,1",
                "short",
                "long,1,2",
                "words,soon",
                "hex,0x10p3",
                "negative,-1",
                "endless,1e9",
                "unknown,NaN",
                "empty,",
                ",3",
                "good,2",
                "\"open,4",
                "\"behind\"it,5");
        String quotes =
                "a quote is not closed, or something stands behind the closing one; write a quote inside of quotes"
                        + " twice, and keep a record on one line";
        String fields = "; write one for each column, and names with a comma in quotes";
        assertThat(complaints("--durations", file))
                .containsExactly(
                        "d.csv:3: has 1 fields where the header has 2" + fields,
                        "d.csv:4: has 3 fields where the header has 2" + fields,
                        "d.csv:5: seconds is \"soon\", which is no number; write seconds like 12.5",
                        "d.csv:6: seconds is \"0x10p3\", which is no number; write seconds like 12.5",
                        "d.csv:7: seconds is -1; it should be from 0 to 1000000",
                        "d.csv:8: seconds is 1e9; it should be from 0 to 1000000",
                        "d.csv:9: seconds is \"NaN\", which is no number; write seconds like 12.5",
                        "d.csv:10: seconds is empty; every record needs one",
                        "d.csv:11: task is empty; every record needs one",
                        "d.csv:12: has the task \"good\" of line 2 again; leave one of them",
                        "d.csv:13: " + quotes,
                        "d.csv:14: " + quotes);
    }

    @Test
    void wrongHeaders() throws IOException {
        assertThat(complaints("--durations", console.file("h.csv", "task,millis", "a,1")))
                .containsExactly(
                        "h.csv:1: the header has no column seconds but task,millis; it should be task,seconds");
        assertThat(complaints("--durations", Files.createFile(folder.resolve("e.csv"))))
                .containsExactly("e.csv: the file is empty; it should begin with the header task,seconds");
        assertThat(complaints("--durations", console.file("n.csv", "task,seconds")))
                .containsExactly("n.csv: there is no task in it; add a line for each");
        assertThat(complaints("--durations", folder.resolve("x.csv")))
                .containsExactly("x.csv: there is no such file; name one with the columns task,seconds");
    }

    @Test
    void aFileThatIsCutOff() throws IOException {
        List<String> lines = new ArrayList<>(List.of("task,seconds"));
        for (int i = 0; i < 5_000; i++) {
            lines.add("t" + i + ",1");
        }
        byte[] whole = Files.readAllBytes(console.packed("whole.csv.gz", lines.toArray(String[]::new)));
        Path cut = Files.write(folder.resolve("cut.csv.gz"), java.util.Arrays.copyOf(whole, whole.length / 2));
        assertThat(complaints("--durations", cut))
                .singleElement()
                .asString()
                .matches("cut\\.csv\\.gz: can't be read beyond line \\d+ \\(.+\\); name a whole \\.csv or \\.csv\\.gz"
                        + " file");
    }

    @Test
    void aLineThatIsNotInUtf8() throws IOException {
        Path file =
                Files.write(folder.resolve("l.csv"), "task,seconds\ncafé,1\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(complaints("--durations", file))
                .containsExactly("l.csv:2: the line is not in UTF-8; save the file in that encoding");
    }

    @Test
    void badHistories() throws IOException {
        Path history = console.file(
                "h.csv", "version,date,task_id,seconds", "1,d,5,1", "1,d,6,1", "1,d,5,2", "2,d,5,2", ",d,5,1");
        Path tasks = console.file("t.csv", "task_id,task", "5,five", "5,six", "7,five");
        assertThat(complaints("--history", history, "--tasks", tasks))
                .containsExactly(
                        "t.csv:3: has the task_id \"5\" of line 2 again; leave one of them",
                        "t.csv:4: has the task \"five\" of line 2 again; leave one of them",
                        "h.csv:3: task_id \"6\" is not in " + "t.csv; add it there, or leave --tasks out",
                        "h.csv:4: has the task \"five\" of line 2 again; leave one of them",
                        "h.csv:6: version is empty; every record needs one");
    }

    @Test
    void badGraphs() throws IOException {
        Path nodes = console.file("n.csv", "id,task,seconds", "1,a,1", "2,b,1", "3,c,1", "2,d,1");
        Path edges = console.file("e.csv", "id,depends_on_id", "1,2", "2,3", "3,1", "9,1", "1,8");
        assertThat(complaints("--nodes", nodes, "--edges", edges))
                .containsExactly(
                        "n.csv:5: has the id \"2\" of line 3 again; leave one of them",
                        "e.csv:5: id \"9\" is not in n.csv; add it there, or take the edge out",
                        "e.csv:6: depends_on_id \"8\" is not in n.csv; add it there, or take the edge out",
                        "e.csv:2: a cycle: \"a\" needs \"b\" needs \"c\" needs \"a\"; take one of its edges out");
        Path itself = console.file("i.csv", "id,depends_on_id", "3,2", "3,3");
        assertThat(complaints("--nodes", console.file("m.csv", "id,task,seconds", "2,b,1", "3,c,1"), "--edges", itself))
                .containsExactly("i.csv:3: a cycle: \"c\" needs \"c\"; take one of its edges out");
    }

    @Test
    void anExpectationOfNothing() throws IOException {
        Path durations = console.file("d.csv", "task,seconds", "a,1");
        Path expected = console.file("x.csv", "task,seconds", "a,1", "b,2");
        assertThat(complaints("--durations", durations, "--expected", expected))
                .containsExactly("x.csv: expects something of \"b\", which is no task here; take the line out");
    }

    @Test
    void ofManyBadLinesTheFirstAreShown() throws IOException {
        List<String> lines = new ArrayList<>(List.of("task,seconds"));
        for (int i = 0; i < 70; i++) {
            lines.add("t" + i + ",x");
        }
        assertThat(complaints("--durations", console.file("m.csv", lines.toArray(String[]::new))))
                .hasSize(51)
                .last()
                .isEqualTo("and 20 more of the kind");
    }

    @Test
    void optionsThatDontGoTogether() throws IOException {
        Path file = console.file("d.csv", "task,seconds", "a,1");
        assertThat(objection()).isEqualTo("one of --durations, --history, --nodes and --from-log is needed");
        assertThat(objection("--durations", file, "--nodes", file))
                .isEqualTo("one of --durations, --history, --nodes and --from-log is needed");
        assertThat(objection("--durations", file, "--tasks", file))
                .isEqualTo("--tasks names the tasks of a --history, and there is none");
        assertThat(objection("--durations", file, "--edges", file))
                .isEqualTo("--edges lie between --nodes, and there are none");
        assertThat(objection("--history", file, "--shuffle"))
                .isEqualTo("--shuffle is for the tasks of --durations or --nodes");
        assertThat(objection("--durations", file, "--cache", "muc9"))
                .isEqualTo(
                        "--bootstrap-servers, --kafka, --topic-prefix, --cache, --from and --to go with --from-log only");
        assertThat(objection("--durations", file, "--topic-prefix", "ci"))
                .startsWith("--bootstrap-servers, --kafka, --topic-prefix");
        assertThat(objection("--from-log", "--bootstrap-servers", "localhost:1"))
                .isEqualTo("--from-log needs the id of a remote cache: --cache ID");
        assertThat(objection("--from-log", "--cache", "muc9"))
                .isEqualTo("--from-log needs Kafka brokers: --bootstrap-servers HOST:PORT");
    }

    @Test
    void optionsOutOfTheirRange() throws IOException {
        Path file = console.file("d.csv", "task,seconds", "a,1");
        assertThat(objection("--durations", file, "--peers", 0)).isEqualTo("--peers is 0; 1 to 5000 are possible");
        assertThat(objection("--durations", file, "--slots", 65)).isEqualTo("--slots is 65; 1 to 64 are possible");
        assertThat(objection("--durations", file, "--speeds", "1,0"))
                .isEqualTo("--speeds has 0.0; 0.01 to 100 are possible");
        assertThat(objection("--durations", file, "--join-spread", -1))
                .isEqualTo("--join-spread is -1.0; 0 to 1000000 seconds are possible");
        assertThat(objection("--durations", file, "--leave-out", -1)).isEqualTo("--leave-out is -1; 0 is the least");
        assertThat(objection("--durations", file, "--repeat", 0)).isEqualTo("--repeat is 0; 1 to 1000 are possible");
        assertThat(objection("--durations", file, "--round-trip", -1))
                .isEqualTo("--round-trip is -1.0; 0 to 10000 ms are possible");
        assertThat(objection("--durations", file, "--policy", "lifo"))
                .contains("\"lifo\" is no policy; there are director, random, fifo, every-nth");
        assertThat(objection("--durations", file, "--machines", "none"))
                .contains("\"none\" labels no machines; there are speed, each");
        assertThat(objection("--durations", file, "--hang", "a"))
                .contains("\"a\" names no hanging task; write it like TASK=10, with 1 to 1000 times its duration");
        assertThat(objection("--durations", file, "--hang", "b=10")).isEqualTo("--hang names \"b\", which is no task");
        assertThat(objection("--from-log", "--cache", "muc9", "--from", "yesterday"))
                .contains("\"yesterday\" is no time; write it in UTC like 2026-03-01T08:00:00Z");
    }
}

package dev.taskdirector.coordinator.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.wire.Join;
import dev.taskdirector.wire.JoinSchema;
import dev.taskdirector.wire.JoinTask;
import dev.taskdirector.wire.Relied;
import dev.taskdirector.wire.Repository;
import dev.taskdirector.wire.SchemaDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What people read comes out of real sessions and a real Director, line by line as the contract of the CI log says. */
class CiLogOfRealSessionsTest {

    private static final String ME = "zuul-7f3a21c0";
    private static final String FIRST = "zuul-91be04";
    private static final String LOST = "zuul-c0ffee";

    private final LoggedFleet fleet = new LoggedFleet();

    // ---- forty tasks, of which seven have other inputs here than elsewhere

    private static JoinTask task(String name, double seconds, String... needs) {
        return new JoinTask(name, List.of("//" + name), List.of(needs), Optional.of(seconds), Optional.empty());
    }

    private static List<JoinTask> mine() {
        List<JoinTask> tasks = new ArrayList<>(shared());
        tasks.add(task("routing", 100));
        tasks.add(task("perception", 370));
        tasks.add(task("fusion", 460, "perception", "tracking"));
        for (int i = 1; i <= 5; i++) {
            tasks.add(task("own" + i, 10, "fusion"));
        }
        return tasks;
    }

    private static List<JoinTask> shared() {
        List<JoinTask> tasks = new ArrayList<>();
        for (int i = 1; i <= 9; i++) {
            tasks.add(task("base" + i, 500));
        }
        tasks.add(task("msgs", 170));
        tasks.add(task("tracking", 180, "msgs"));
        tasks.add(task("mapping", 110, "msgs"));
        for (int i = 1; i <= 6; i++) {
            tasks.add(task("map" + i, 20, "mapping"));
        }
        for (int i = 1; i <= 14; i++) {
            tasks.add(task("other" + i, 20, "tracking"));
        }
        return tasks;
    }

    private static Join keyed(String change, List<JoinTask> tasks) {
        Predicate<String> isChanged = name ->
                name.startsWith("own") || List.of("perception", "fusion").contains(name);
        List<String> keys = tasks.stream()
                .map(JoinTask::name)
                .map(name -> isChanged.test(name) ? name + "@" + change : name)
                .toList();
        return join(change, tasks, Optional.of(keys), "p1");
    }

    private static Join join(String change, List<JoinTask> tasks, Optional<List<String>> keys, String patchset) {
        String digest = SchemaDigest.of("driving", Optional.of("//driving/..."), tasks);
        return new Join(
                new JoinSchema("driving", digest, Optional.of("//driving/..."), Optional.of(tasks)),
                "context",
                keys,
                true,
                List.of(new Repository("org/driving", "main", patchset, List.of())),
                false,
                Optional.of(change),
                Optional.empty(),
                Map.of());
    }

    private static List<String> contract() throws IOException {
        return Files.readAllLines(Path.of("..", "peer-agent", "src", "test", "resources", "ci-log.txt"));
    }

    /** The contract's counts are those of a larger day; and what changed in a checkout is not the coordinator's to know. */
    private static String shape(String line) {
        return line.replaceAll("\\[\\d+/40]", "[n/40]").replace(" (driving/planning changed)", "");
    }

    @Test
    void aBuildReadsAsTheContractSays() throws IOException {
        LocalTime began = LocalTime.parse("12:45:07");
        fleet.until(began.toString());
        List<JoinTask> firstOnes = new ArrayList<>(shared());
        firstOnes.add(task("extra", 400));
        LoggedFleet.Peer first = fleet.join(FIRST, keyed("4698,7", firstOnes));
        for (int i = 1; i <= 9; i++) {
            fleet.until(began.plusSeconds(500L * i).toString());
            first.builds("base" + i);
        }
        fleet.until("14:02:07");
        List<JoinTask> lostOnes = new ArrayList<>(shared().subList(0, 9));
        lostOnes.add(task("before", 300));
        lostOnes.add(task("routing", 100));
        LoggedFleet.Peer lost = fleet.join(LOST, keyed("4700,1", lostOnes));
        fleet.until("14:02:08");
        LoggedFleet.Peer me = fleet.join(ME, keyed("4711,3", mine()));

        fleet.until("14:06:02");
        first.builds("extra");
        fleet.until("14:07:20");
        lost.builds("before");
        fleet.until("14:08:12");
        me.builds("perception");
        fleet.until("14:08:50");
        first.builds("msgs");
        me.losesItsAssignments();
        fleet.until("14:09:05");
        fleet.bring("zuul-d00d", keyed("4711,3", mine()), List.of("other1", "other2"));
        fleet.until("14:09:30");
        lost.dies();
        fleet.until("14:09:41");
        me.hearsAgain();
        fleet.until("14:10:38");
        me.builds("mapping");
        fleet.until("14:12:15");
        fleet.bring("zuul-d00d-2", keyed("4711,3", mine()), allBut("routing"));
        fleet.until("14:12:19");
        me.builds("routing");
        fleet.until("14:13:58");
        me.endsItsVerdict(new Relied("msgs", true));

        assertThat(me.lines.stream().map(CiLogOfRealSessionsTest::shape))
                .containsSubsequence(contract().subList(3, 18).stream()
                        .map(CiLogOfRealSessionsTest::shape)
                        .toList());
    }

    private static List<String> allBut(String routing) {
        return mine().stream()
                .map(JoinTask::name)
                .filter(name -> !name.equals(routing))
                .toList();
    }

    @Test
    void aFailureReadsAsTheContractSays() throws IOException {
        fleet.until("14:04:52");
        List<JoinTask> tasks = List.of(task("planning_test", 10), task("common", 5));
        fleet.join("other", join("1,1", tasks, Optional.of(List.of("k1", "k2")), "p1"));
        LoggedFleet.Peer me = fleet.join(ME, join("4711,3", tasks, Optional.of(List.of("k1'", "k2")), "p1"));
        fleet.until("14:05:00");
        me.fails("planning_test", 3);
        String expected = contract().get(21).replaceFirst("^when a task fails: *", "");
        assertThat(me.lines).contains(expected);
    }

    @Test
    void aFailureOfWhatOthersNeedTooSaysSo() {
        fleet.until("14:00:00");
        List<JoinTask> tasks = List.of(task("planning_test", 10));
        LoggedFleet.Peer me = fleet.join(ME, join("4711,3", tasks, Optional.of(List.of("k1")), "p1"));
        fleet.join("other", join("1,1", tasks, Optional.of(List.of("k1")), "p1"));
        fleet.until("14:00:10");
        me.fails("planning_test", 3);
        assertThat(me.lines)
                .contains("td 14:00:10 sharing    the only task with equal inputs elsewhere")
                .contains("td 14:00:10 failed     planning_test   exit 3   log td-logs/planning_test.log;"
                        + " 1 other peer has these inputs");
    }

    @Test
    void aPeerWithWhomNobodySharesReadsAsTheContractSays() throws IOException {
        fleet.until("14:02:08");
        List<JoinTask> tasks = List.of(task("common", 5));
        for (int i = 1; i <= 4; i++) {
            fleet.join("other" + i, join(i + ",1", tasks, Optional.empty(), "p" + i));
        }
        LoggedFleet.Peer me = fleet.join(ME, join("4711,3", tasks, Optional.empty(), "p5"));
        String expected = contract().get(22).replaceFirst("^when nobody fits: *", "");
        assertThat(me.lines).contains(expected);
    }
}

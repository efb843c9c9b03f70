package dev.taskdirector.coordinator.core;

import static dev.taskdirector.coordinator.core.Fleet.at;
import static dev.taskdirector.coordinator.core.Fleet.join;
import static dev.taskdirector.coordinator.core.Fleet.on;
import static dev.taskdirector.coordinator.core.Fleet.repository;
import static dev.taskdirector.coordinator.core.Fleet.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.coordinator.core.JoinRequest.TaskDefinition;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which tasks go to slow machines, and to those of which nothing is known. */
class SuitingTest {

    private final Fleet fleet = new Fleet();

    @Test
    void aSlowMachineThatComesFirstLeavesTheLongestTaskToThoseWhoFollow() {
        makeKnown();
        JoinRequest build = join(task("long", 100), task("middle", 60), task("short", 30));
        assertThat(fleet.join("s", on(build, "slow"))).containsExactly("s working short");
        assertThat(fleet.join("q", on(build, "quick"))).containsExactly("q working long");
    }

    @Test
    void aSlowMachineTakesWhatItEndsBeforeTheRestIsBuilt() {
        makeKnown();
        JoinRequest build = join(tasks("t", 20, 60));
        assertThat(fleet.join("q", on(build, "quick"))).containsExactly("q working t0");
        assertThat(fleet.join("s", on(build, "slow"))).containsExactly("s working t1");
    }

    @Test
    void aSlowMachineThatEndsNothingInTimeTakesTheShortest() {
        makeKnown();
        JoinRequest build = join(task("a", 90), task("b", 80), task("c", 70));
        fleet.join("q", on(build, "quick"));
        assertThat(fleet.join("s", on(build, "slow"))).containsExactly("s working c");
        assertThat(fleet.succeed("q", "a", 90)).containsExactly("q working b");
    }

    @Test
    void whatTheQuickerOnesHaveFailedComesFirstForASlowOne() {
        makeKnown();
        JoinRequest build = join(task("a", 90), task("b", 80), task("c", 10), task("d", 10));
        fleet.join("q", on(build, "quick"));
        fleet.join("s", on(build, "slow"));
        fleet.fail("q", "a");
        assertThat(fleet.succeed("s", "c", 30)).containsExactly("s working a");
    }

    @Test
    void aSlowMachineBuildsAllWhenItIsAlone() {
        makeKnown();
        JoinRequest build = join(task("long", 100), task("short", 30));
        assertThat(fleet.join("s", on(build, "slow"))).containsExactly("s working short");
        assertThat(fleet.succeed("s", "short", 90)).containsExactly("s working long");
    }

    @Test
    void slowMachinesAmongThemselvesTakeTheLongestPathFirst() {
        makeKnown();
        JoinRequest build = join(task("long", 100), task("middle", 60), task("short", 30));
        fleet.join("s1", on(build, "slow"));
        assertThat(fleet.join("s2", on(build, "slow"))).containsExactly("s2 working long");
    }

    @Test
    void aMachineOfWhichNothingIsKnownBeginsWithShortTasks() {
        JoinRequest build = join(Stream.concat(Stream.of(task("long", 1_000)), Stream.of(tasks("t", 20, 2)))
                .toArray(TaskDefinition[]::new));
        assertThat(fleet.join("a", on(build, "new"))).containsExactly("a working t0");
        assertThat(fleet.succeed("a", "t0", 2)).containsExactly("a working t1");
        assertThat(fleet.succeed("a", "t1", 2)).containsExactly("a working t2");
        assertThat(fleet.succeed("a", "t2", 2)).containsExactly("a working long");
        assertThat(fleet.join("b", on(build, "new"))).containsExactly("b working t3");
        assertThat(fleet.director.rows())
                .isEqualTo(Director.load(3, fleet.director.rows()).rows());
    }

    /** Others would have none left to try, and take the longest. */
    @Test
    void noMoreShortTasksAreKeptForAMachineThanItBegins() {
        JoinRequest build = join(Stream.concat(
                        Stream.of(task("long", 1_000)),
                        IntStream.range(0, 40)
                                .mapToObj(
                                        i -> new TaskDefinition("t" + i, List.of(), Optional.of(2L), Optional.empty())))
                .toArray(TaskDefinition[]::new));
        assertThat(fleet.join("a", on(build, "new"))).containsExactly("a working t0");
        assertThat(fleet.join("b", on(build, "other"))).containsExactly("b working t1");
    }

    @Test
    void whereNothingIsShortBesideTheLongestItBeginsWithThat() {
        JoinRequest build = join(Stream.concat(Stream.of(task("long", 1_000)), Stream.of(tasks("t", 20, 30)))
                .toArray(TaskDefinition[]::new));
        assertThat(fleet.join("a", on(build, "new"))).containsExactly("a working long");
    }

    /** It takes three times as long as the other one for the same tasks. */
    private void makeKnown() {
        JoinRequest build = at(join(tasks("known", 20, 10)), repository("earlier"));
        fleet.join("quick", on(build, "quick"));
        fleet.join("slow", on(build, "slow"));
        while (!fleet.peer("quick").told().startsWith("complete")) {
            for (String machine : List.of("quick", "slow")) {
                for (String task : List.copyOf(fleet.peer(machine).holding.keySet())) {
                    fleet.succeed(machine, task, machine.equals("quick") ? 10 : 30);
                }
            }
        }
        fleet.leave("quick");
        fleet.leave("slow");
    }

    private static TaskDefinition[] tasks(String name, int count, long seconds) {
        return IntStream.range(0, count).mapToObj(i -> task(name + i, seconds)).toArray(TaskDefinition[]::new);
    }
}

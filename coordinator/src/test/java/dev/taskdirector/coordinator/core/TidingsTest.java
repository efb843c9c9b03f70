package dev.taskdirector.coordinator.core;

import static dev.taskdirector.coordinator.core.Fleet.at;
import static dev.taskdirector.coordinator.core.Fleet.join;
import static dev.taskdirector.coordinator.core.Fleet.keyed;
import static dev.taskdirector.coordinator.core.Fleet.repository;
import static dev.taskdirector.coordinator.core.Fleet.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.coordinator.core.Assignment.Built;
import dev.taskdirector.coordinator.core.Assignment.DoneBy;
import dev.taskdirector.coordinator.core.Assignment.News;
import dev.taskdirector.coordinator.core.JoinRequest.TaskDefinition;
import dev.taskdirector.coordinator.core.Report.Outcome;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What assignments tell people beside what they ask. */
class TidingsTest {

    private static final JoinRequest TWO = join(task("common", 10), task("maps", 20));
    private final Fleet fleet = new Fleet();

    private Optional<News> newsOf(String peer) {
        return fleet.peer(peer).last.orElseThrow().news();
    }

    private List<Built> builtAsToldTo(String peer) {
        return newsOf(peer).orElseThrow().built();
    }

    private Assignment.Task onlyTaskOf(String peer) {
        List<Assignment.Task> tasks = fleet.peer(peer).last.orElseThrow().tasks();
        assertThat(tasks).hasSize(1);
        return tasks.get(0);
    }

    private static News counts(int shared, int cachePeers, int candidates) {
        return new News(shared, cachePeers, candidates, Optional.empty(), List.of());
    }

    // ---- who shares

    @Test
    void aTaskIsSharedWhileAnotherLivePeerNeedsItsWork() {
        fleet.join("a", keyed(TWO, "k1", "k2"));
        assertThat(newsOf("a")).contains(counts(0, 1, 1));
        fleet.join("b", keyed(TWO, "k1", "k3"));
        assertThat(newsOf("b")).contains(counts(1, 2, 2));
        fleet.join("c", keyed(TWO, "k1", "k3"));
        assertThat(newsOf("c")).contains(counts(2, 3, 3));
        fleet.after(10, "a", "b", "c");
        assertThat(newsOf("a")).contains(counts(1, 3, 3));
        fleet.leave("b");
        fleet.leave("c");
        fleet.after(10, "a");
        assertThat(newsOf("a")).contains(counts(0, 1, 1));
    }

    @Test
    void withoutKeysARunSharesAllAndOthersMayBeTooFarAway() {
        fleet.join("far", at(TWO, repository("p9")));
        fleet.join("keyed", keyed(TWO, "k1", "k2"));
        fleet.join("other schema", join(task("x", 1)));
        fleet.join("a", TWO);
        assertThat(newsOf("a")).contains(counts(0, 4, 2));
        fleet.join("b", TWO);
        assertThat(newsOf("b")).contains(counts(2, 5, 3));
    }

    @Test
    void peersOfOtherCachesAreNotHere() {
        fleet.join("elsewhere", TWO, peer -> {
            peer.cache = new CacheId("sfo1");
            return peer;
        });
        fleet.join("a", TWO);
        assertThat(newsOf("a")).contains(counts(0, 1, 1));
    }

    @Test
    void aTaskSaysHowManyOthersNeedIt() {
        fleet.join("a", keyed(TWO, "k1", "k2"));
        fleet.join("b", keyed(TWO, "k1", "k2"));
        fleet.join("c", keyed(TWO, "k1", "k9"));
        assertThat(onlyTaskOf("b").neededBy()).isEqualTo(1);
        fleet.after(10, "a", "b", "c");
        assertThat(onlyTaskOf("b").neededBy()).isEqualTo(2);
        assertThat(onlyTaskOf("a").neededBy()).isEqualTo(1);
        assertThat(onlyTaskOf("c").neededBy()).isZero();
    }

    // ---- what was built

    @Test
    void whatOnePeerBuiltBeforeIsToldWithItsChange() {
        JoinRequest gate = new JoinRequest(
                TWO.schema(),
                TWO.tasks(),
                TWO.context(),
                TWO.keys(),
                true,
                TWO.repositories(),
                false,
                Optional.of("4698,7"),
                Optional.empty(),
                false,
                TWO.labels());
        fleet.join("a", gate);
        fleet.succeed("a", "maps");
        fleet.join("b", TWO);
        assertThat(newsOf("b").orElseThrow().doneBy()).contains(new DoneBy(new PeerId("a"), Optional.of("4698,7")));
        fleet.after(10, "a", "b");
        assertThat(newsOf("b").orElseThrow().doneBy()).isEmpty();
        fleet.leave("a");
        fleet.join("c", TWO);
        assertThat(newsOf("c").orElseThrow().doneBy()).contains(new DoneBy(new PeerId("a"), Optional.empty()));
        fleet.succeed("b", "common");
        fleet.join("d", TWO);
        assertThat(newsOf("d").orElseThrow().doneBy()).isEmpty();
    }

    @Test
    void whatOthersBuiltIsToldOnceAndOwnResultsAreNot() {
        fleet.join("a", TWO);
        fleet.join("b", TWO);
        fleet.join("c", TWO);
        fleet.after(3);
        fleet.succeed("a", "maps");
        assertThat(builtAsToldTo("a")).isEmpty();
        fleet.after(7, "b", "c");
        fleet.heartbeat("c");
        assertThat(builtAsToldTo("c")).containsExactly(new Built("maps", new PeerId("a"), Optional.of(1_000L)));
        fleet.after(4);
        fleet.succeed("b", "common");
        assertThat(builtAsToldTo("c")).containsExactly(new Built("common", new PeerId("b"), Optional.of(1_000L)));
        assertThat(builtAsToldTo("a")).containsExactly(new Built("common", new PeerId("b"), Optional.of(1_000L)));
    }

    @Test
    void whoHearsSomethingAllTheTimeIsSparedTheNews() {
        fleet.join("a", TWO);
        fleet.succeed("a", "maps");
        assertThat(newsOf("a")).isEmpty();
    }

    @Test
    void theNewestTenResultsAreToldTheOldestOfThemFirst() {
        TaskDefinition[] tasks =
                IntStream.range(0, 13).mapToObj(i -> task("t" + i, 90 - i)).toArray(TaskDefinition[]::new);
        JoinRequest many = join(tasks);
        fleet.join("a", many);
        fleet.join("b", many);
        for (int i = 0; i < 13; i++) {
            if (i != 1) {
                fleet.clock++;
                fleet.succeed("a", "t" + i);
            }
        }
        fleet.after(10, "b");
        assertThat(builtAsToldTo("b").stream().map(Built::task))
                .containsExactlyElementsOf(
                        Arrays.stream(tasks).map(TaskDefinition::name).skip(3).toList());
    }

    // ---- why a task

    @Test
    void onlyTheTaskWithWhichTheLongestPathBeginsNamesIt() {
        JoinRequest join = join(task("long", 50), task("head", 10), task("tail", 60, "head"));
        fleet.join("a", join);
        assertThat(onlyTaskOf("a").pathMillis()).contains(70_000L);
        fleet.join("b", join);
        assertThat(onlyTaskOf("b").name()).isEqualTo("long");
        assertThat(onlyTaskOf("b").pathMillis()).isEmpty();
    }

    @Test
    void aTaskNamesThePeerThatLostItBySilence() {
        fleet.join("a", TWO);
        fleet.join("b", TWO);
        fleet.after(20, "b");
        fleet.succeed("b", "common");
        fleet.after(15, "b");
        assertThat(onlyTaskOf("b").name()).isEqualTo("maps");
        assertThat(onlyTaskOf("b").lostBy()).contains(new PeerId("a"));
    }

    @Test
    void whoLostATaskAndIsBackIsNotCalledGone() {
        JoinRequest two = join(task("common", 9), task("maps", 20));
        fleet.join("a", two);
        fleet.join("b", two);
        fleet.after(35, "b");
        fleet.peer("a").newSession();
        fleet.join("c", two);
        assertThat(onlyTaskOf("c").lostBy()).contains(new PeerId("a"));
        fleet.heartbeat("a");
        fleet.after(10, "a", "b", "c");
        assertThat(onlyTaskOf("c").name()).isEqualTo("maps");
        assertThat(onlyTaskOf("c").lostBy()).isEmpty();
    }

    @Test
    void whoFailedOrAbortedATaskHasNotLostItBySilence() {
        fleet.join("a", join(task("common", 10)));
        fleet.join("b", join(task("common", 10)));
        fleet.fail("a", "common");
        assertThat(onlyTaskOf("b").lostBy()).isEmpty();
        fleet.finish("b", "common", Outcome.ABORTED);
        assertThat(onlyTaskOf("b").lostBy()).isEmpty();
    }
}

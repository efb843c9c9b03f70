package dev.taskdirector.coordinator.core;

import static dev.taskdirector.coordinator.core.Fleet.at;
import static dev.taskdirector.coordinator.core.Fleet.join;
import static dev.taskdirector.coordinator.core.Fleet.keyed;
import static dev.taskdirector.coordinator.core.Fleet.readOnly;
import static dev.taskdirector.coordinator.core.Fleet.repository;
import static dev.taskdirector.coordinator.core.Fleet.task;
import static dev.taskdirector.coordinator.core.Fleet.withoutTasks;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SharingTest {

    private static final JoinRequest TWO = join(task("common", 10), task("maps", 20));
    private static final JoinRequest CHAIN = join(task("common", 10), task("planning", 20, "common"));
    private final Fleet fleet = new Fleet();

    @Test
    void eachTaskGoesToOnePeerTheLongestFirst() {
        assertThat(fleet.join("a", TWO)).containsExactly("a working maps");
        assertThat(fleet.join("b", TWO)).containsExactly("b working common");
        assertThat(fleet.join("c", TWO)).containsExactly("c waiting for maps on a for common on b");
        assertThat(fleet.succeed("a", "maps")).containsExactly("a waiting for common on b");
        assertThat(fleet.succeed("b", "common")).containsExactly("b complete", "a complete", "c complete");
    }

    @Test
    void aTaskIsReadyWhenAllThatItNeedsIsDone() {
        fleet.join("a", CHAIN);
        assertThat(fleet.join("b", CHAIN)).containsExactly("b waiting for common on a");
        assertThat(fleet.succeed("a", "common")).containsExactly("a working planning");
        assertThat(fleet.peer("a").last.orElseThrow().progress().orElseThrow())
                .isEqualTo(new Assignment.Progress(2, 1, 1, 0, 2, 10_000));
    }

    @Test
    void theLongestRemainingPathGoesBeforeTheLongestTask() {
        JoinRequest join = join(task("long", 50), task("head", 10), task("tail", 60, "head"));
        assertThat(fleet.join("a", join)).containsExactly("a working head");
        assertThat(fleet.join("b", join)).containsExactly("b working long");
    }

    @Test
    void aPeerWithTwoSlotsGetsTwoTasks() {
        assertThat(fleet.join("a", TWO, peer -> {
                    peer.slots = 2;
                    return peer;
                }))
                .containsExactly("a working maps common");
    }

    @Test
    void equalKeysAreOneWorkWhateverTheSchema() {
        fleet.join("a", keyed(TWO, "k1", "k2"));
        JoinRequest other = keyed(join(task("x", 1), task("y", 2), task("z", 3)), "k9", "k1", "k2");
        assertThat(fleet.join("b", other)).containsExactly("b working y");
        assertThat(fleet.succeed("a", "maps")).containsExactly("a waiting for common on b");
        assertThat(fleet.succeed("b", "y")).containsExactly("b working x", "a complete");
        assertThat(fleet.peer("b").last.orElseThrow().run())
                .isEqualTo(fleet.peer("a").last.orElseThrow().run());
    }

    @Test
    void twoTasksOfOneKeyAreBuiltOnce() {
        assertThat(fleet.join("a", keyed(TWO, "k1", "k1"))).containsExactly("a working maps");
        assertThat(fleet.succeed("a", "maps")).containsExactly("a complete");
    }

    @Test
    void peersWithoutWorkInCommonHaveRunsOfTheirOwn() {
        fleet.join("a", keyed(TWO, "k1", "k2"));
        fleet.join("b", keyed(TWO, "k3", "k4"));
        assertThat(fleet.peer("b").last.orElseThrow().run())
                .isNotEqualTo(fleet.peer("a").last.orElseThrow().run());
    }

    @Test
    void aPeerThatMayNotWriteTheCacheNeverGetsALease() {
        fleet.join("a", TWO);
        assertThat(fleet.join("r", readOnly(TWO))).containsExactly("r waiting for maps on a");
        fleet.succeed("a", "maps");
        assertThat(fleet.succeed("a", "common")).containsExactly("a complete", "r complete");
    }

    @Test
    void aReaderIsToldFailedWhenNobodyWillBuildWhatItLacks() {
        fleet.join("a", TWO);
        fleet.join("r", readOnly(TWO));
        assertThat(fleet.leave("a")).containsExactly("r failed");
    }

    @Test
    void aReaderThatComesFirstIsToldFailedAtOnce() {
        assertThat(fleet.join("r", readOnly(TWO))).containsExactly("r failed");
    }

    @Test
    void doneWorkIsDoneForThoseWhoComeLater() {
        fleet.join("a", TWO);
        fleet.succeed("a", "maps");
        fleet.succeed("a", "common");
        fleet.leave("a");
        assertThat(fleet.after(590)).isEmpty();
        assertThat(fleet.join("b", TWO)).containsExactly("b complete");
    }

    @Test
    void doneWorkIsForgottenAfterTheLinger() {
        fleet.join("a", TWO);
        fleet.succeed("a", "maps", 20);
        fleet.leave("a");
        fleet.after(602);
        assertThat(fleet.director.isWaitingForTime()).isFalse();
        assertThat(fleet.join("b", TWO)).containsExactly("b working maps");
    }

    @Test
    void ofManyThatNameAnUnknownDigestTwoAreAskedForTheSchema() {
        assertThat(fleet.join("a", withoutTasks(TWO))).containsExactly("a schema-wanted");
        assertThat(fleet.join("b", withoutTasks(TWO))).containsExactly("b schema-wanted");
        assertThat(fleet.join("c", withoutTasks(TWO))).containsExactly("c waiting");
        fleet.peer("b").join = TWO;
        assertThat(fleet.heartbeat("b")).containsExactly("b working maps");
        assertThat(fleet.heartbeat("c")).containsExactly("c working common");
    }

    @Test
    void whenThoseThatWereAskedDoNotAnswerOthersAreAsked() {
        fleet.join("a", withoutTasks(TWO));
        fleet.join("b", withoutTasks(TWO));
        fleet.join("c", withoutTasks(TWO));
        fleet.after(10);
        assertThat(fleet.heartbeat("c")).containsExactly("c schema-wanted");
    }

    @Test
    void thoseWhoNeverAnswerCanNotKeepOthersFromBeingAsked() {
        List<String> silent = IntStream.range(0, 7).mapToObj(i -> "silent-" + i).toList();
        silent.forEach(peer -> fleet.join(peer, withoutTasks(TWO)));
        fleet.join("honest", withoutTasks(TWO));
        fleet.after(10);
        silent.forEach(fleet::heartbeat);
        assertThat(fleet.heartbeat("honest")).containsExactly("honest schema-wanted");
        assertThat(fleet.join("another", withoutTasks(TWO))).containsExactly("another waiting");
    }

    @Test
    void anUnknownDigestIsAskedFor() {
        assertThat(fleet.join("a", withoutTasks(TWO))).containsExactly("a schema-wanted");
        fleet.peer("a").join = TWO;
        assertThat(fleet.heartbeat("a")).containsExactly("a working maps");
        assertThat(fleet.join("b", withoutTasks(TWO))).containsExactly("b working common");
    }

    @Test
    void keysThatAreNotOnePerTaskAreRefused() {
        assertThat(fleet.join("a", keyed(TWO, "k1")))
                .containsExactly("a rejected: the join has 1 keys for 2 tasks: send one key per task, in the schema's"
                        + " order, or none");
    }

    @Test
    void oneMorePeerThanAllowedIsRefused() {
        Fleet small = new Fleet(Fleet.withBounds(new Settings.Bounds(1, 100, 100)));
        small.join("a", TWO);
        assertThat(small.join("b", TWO))
                .containsExactly("b rejected: there are 1 live sessions already, as many as max-peers allows: raise"
                        + " it, or start fewer peers");
    }

    @Test
    void aPeerRelyingOnTwoGhostsGoesOnWithWorksOfItsOwn() {
        JoinRequest four = join(task("t1", 4), task("t2", 3), task("t3", 2), task("t4", 1));
        fleet.join("a", four);
        fleet.join("b", four);
        fleet.succeed("a", "t1");
        fleet.succeed("b", "t2");
        fleet.rely("b", "t1", false);
        fleet.rely("b", "t3", false);
        assertThat(fleet.peer("b").told()).isEqualTo("working t4");
        assertThat(fleet.succeed("b", "t4")).containsExactly("b working t1");
        assertThat(fleet.succeed("b", "t1")).containsExactly("b working t3");
        assertThat(fleet.succeed("b", "t3")).containsExactly("b complete");
        assertThat(fleet.succeed("a", "t3")).containsExactly("a complete");
    }

    @Test
    void aRunOfWhichAFifthWereGhostsAdmitsNobodyMore() {
        JoinRequest six =
                join(task("t1", 6), task("t2", 5), task("t3", 4), task("t4", 3), task("t5", 2), task("t6", 1));
        fleet.join("a", six);
        fleet.succeed("a", "t1");
        for (int i = 1; i <= 5; i++) {
            fleet.join("p" + i, six);
            fleet.rely("p" + i, "t1", false);
        }
        fleet.join("b", six);
        assertThat(fleet.peer("b").told()).isEqualTo("working t2");
    }

    @Test
    void aRunLingersWithTheCheckoutsOfItsLastPeers() {
        fleet.join("a", at(TWO, repository("p1")));
        fleet.leave("a");
        fleet.join("b", at(TWO, repository("p2")));
        fleet.join("c", at(TWO, repository("p3", "p1")));
        assertThat(fleet.peer("c").last.orElseThrow().run().orElseThrow().value())
                .isEqualTo("muc9.3.0");
    }

    @Test
    void aRunWhosePeersVanishTogetherLingersWithAllTheirCheckouts() {
        fleet.join("a", at(TWO, repository("p1", "base")));
        fleet.join("b", at(TWO, repository("p2", "base")));
        fleet.after(40);
        fleet.join("c", at(TWO, repository("p3", "p2")));
        fleet.join("d", at(TWO, repository("p4", "base")));
        assertThat(fleet.peer("c").last.orElseThrow().run().orElseThrow().value())
                .isNotEqualTo("muc9.3.0");
        assertThat(fleet.peer("d").last.orElseThrow().run().orElseThrow().value())
                .isEqualTo("muc9.3.0");
    }

    @Test
    void peersWithoutRepositoriesShareAmongThemselves() {
        fleet.join("a", at(TWO));
        assertThat(fleet.join("b", at(TWO))).containsExactly("b working common");
        assertThat(fleet.join("c", TWO)).containsExactly("c working maps");
    }

    @Test
    void equalKeysInOneSchemaAreOnePlanHoweverManyCome() {
        fleet.join("a", keyed(TWO, "k1", "k2"));
        fleet.join("b", keyed(TWO, "k1", "k2"));
        assertThat(fleet.peer("b").told()).isEqualTo("working common");
        assertThat(fleet.director.rows().stream().filter(Row.PlanRow.class::isInstance))
                .hasSize(1);
    }

    @Test
    void aPeerWithKeysJoinsTheRunWithWhichItHasMostInCommon() {
        fleet.join("a", keyed(TWO, "k1", "k2"));
        fleet.join("b", keyed(join(task("x", 1), task("y", 1), task("z", 1)), "k7", "k8", "k9"));
        fleet.join("c", keyed(join(task("u", 1), task("v", 1), task("w", 1)), "k2", "k8", "k9"));
        assertThat(fleet.peer("c").last.orElseThrow().run())
                .isEqualTo(fleet.peer("b").last.orElseThrow().run());
    }

    @Test
    void workOutlivesThePlanThatOpenedItWhileAnotherNeedsIt() {
        fleet.join("a", keyed(TWO, "k1", "k2"));
        fleet.join("b", keyed(join(task("x", 1), task("y", 2)), "k1", "k3"));
        fleet.succeed("a", "maps");
        fleet.leave("a");
        fleet.after(650, "b");
        fleet.succeed("b", "y");
        fleet.succeed("b", "x");
        assertThat(fleet.join("c", keyed(TWO, "k1", "k2"))).containsExactly("c working maps");
        assertThat(fleet.succeed("c", "maps")).containsExactly("c complete");
    }
}

package dev.taskdirector.coordinator.core;

import static dev.taskdirector.coordinator.core.Fleet.ended;
import static dev.taskdirector.coordinator.core.Fleet.join;
import static dev.taskdirector.coordinator.core.Fleet.keyed;
import static dev.taskdirector.coordinator.core.Fleet.readOnly;
import static dev.taskdirector.coordinator.core.Fleet.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.coordinator.core.Report.Outcome;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Peers that only read the cache: what they wait for, and when they are told that it won't come. */
class ReadersTest {

    private static final JoinRequest TWO = join(task("common", 10), task("maps", 20));
    private static final JoinRequest ONE = join(task("planning", 30));
    private final Fleet fleet = new Fleet();

    @Test
    void aReaderWaitsForWhatPeersOfOtherSchemasBuild() {
        fleet.join("a", keyed(TWO, "k1", "k2"));
        assertThat(fleet.join("r", readOnly(keyed(ONE, "k1")))).containsExactly("r waiting");
        fleet.succeed("a", "maps");
        assertThat(fleet.succeed("a", "common")).containsExactly("a complete", "r complete");
    }

    @Test
    void aReaderIsToldFailedWhenWhatItLacksIsSkippedElsewhere() {
        JoinRequest chain = join(task("common", 10), task("planning", 20, "common"), task("maps", 60));
        fleet.join("a", keyed(chain, "k1", "k2", "k3"), peer -> slots(peer, 2));
        assertThat(fleet.join("r", readOnly(keyed(ONE, "k2")))).containsExactly("r waiting");
        assertThat(fleet.fail("a", "common")).containsExactly("a working maps", "r failed");
    }

    @Test
    void aReaderGoesOnWaitingWhenAnotherPlansPeersStillBuildIt() {
        JoinRequest chain = join(task("common", 10), task("planning", 20, "common"), task("maps", 60));
        fleet.join("a", keyed(chain, "k1", "k2", "k3"), peer -> slots(peer, 2));
        fleet.join("b", keyed(join(task("x", 1), task("y", 5, "x")), "k9", "k2"));
        fleet.join("r", readOnly(keyed(ONE, "k2")));
        assertThat(fleet.fail("a", "common")).containsExactly("a working maps");
        assertThat(fleet.leave("b")).containsExactly("r failed");
    }

    @Test
    void aReaderIsCompleteWithWhatItBuiltForItself() {
        fleet.join("a", TWO);
        fleet.join("r", readOnly(TWO));
        Fleet.Peer reader = fleet.peer("r");
        assertThat(fleet.say(reader, List.of(ended("maps", Optional.empty(), Outcome.SUCCEEDED)), Optional.empty()))
                .isEmpty();
        fleet.finish("a", "maps", Outcome.ABORTED);
        assertThat(fleet.peer("a").told()).isEqualTo("working maps");
        fleet.succeed("a", "maps");
        assertThat(fleet.succeed("a", "common")).containsExactly("a complete", "r complete");
    }

    @Test
    void whatAReaderBuiltIsDoneForItselfAlone() {
        JoinRequest chain = join(task("common", 10), task("planning", 20));
        fleet.join("a", chain);
        fleet.join("r", readOnly(chain));
        fleet.say(fleet.peer("r"), List.of(ended("planning", Optional.empty(), Outcome.SUCCEEDED)), Optional.empty());
        assertThat(fleet.peer("a").told()).isEqualTo("working planning");
        fleet.join("b", chain);
        assertThat(fleet.succeed("b", "common")).containsExactly("b waiting for planning on a", "r complete");
    }

    @Test
    void aReaderThatStillRunsSomethingIsNotToldFailed() {
        fleet.join("r", readOnly(TWO), peer -> {
            peer.begunAlone.add("maps");
            return peer;
        });
        assertThat(fleet.peer("r").told()).isEqualTo("waiting");
        assertThat(fleet.finish("r", "maps", Outcome.SUCCEEDED)).containsExactly("r failed");
    }

    @Test
    void aReaderThatMeetsGhostsIsToldFailedInARunOfItsOwn() {
        fleet.join("a", TWO);
        fleet.join("r", readOnly(TWO));
        fleet.rely("r", "common", false);
        assertThat(fleet.rely("r", "maps", false)).containsExactly("r failed");
        assertThat(fleet.leave("r")).isEmpty();
    }

    private static Fleet.Peer slots(Fleet.Peer peer, int slots) {
        peer.slots = slots;
        return peer;
    }

    @Test
    void slotsOfPeersThatOnlyReadDoNotMakeTheRestEarlier() {
        JoinRequest four = join(task("t1", 100), task("t2", 100), task("t3", 100), task("t4", 100));
        fleet.join("a", four);
        fleet.join("reader", readOnly(four));
        fleet.join("b", four);
        assertThat(fleet.peer("b").last.orElseThrow().progress().orElseThrow().etaMillis())
                .isEqualTo(200_000);
        fleet.peer("reader").slots = 8;
        fleet.heartbeat("reader");
        fleet.leave("reader");
        fleet.join("c", four);
        assertThat(fleet.peer("c").last.orElseThrow().progress().orElseThrow().etaMillis())
                .isEqualTo(133_333);
    }
}

package dev.taskdirector.coordinator.core;

import static dev.taskdirector.coordinator.core.Fleet.ended;
import static dev.taskdirector.coordinator.core.Fleet.join;
import static dev.taskdirector.coordinator.core.Fleet.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.coordinator.core.Report.Held;
import dev.taskdirector.coordinator.core.Report.Leaving;
import dev.taskdirector.coordinator.core.Report.Outcome;
import dev.taskdirector.coordinator.core.Report.Reliance;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What peers say that is old, or not theirs to say: it changes nothing, and it is counted. */
class StrangeWordsTest {

    private static final JoinRequest TWO = join(task("common", 15), task("maps", 20));
    private final Fleet fleet = new Fleet();

    @BeforeEach
    void twoPeersShare() {
        fleet.join("a", TWO);
        fleet.join("b", TWO);
        assertThat(fleet.director.takeIgnored()).isZero();
    }

    @Test
    void whatPeersSayInOrderIsNotIgnored() {
        fleet.heartbeat("a");
        fleet.succeed("a", "maps");
        fleet.succeed("b", "common");
        fleet.leave("a");

        assertThat(fleet.director.takeIgnored()).isZero();
    }

    @Test
    void aReportThatComesTwiceIsASignOfLifeOnly() {
        Report failed = fleet.peer("a")
                .report(
                        List.of(ended(
                                "maps", Optional.of(fleet.peer("a").holding.get("maps")), Outcome.FAILED)),
                        Optional.empty());
        fleet.say(failed, true);
        fleet.director.takeIgnored();
        List<Row> before = fleet.director.rows();

        assertThat(fleet.say(failed, true)).isEmpty();

        assertThat(fleet.director.rows()).isEqualTo(before);
        assertThat(fleet.director.takeIgnored()).isEqualTo(1);
        assertThat(fleet.director.takeIgnored()).isZero();
    }

    @Test
    void theLastWordOfASessionThatNobodyKnowsIsIgnored() {
        Fleet.Peer stranger = fleet.new Peer("c", TWO);
        stranger.seen = 1;

        assertThat(fleet.say(stranger, List.of(), Optional.of(Leaving.COMPLETE)))
                .isEmpty();

        assertThat(fleet.director.takeIgnored()).isEqualTo(1);
    }

    @Test
    void anOutcomeUnderSomebodyElsesLeaseIsIgnored() {
        LeaseId ofA = fleet.peer("a").holding.get("maps");
        List<Row> before = fleet.director.rows();

        fleet.say(fleet.peer("b"), List.of(ended("maps", Optional.of(ofA), Outcome.FAILED)), Optional.empty());

        assertThat(fleet.director.takeIgnored()).isEqualTo(1);
        assertThat(works(fleet.director.rows())).isEqualTo(works(before));
    }

    @Test
    void tasksThatTheSchemaDoesNotHaveAreIgnored() {
        Fleet.Peer b = fleet.peer("b");
        Report said = b.report(
                List.of(ended("nonsense", Optional.empty(), Outcome.SUCCEEDED)),
                List.of(new Reliance("nonsense", false)),
                Optional.empty());
        Report holding = new Report(
                said.peer(),
                said.session(),
                said.cache(),
                said.seq(),
                said.seenEpoch(),
                said.slots(),
                List.of(
                        said.holding().get(0),
                        new Held("nonsense", Optional.empty()),
                        new Held("rubbish", Optional.of(new LeaseId("1.1")))),
                said.finished(),
                said.relied(),
                said.join(),
                said.leaving());

        fleet.say(holding, true);

        assertThat(fleet.director.takeIgnored()).isEqualTo(4);
    }

    @Test
    void whoSpeaksUnderSomebodyElsesSessionIsRejectedAndTheOwnerStillHears() {
        for (int i = 0; i < 3; i++) {
            fleet.clock += 9_000;
            fleet.heartbeat("a");
        }
        Fleet.Peer impostor = fleet.new Peer("c", TWO);
        impostor.session = fleet.peer("a").session;
        fleet.succeed("a", "maps");
        fleet.clock += 9_000;

        assertThat(fleet.say(impostor, List.of(), Optional.empty()))
                .containsExactlyInAnyOrder(
                        "c rejected: the session id is another peer's: every start takes a new random one",
                        "a working common");
    }

    @Test
    void theExtentOfAStateIsWhatItHolds() {
        long texts = fleet.peer("a").join.textBytes();
        assertThat(fleet.director.extent()).isEqualTo(new Extent(2, 0, 1, 1, 2, 2, 0, 1, 0, 0, 0, 0, 2 * texts));
        fleet.leave("a");
        assertThat(fleet.director.extent())
                .as("the run remembers who left it")
                .isEqualTo(new Extent(1, 1, 1, 1, 2, 2, 0, 1, 0, 0, 0, 0, 2 * texts));
    }

    private static List<Row> works(List<Row> rows) {
        return rows.stream().filter(Row.WorkRow.class::isInstance).toList();
    }
}

package dev.taskdirector.coordinator.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.coordinator.fakes.FakeCodec;
import dev.taskdirector.coordinator.fakes.FakeSeals;
import dev.taskdirector.coordinator.fakes.Statuses;
import dev.taskdirector.wire.PeerAssignment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A bug on a record stops its partition, not the channel, and an operator gets past it. */
class ParkingTest {
    private static final int P = ProcessorStage.PARTITION;
    private final ProcessorStage stage = new ProcessorStage();
    private final Statuses a = stage.provenPeer("a");
    private final Statuses b = stage.provenPeer("b");
    private final PartitionProcessor owner = stage.owner();

    private void park() {
        stage.append(a.join("common", "planning"));
        stage.log.append(P, stage.cache, FakeCodec.POISON, List.of());
        stage.append(b.join("common", "planning"));
        stage.deliver(owner);
    }

    @Test
    void anExceptionParksThePartitionAndNamesTheRecord() {
        park();

        assertThat(owner.condition())
                .isEqualTo(new Condition.Parked(
                        Optional.of(1L),
                        "partition 0 stands still at offset 1: java.lang.IllegalStateException: the codec has a bug; "
                                + "to go on without this record: admin skip --partition 0 --offset 1"));
        assertThat(stage.tally.of(Counted.PARKED)).isEqualTo(1);
    }

    @Test
    void whatFailsWhileTheCoordinatorStopsParksNothing() {
        owner.halt();
        park();

        assertThat(owner.condition()).isNotInstanceOf(Condition.Parked.class);
        assertThat(stage.tally.of(Counted.PARKED)).isZero();
        assertThat(owner.stop()).isCompleted();
    }

    @Test
    void anErrorHalfWayThroughARecordParksToo() {
        stage.append(a.join("common", "planning"));
        stage.log.append(P, stage.cache, FakeCodec.HEAVY, List.of());

        stage.deliver(owner);

        assertThat(owner.condition())
                .isInstanceOfSatisfying(
                        Condition.Parked.class,
                        parked -> assertThat(parked.reason())
                                .startsWith("partition 0 stands still at offset 1: java.lang.InternalError"));
        assertThat(stage.sink.takeAssignments())
                .extracting(PeerAssignment::peer)
                .containsExactly("a");
    }

    @Test
    void whatWasDecidedBeforeIsPublished() {
        park();

        assertThat(stage.sink.takeAssignments())
                .extracting(PeerAssignment::peer)
                .containsExactly("a");
    }

    @Test
    void itStaysParkedUntilAnOperatorActs() {
        park();

        stage.pass(owner, 60_000);

        assertThat(owner.condition()).isInstanceOf(Condition.Parked.class);
        assertThat(stage.tally.of(Counted.PARKED)).isEqualTo(1);
        assertThat(stage.store.loads()).as("all of the checkpoint is read once").isEqualTo(1);
    }

    @Test
    void aStoreThatIsAwayMakesItNoLessParked() {
        park();
        stage.store.goAway();

        stage.pass(owner, 10_000);

        assertThat(owner.condition()).isInstanceOf(Condition.Parked.class);
    }

    @Test
    void operatorsFindANoteOfItUntilItGoesOn() {
        park();
        Condition.Parked parked = (Condition.Parked) owner.condition();
        assertThat(stage.store.parked()).isEqualTo(Map.of(P, parked));

        stage.store.noteGoing(P);
        stage.pass(owner, 6_000);
        assertThat(stage.store.parked()).isEqualTo(Map.of(P, parked));

        stage.store.skip(P, 1);
        stage.pass(owner, 6_000);
        assertThat(stage.store.parked()).isEmpty();
    }

    @Test
    void theNoteIsTheNextOwnersOnceThePartitionHasMoved() {
        park();
        Condition.Parked parked = (Condition.Parked) owner.condition();

        owner.lost();
        stage.pass(owner, 6_000);

        assertThat(stage.store.parked()).isEqualTo(Map.of(P, parked));
    }

    @Test
    void whatAnExceptionSaysIsToldInOneShortLine() {
        stage.codec.failWith("a\nb" + "c".repeat(1_000));
        park();

        assertThat(((Condition.Parked) owner.condition()).reason())
                .contains("IllegalStateException: a bccc")
                .hasSizeLessThan(500);
    }

    @Test
    void anOffsetOnTheSkipListIsPassedAndItsRecordDeadLettered() {
        park();
        stage.sink.takeAssignments();
        stage.store.skip(P, 1);

        stage.pass(owner, 6_000);

        assertThat(owner.condition()).isEqualTo(new Condition.Running(Optional.empty()));
        assertThat(stage.sink.takeAssignments())
                .extracting(PeerAssignment::peer)
                .contains("a", "b");
        assertThat(stage.sink.takeDeadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.reason()).isEqualTo("skipped by an operator");
            assertThat(letter.record().offset()).isEqualTo(1);
            assertThat(new String(letter.record().value(), StandardCharsets.UTF_8))
                    .isEqualTo(FakeSeals.BLANKED);
        });
    }

    @Test
    void theSkipListHoldsAfterACheckpointToo() {
        stage.say(owner, a.join("common", "planning"));
        stage.pass(owner, 300);
        stage.log.append(P, stage.cache, FakeCodec.POISON, List.of());
        stage.deliver(owner);
        stage.store.skip(P, stage.log.end(P) - 1);

        stage.pass(owner, 6_000);

        assertThat(owner.condition()).isEqualTo(new Condition.Running(Optional.empty()));
    }

    @Test
    void aSkipIsNotForTheRecordOfThatOffsetInALogThatIsWrittenAnew() {
        park();
        stage.store.skip(P, 1);
        stage.pass(owner, 6_000);
        stage.log.recreate();
        stage.rewind(0);
        stage.sink.takeAssignments();
        stage.sink.takeDeadLetters();

        stage.append(stage.provenPeer("c").join("common"));
        stage.append(stage.provenPeer("d").join("common"));
        stage.deliver(owner);

        assertThat(stage.sink.takeAssignments())
                .extracting(PeerAssignment::peer)
                .contains("c", "d");
        assertThat(stage.sink.takeDeadLetters()).isEmpty();
    }

    @Test
    void aRecordOfALogThatIsWrittenAnewIsSkippedBeforeACheckpointKnowsOfThatLog() {
        stage.say(owner, a.join("common", "planning"));
        stage.say(owner, a.holding(2));
        stage.say(owner, a.holding(3));
        stage.pass(owner, 300);
        owner.revoked();
        stage.log.recreate();
        stage.append(a.join("common", "planning"));
        stage.log.append(P, stage.cache, FakeCodec.POISON, List.of());
        PartitionProcessor second = stage.owner();
        assertThat(stage.store.position(P).orElseThrow().nextOffset()).isGreaterThan(1);
        stage.store.skip(P, 1);

        stage.pass(second, 6_000);

        assertThat(second.condition()).isEqualTo(new Condition.Running(Optional.empty()));
        assertThat(stage.sink.takeDeadLetters())
                .extracting(letter -> letter.record().offset())
                .containsExactly(1L);
    }

    /** The save that passes the record takes it off the list, long before all is read. */
    @Test
    void aSkippedRecordHoldsNothingUpAgainWhateverComesBeforeTheEnd() {
        park();
        for (int i = 0; i < 200; i++) {
            stage.append(b.holding(0));
        }
        stage.log.readInChunksOf(1);
        stage.store.skip(P, 1);
        for (int step = 0;
                stage.store.position(P).map(at -> at.nextOffset() < 2).orElse(true);
                step++) {
            assertThat(step).isLessThan(200);
            stage.now += 50;
            owner.onTime(stage.now);
        }
        assertThat(stage.store.position(P).orElseThrow().nextOffset())
                .as("not at the end")
                .isLessThan(200);
        stage.store.raceAhead(P);

        stage.pass(owner, 20_000);

        assertThat(owner.condition()).isEqualTo(new Condition.Running(Optional.empty()));
        assertThat(stage.store.parked()).isEmpty();
    }

    @Test
    void aPoisonedRecordParksDuringATakeoverToo() {
        park();
        owner.revoked();

        PartitionProcessor second = stage.owner();

        assertThat(second.condition())
                .isInstanceOfSatisfying(
                        Condition.Parked.class,
                        parked -> assertThat(parked.offset()).contains(1L));
    }
}

package dev.taskdirector.coordinator.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.taskdirector.coordinator.fakes.Statuses;
import dev.taskdirector.wire.AssignedTask;
import dev.taskdirector.wire.AssignmentState;
import dev.taskdirector.wire.PeerAssignment;
import dev.taskdirector.wire.RunEvent;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Start, takeover, rebalance and gaps are one mechanism. */
class CatchingUpTest {
    private final ProcessorStage stage = new ProcessorStage();
    private final Statuses a = stage.provenPeer("a");
    private final Statuses b = stage.provenPeer("b");

    @Test
    void withoutACheckpointTheLogIsReadFromItsBeginning() {
        stage.append(a.join("common", "planning"));
        stage.append(b.join("common", "planning"));

        stage.owner();

        assertThat(stage.sink.takeAssignments())
                .extracting(PeerAssignment::peer)
                .containsExactly("a", "b");
    }

    @Test
    void aSuccessorGoesOnWhereTheCheckpointEndsAndPublishesTheNewestOfEachSession() {
        PartitionProcessor first = stage.owner();
        List<PeerAssignment> told = stage.say(first, a.join("common", "planning"));
        first.revoked();
        stage.append(b.join("common", "planning"));
        stage.append(b.holding(0));

        stage.owner();

        List<PeerAssignment> answers = stage.sink.takeAssignments();
        assertThat(answers).extracting(PeerAssignment::peer).containsExactly("a", "b");
        assertThat(answers.get(0).tasks())
                .extracting(AssignedTask::name, AssignedTask::lease)
                .containsExactly(tuple("common", told.get(0).tasks().get(0).lease()));
        assertThat(answers.get(0).epoch()).isEqualTo(told.get(0).epoch());
    }

    /** After a lost checkpoint all of the log is read again: peers of days ago must not come to life elsewhere. */
    @Test
    void ofWhatIsMisroutedOnlyWhatIsOfNowIsForwardedOnceAllIsRead() {
        ProcessorStage three = new ProcessorStage(3);
        String elsewhere = three.cacheOf(2);
        Statuses early = new Statuses("early", "session-1", elsewhere);
        Statuses late = new Statuses("late", "session-2", elsewhere);
        three.log.readInChunksOf(1);
        for (int i = 0; i < 30; i++) {
            three.log.append(0, elsewhere, three.codec.write(early.holding(0)), List.of());
        }
        three.now += 31_000;
        three.log.append(0, elsewhere, three.codec.write(late.holding(0)), List.of());

        PartitionProcessor owner = three.owner();
        assertThat(three.log.end(2)).as("not all is read at one go").isZero();
        three.pass(owner, 1_000);

        assertThat(three.log.from(2, 0)).hasSize(1);
        assertThat(three.tally.of(Counted.FORWARDED)).isEqualTo(1);
    }

    @Test
    void eventsOfWhatIsCaughtUpAreReportedWithTheSameIds() {
        PartitionProcessor first = stage.owner();
        stage.say(first, a.join("common"));
        List<String> ids = ids();
        first.lost();

        stage.owner();

        assertThat(ids()).isEqualTo(ids);
    }

    private List<String> ids() {
        return stage.sink.takeEvents().stream().map(RunEvent::id).toList();
    }

    @Test
    void anUnreadableStoreIsNotAnEmptyOne() {
        PartitionProcessor first = stage.owner();
        stage.say(first, a.join("common", "planning"));
        first.revoked();
        stage.store.goAway();
        PartitionProcessor second = stage.owner();

        List<PeerAssignment> whileAway = stage.say(second, b.join("common", "planning"));
        stage.store.comeBack();
        stage.pass(second, 1_000);

        assertThat(whileAway).isEmpty();
        assertThat(stage.sink.takeAssignments())
                .extracting(PeerAssignment::peer)
                .containsExactly("a", "b");
    }

    @Test
    void itSaysWhatItWaitsFor() {
        stage.store.goAway();

        PartitionProcessor waiting = stage.owner();

        assertThat(waiting.condition())
                .isEqualTo(new Condition.Waiting("the store does not answer", Optional.of("the database is away")));
    }

    @Test
    void retriesSlowDownAndStayBounded() {
        stage.store.goAway();
        PartitionProcessor waiting = stage.owner();

        stage.pass(waiting, 60_000);

        // 0, 250, 750, 1750, 3750, 7750, then every 5 s
        assertThat(stage.tally.of(Counted.STORE_FAILURES)).isBetween(14L, 18L);
    }

    @Test
    void aLogThatDoesNotAnswerIsWaitedFor() {
        stage.append(a.join("common"));
        stage.log.goAway();
        PartitionProcessor owner = stage.owner();
        assertThat(owner.condition())
                .isEqualTo(new Condition.Waiting("the log does not answer", Optional.of("the broker is away")));

        stage.log.comeBack();
        stage.pass(owner, 500);

        assertThat(stage.sink.takeAssignments())
                .extracting(PeerAssignment::peer)
                .containsExactly("a");
    }

    @Test
    void whereverTheLogFallsSilentNothingIsLostAndNothingIsAppliedTwice() {
        stage.append(a.join("common", "planning"));
        stage.append(b.join("common", "planning"));
        stage.log.readInChunksOf(1);
        for (int answers = 0; answers < 8; answers++) {
            stage.log.goAwayAfter(answers);
            PartitionProcessor owner = stage.owner();
            stage.log.comeBack();
            stage.pass(owner, 500);

            assertThat(stage.sink.takeAssignments())
                    .as("after %d answers", answers)
                    .extracting(PeerAssignment::peer, PeerAssignment::epoch)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple("a", 1L), org.assertj.core.groups.Tuple.tuple("b", 1L));
            owner.lost();
            stage.store.forget(ProcessorStage.PARTITION);
        }
    }

    @Test
    void aLongLogIsReadInStepsAndSavedOnTheWay() {
        for (int i = 0; i < 50; i++) {
            stage.append(stage.provenPeer("peer" + i).join("common", "planning"));
        }
        stage.log.readInChunksOf(1);

        PartitionProcessor first = stage.owner();
        Condition onTheWay = first.condition();
        first.onTime(stage.now);
        List<PeerAssignment> early = stage.sink.takeAssignments();
        first.revoked();
        PartitionProcessor second = stage.owner();
        stage.pass(second, 50);

        assertThat(onTheWay).isEqualTo(new Condition.Waiting("reading the log, now at offset 20"));
        assertThat(early).isEmpty();
        assertThat(second.condition()).isInstanceOf(Condition.Running.class);
        assertThat(stage.tally.of(Counted.CAUGHT_UP)).isEqualTo(50);
        assertThat(stage.sink.takeAssignments()).hasSize(50);
    }

    @Test
    void aLongGapIsReadInStepsToo() {
        PartitionProcessor owner = stage.owner();
        stage.log.readInChunksOf(1);
        for (int i = 0; i < 50; i++) {
            stage.append(stage.provenPeer("peer" + i).join("common", "planning"));
        }
        stage.rewind(stage.log.end(ProcessorStage.PARTITION));

        List<PeerAssignment> early = stage.say(owner, b.join("common", "planning"));
        stage.pass(owner, 150);

        assertThat(early).isEmpty();
        assertThat(stage.sink.takeAssignments()).hasSize(51);
        assertThat(owner.condition()).isEqualTo(new Condition.Running(java.util.Optional.empty()));
    }

    @Test
    void recordsThatWereNotDeliveredAreReadBeforeTheOnesThatWere() {
        PartitionProcessor owner = stage.owner();
        stage.append(a.join("common", "planning"));
        stage.rewind(stage.log.end(ProcessorStage.PARTITION));

        List<PeerAssignment> answers = stage.say(owner, b.join("common", "planning"));

        assertThat(answers).extracting(PeerAssignment::peer).containsExactlyInAnyOrder("a", "b");
        assertThat(stage.tally.of(Counted.CAUGHT_UP)).isEqualTo(1);
    }

    @Test
    void aGapThatCantBeReadNowIsReadLater() {
        PartitionProcessor owner = stage.owner();
        stage.append(a.join("common", "planning"));
        stage.rewind(stage.log.end(ProcessorStage.PARTITION));
        stage.log.goAway();
        assertThat(stage.say(owner, b.join("common", "planning"))).isEmpty();

        stage.log.comeBack();
        stage.pass(owner, 500);

        assertThat(stage.sink.takeAssignments())
                .extracting(PeerAssignment::peer)
                .containsExactly("a", "b");
    }

    @Test
    void recordsThatWereLeftInTheLogAreReadFromItWhenThatIsSaid() {
        PartitionProcessor owner = stage.owner();
        PartitionProcessor stranger = stage.processor();
        stage.append(a.join("common", "planning"));

        stranger.missed(stage.now);
        owner.missed(stage.now);

        assertThat(stage.sink.takeAssignments())
                .extracting(PeerAssignment::peer)
                .containsExactly("a");
    }

    @Test
    void offsetsHaveHoles() {
        PartitionProcessor owner = stage.owner();
        stage.say(owner, a.join("common", "planning"));
        stage.log.makeHole(ProcessorStage.PARTITION, 3);

        List<PeerAssignment> answers = stage.say(owner, b.join("common", "planning"));

        assertThat(answers).extracting(PeerAssignment::peer).containsExactly("b");
        assertThat(stage.tally.of(Counted.FOREIGN_LOGS)).isZero();
    }

    @Test
    void recordsThatWereAppliedAreSkipped() {
        PartitionProcessor owner = stage.owner();
        stage.say(owner, a.join("common", "planning"));
        stage.pass(owner, 2_000);
        stage.sink.takeAssignments();
        stage.rewind(0);

        stage.deliver(owner);

        assertThat(stage.sink.takeAssignments()).isEmpty();
        assertThat(stage.tally.of(Counted.FOREIGN_LOGS)).isZero();
    }

    @Test
    void aTopicWithOtherPartitionsThanTheCheckpointsIsNotTouched() {
        PartitionProcessor first = stage.owner();
        stage.say(first, a.join("common"));
        first.revoked();
        stage.log.grow(1);

        PartitionProcessor second = stage.owner();

        assertThat(second.condition())
                .isEqualTo(new Condition.Parked(
                        java.util.Optional.empty(),
                        "partition 0 stands still: the status topic has 2 partitions, its checkpoint was written with 1; "
                                + "coordinator/README.md says how to change their number"));
    }

    @Test
    void aCheckpointThatCantBeLoadedParks() {
        PartitionProcessor first = stage.owner();
        stage.say(first, a.join("common"));
        first.revoked();
        stage.store.put(
                ProcessorStage.PARTITION,
                stage.store.position(ProcessorStage.PARTITION).orElseThrow(),
                stage.store.rows(ProcessorStage.PARTITION).stream()
                        .filter(row -> row.key().kind() == dev.taskdirector.coordinator.core.Row.Kind.SESSION)
                        .toList());

        PartitionProcessor second = stage.owner();

        assertThat(second.condition())
                .isInstanceOfSatisfying(
                        Condition.Parked.class,
                        parked -> assertThat(parked.reason())
                                .startsWith("partition 0 stands still: its checkpoint at offset 1 can't be loaded"));
    }

    @Test
    void aCheckpointThatCantBeReadParksUntilItCan() {
        stage.store.becomeUnreadable();
        PartitionProcessor owner = stage.owner();
        Condition before = owner.condition();

        stage.store.comeBack();
        stage.pass(owner, 6_000);

        assertThat(before)
                .isEqualTo(new Condition.Parked(
                        java.util.Optional.empty(),
                        "partition 0 stands still: its checkpoint can't be read: no such state; run the version of the"
                                + " coordinator that wrote it"));
        assertThat(owner.condition()).isEqualTo(new Condition.Running(java.util.Optional.empty()));
    }

    @Test
    void aSessionThatAnOwnerHasForgottenIsToldToRejoin() {
        PartitionProcessor owner = stage.owner();

        assertThat(stage.say(owner, a.holding(7)))
                .extracting(PeerAssignment::state)
                .containsExactly(AssignmentState.REJOIN);
    }
}

package dev.taskdirector.coordinator.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.coordinator.core.Row;
import dev.taskdirector.coordinator.fakes.Statuses;
import dev.taskdirector.wire.AssignmentState;
import dev.taskdirector.wire.PeerAssignment;
import org.junit.jupiter.api.Test;

/** A log that is not the one we knew: sessions join again, done work stays, an alarm counts it. */
class ForeignLogTest {
    private final ProcessorStage stage = new ProcessorStage();
    private final Statuses a = stage.provenPeer("a");
    private final PartitionProcessor first = stage.owner();

    private void work() {
        PeerAssignment told = stage.say(first, a.join("common", "planning")).get(0);
        stage.say(first, a.succeeded(1, "common", told.tasks().get(0).lease()));
        stage.say(first, a.holding(2));
        stage.pass(first, 500);
        stage.sink.takeAssignments();
    }

    private void assertThatSessionsMustRejoin(PartitionProcessor owner) {
        assertThat(stage.tally.of(Counted.FOREIGN_LOGS)).isEqualTo(1);
        assertThat(stage.say(owner, a.holding(2)))
                .extracting(PeerAssignment::state)
                .containsExactly(AssignmentState.REJOIN);
        assertThat(stage.tally.of(Counted.FOREIGN_LOGS)).isEqualTo(1);
    }

    private void assertThatDoneWorkStays(PartitionProcessor owner) {
        Statuses again = new Statuses("a", "second-session-of-a", stage.cache);
        assertThat(stage.say(owner, again.join("common", "planning")))
                .singleElement()
                .satisfies(answer -> {
                    assertThat(answer.tasks()).extracting(task -> task.name()).containsExactly("planning");
                    assertThat(answer.progress().orElseThrow().done()).isEqualTo(1);
                });
    }

    @Test
    void aRecreatedTopicIsNoticedAtTakeover() {
        work();
        first.revoked();
        stage.log.recreate();

        PartitionProcessor second = stage.owner();

        assertThatSessionsMustRejoin(second);
        assertThatDoneWorkStays(second);
    }

    @Test
    void aRecreatedTopicIsNoticedByTheOwnerAtItsFirstRecord() {
        work();
        stage.pass(first, 1_000);
        stage.log.recreate();
        stage.rewind(0);
        stage.append(a.holding(2));

        stage.deliver(first);

        assertThat(stage.sink.takeAssignments())
                .extracting(PeerAssignment::state)
                .containsExactly(AssignmentState.REJOIN);
        assertThatSessionsMustRejoin(first);
        assertThatDoneWorkStays(first);
    }

    @Test
    void aLogThatEndsBelowIsNoticedAtTakeover() {
        work();
        first.revoked();
        stage.log.loseTail(ProcessorStage.PARTITION, 1);

        PartitionProcessor second = stage.owner();

        assertThatSessionsMustRejoin(second);
        assertThatDoneWorkStays(second);
    }

    @Test
    void aLostTailIsNoticedByTheOwnerFromARecordThatContradictsWhatItApplied() {
        work();
        long last = stage.log.end(ProcessorStage.PARTITION) - 1;
        stage.log.loseTail(ProcessorStage.PARTITION, last);
        stage.rewind(last);
        stage.now += 1;

        stage.append(a.holding(2));
        stage.deliver(first);

        assertThat(stage.sink.takeAssignments())
                .extracting(PeerAssignment::state)
                .containsExactly(AssignmentState.REJOIN);
        assertThatSessionsMustRejoin(first);
    }

    @Test
    void whatALostTailChangedIsWrittenThoughTheNewLogIsAsLongAsTheOldOne() {
        work();
        long last = stage.log.end(ProcessorStage.PARTITION) - 1;
        stage.log.loseTail(ProcessorStage.PARTITION, last);
        stage.rewind(last);
        stage.now += 1;
        stage.append(a.holding(2));
        stage.deliver(first);

        stage.pass(first, 300);

        assertThat(stage.store.rows(ProcessorStage.PARTITION))
                .filteredOn(row -> row.key().kind() != Row.Kind.ATTEMPT)
                .isEqualTo(first.replica().orElseThrow().director().rows());
    }

    @Test
    void aLostTailIsNoticedByTheOwnerFromARecordBelow() {
        work();
        stage.pass(first, 1_000);
        stage.log.loseTail(ProcessorStage.PARTITION, 1);
        stage.rewind(1);
        stage.append(a.holding(2));

        stage.deliver(first);

        assertThatSessionsMustRejoin(first);
    }

    @Test
    void aLogThatBeginsAboveIsNoticedAtTakeover() {
        work();
        first.revoked();
        stage.log.trim(ProcessorStage.PARTITION, stage.log.end(ProcessorStage.PARTITION) + 10);

        PartitionProcessor second = stage.owner();

        assertThatSessionsMustRejoin(second);
        assertThatDoneWorkStays(second);
    }

    @Test
    void aGapThatHasPassedItsRetentionIsNoticedByTheOwner() {
        work();
        stage.append(a.holding(2));
        stage.append(a.holding(2));
        stage.log.trim(ProcessorStage.PARTITION, stage.log.end(ProcessorStage.PARTITION));
        stage.rewind(stage.log.end(ProcessorStage.PARTITION));

        assertThatSessionsMustRejoinAfterTheFirstRecord();
    }

    private void assertThatSessionsMustRejoinAfterTheFirstRecord() {
        assertThat(stage.say(first, a.holding(2)))
                .extracting(PeerAssignment::state)
                .containsExactly(AssignmentState.REJOIN);
        assertThatSessionsMustRejoin(first);
    }

    @Test
    void aLogThatCantBeLookedAtIsNotTrusted() {
        work();
        stage.pass(first, 1_000);
        stage.log.goAway();
        stage.rewind(0);

        stage.deliver(first);

        assertThat(first.condition()).isInstanceOf(Condition.Waiting.class);
        stage.log.comeBack();
        stage.pass(first, 500);
        assertThat(first.condition()).isInstanceOf(Condition.Running.class);
        assertThat(stage.tally.of(Counted.FOREIGN_LOGS)).isZero();
    }
}

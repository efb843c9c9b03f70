package dev.taskdirector.coordinator.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.coordinator.core.Director;
import dev.taskdirector.coordinator.core.Settings;
import dev.taskdirector.coordinator.fakes.LaterExecutor;
import dev.taskdirector.coordinator.fakes.Statuses;
import dev.taskdirector.wire.PeerAssignment;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is written behind the decisions, when, and what happens when it can't be. */
class CheckpointingTest {
    private static final int P = ProcessorStage.PARTITION;
    private final ProcessorStage stage = new ProcessorStage();
    private final Statuses a = stage.provenPeer("a");
    private final Statuses b = stage.provenPeer("b");

    @Test
    void anAnswerIsPublishedBeforeItsCheckpointIsWritten() {
        PartitionProcessor owner = stage.owner();

        assertThat(stage.say(owner, a.join("common"))).hasSize(1);
        assertThat(stage.store.position(P)).isEmpty();
    }

    @Test
    void whatChangedIsWrittenWithItsOffsetEveryQuarterOfASecond() {
        PartitionProcessor owner = stage.owner();
        owner.onTime(stage.now);
        stage.say(owner, a.join("common"));

        owner.onTime(stage.now + 249);
        long early = stage.sink.stored(P);
        owner.onTime(stage.now + 250);

        assertThat(early).isZero();
        assertThat(stage.sink.stored(P)).isEqualTo(1);
        assertThat(stage.store.position(P)).contains(new CheckpointStore.LogPosition("topic-1", 1, 1));
    }

    @Test
    void theWrittenRowsGiveBackTheState() {
        PartitionProcessor owner = stage.owner();
        PeerAssignment told = stage.say(owner, a.join("common", "planning")).get(0);
        stage.pass(owner, 300);
        stage.say(owner, a.succeeded(1, "common", told.tasks().get(0).lease()));
        owner.revoked();

        Director restored = Director.load(P, stage.store.rows(P));

        assertThat(restored.newestAssignments())
                .singleElement()
                .satisfies(newest -> assertThat(newest.epoch()).isEqualTo(2));
    }

    @Test
    void nothingIsWrittenWhenNothingIsNew() {
        PartitionProcessor owner = stage.owner();
        stage.say(owner, a.join("common"));
        owner.onTime(stage.now + 250);
        int saves = stage.store.saves();

        owner.onTime(stage.now + 600);

        assertThat(stage.store.saves()).isEqualTo(saves);
    }

    @Test
    void decisionsGoOnWhileTheStoreIsAwayAndAreWrittenAfterwards() {
        PartitionProcessor owner = stage.owner();
        stage.store.goAway();
        PeerAssignment told = stage.say(owner, a.join("common", "planning")).get(0);
        stage.pass(owner, 600);
        assertThat(stage.say(owner, a.succeeded(1, "common", told.tasks().get(0).lease())))
                .hasSize(1);
        stage.pass(owner, 5_000);
        assertThat(owner.condition()).isEqualTo(new Condition.Running(Optional.of("the database is away")));

        stage.store.comeBack();
        stage.pass(owner, 5_500);

        assertThat(owner.condition()).isEqualTo(new Condition.Running(Optional.empty()));
        assertThat(Director.load(P, stage.store.rows(P)).newestAssignments())
                .singleElement()
                .satisfies(newest -> assertThat(newest.epoch()).isEqualTo(2));
        assertThat(stage.store.wholeSaves()).isZero();
    }

    @Test
    void triesSlowDownWhileTheStoreIsAway() {
        PartitionProcessor owner = stage.owner();
        stage.store.goAway();
        stage.say(owner, a.join("common"));

        stage.pass(owner, 20_000);

        assertThat(stage.tally.of(Counted.STORE_FAILURES)).isBetween(5L, 10L);
    }

    @Test
    void whatTheStoreRefusesIsSaidCountedAndKept() {
        PartitionProcessor owner = stage.owner();
        stage.store.refuse();
        stage.say(owner, a.join("common"));
        stage.pass(owner, 20_000);
        assertThat(owner.condition()).isEqualTo(new Condition.Running(Optional.of("a name is too long")));
        assertThat(stage.tally.of(Counted.STORE_REFUSALS)).isBetween(5L, 10L);
        assertThat(stage.tally.of(Counted.STORE_FAILURES)).isZero();

        stage.store.comeBack();
        stage.pass(owner, 5_500);

        assertThat(Director.load(P, stage.store.rows(P)).newestAssignments()).hasSize(1);
    }

    @Test
    void aStoreThatThrowsIsTakenAsAway() {
        PartitionProcessor owner = stage.owner();
        stage.store.throwAlways();
        stage.say(owner, a.join("common"));

        stage.pass(owner, 300);

        assertThat(owner.condition())
                .isEqualTo(new Condition.Running(Optional.of("java.lang.IllegalStateException: the driver has a bug")));
    }

    @Test
    void aSaveThatEndsInAnErrorIsSaidAndTriedAgain() {
        LaterExecutor storing = new LaterExecutor();
        PartitionProcessor owner = stage.processor(Settings.DEFAULTS, storing);
        owner.assigned(stage.now);
        stage.say(owner, a.join("common"));
        owner.onTime(stage.now);
        stage.store.endInErrors();
        storing.runAll();
        stage.pass(owner, 50);
        Condition during = owner.condition();

        stage.store.comeBack();
        stage.pass(owner, 1_000);
        storing.runAll();

        assertThat(during).isEqualTo(new Condition.Running(Optional.of("java.lang.InternalError: no memory left")));
        assertThat(stage.sink.stored(P)).isEqualTo(1);
    }

    @Test
    void aStoreThatThrowsAtALoadIsWaitedFor() {
        stage.store.throwAlways();
        PartitionProcessor owner = stage.owner();
        stage.pass(owner, 1_000);
        assertThat(stage.tally.of(Counted.STORE_FAILURES)).isBetween(2L, 4L);

        stage.store.comeBack();
        stage.pass(owner, 5_000);

        assertThat(owner.condition()).isInstanceOf(Condition.Running.class);
    }

    @Test
    void whoeverLosesTheRaceStartsAgainFromTheCheckpoint() {
        PartitionProcessor owner = stage.owner();
        stage.say(owner, a.join("common", "planning"));
        stage.pass(owner, 300);
        stage.store.raceAhead(P);

        stage.say(owner, b.join("common", "planning"));
        stage.pass(owner, 1_500);

        assertThat(stage.tally.of(Counted.RACES_LOST)).isEqualTo(1);
        assertThat(owner.condition()).isInstanceOf(Condition.Running.class);
        assertThat(stage.sink.takeAssignments())
                .extracting(PeerAssignment::peer)
                .contains("a", "b");
    }

    @Test
    void aSaveWhoseAnswerWasLostIsARaceLostAgainstOneself() {
        PartitionProcessor owner = stage.owner();
        stage.store.loseAnswers();
        stage.say(owner, a.join("common", "planning"));
        stage.pass(owner, 300);
        stage.store.comeBack();

        stage.pass(owner, 2_000);

        assertThat(stage.tally.of(Counted.RACES_LOST)).isEqualTo(1);
        assertThat(owner.condition()).isEqualTo(new Condition.Running(Optional.empty()));
    }

    @Test
    void aSlowSaveHoldsUpNoAnswerAndIsAlone() {
        LaterExecutor storing = new LaterExecutor();
        PartitionProcessor owner = stage.processor(Settings.DEFAULTS, storing);
        owner.assigned(stage.now);
        stage.say(owner, a.join("common", "planning"));
        stage.pass(owner, 300);

        assertThat(stage.say(owner, b.join("common", "planning"))).hasSize(1);
        stage.pass(owner, 900);
        assertThat(storing.size()).isEqualTo(1);

        storing.runAll();
        stage.pass(owner, 300);
        storing.runAll();
        assertThat(Director.load(P, stage.store.rows(P)).newestAssignments()).hasSize(2);
    }
}

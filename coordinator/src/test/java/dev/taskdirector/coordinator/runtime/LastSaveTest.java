package dev.taskdirector.coordinator.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.coordinator.core.Director;
import dev.taskdirector.coordinator.core.Settings;
import dev.taskdirector.coordinator.fakes.LaterExecutor;
import dev.taskdirector.coordinator.fakes.Statuses;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What is saved when an ownership ends, and who waits for it. */
class LastSaveTest {
    private static final int P = ProcessorStage.PARTITION;
    private final ProcessorStage stage = new ProcessorStage();
    private final Statuses a = stage.provenPeer("a");
    private final Statuses b = stage.provenPeer("b");

    @Test
    void revocationSavesAndForgets() {
        PartitionProcessor owner = stage.owner();
        stage.say(owner, a.join("common"));

        CompletionStage<Void> left = owner.revoked();

        assertThat(left.toCompletableFuture()).isCompleted();
        assertThat(stage.sink.stored(P)).isEqualTo(1);
        assertThat(owner.condition()).isEqualTo(new Condition.Unassigned());
        assertThat(stage.say(owner, b.join("common"))).isEmpty();
    }

    @Test
    void revocationWithoutStateOrNewsIsDoneAtOnce() {
        PartitionProcessor never = stage.processor();
        PartitionProcessor owner = stage.owner();
        stage.pass(owner, 300);
        int saves = stage.store.saves();

        assertThat(never.revoked().toCompletableFuture()).isCompleted();
        assertThat(owner.revoked().toCompletableFuture()).isCompleted();
        assertThat(stage.store.saves()).isEqualTo(saves);
    }

    @Test
    void revocationDuringASaveWaitsForItAndSavesTheRest() {
        LaterExecutor storing = new LaterExecutor();
        PartitionProcessor owner = stage.processor(Settings.DEFAULTS, storing);
        owner.assigned(stage.now);
        stage.say(owner, a.join("common"));
        owner.onTime(stage.now);
        stage.say(owner, b.join("common"));

        CompletionStage<Void> left = owner.revoked();
        storing.runOne();
        boolean earlyDone = left.toCompletableFuture().isDone();
        storing.runOne();

        assertThat(earlyDone).isFalse();
        assertThat(left.toCompletableFuture()).isCompleted();
        assertThat(stage.sink.stored(P)).isEqualTo(2);
    }

    @Test
    void aSaveThatOutlastsTheThreadOfItsPartitionTroublesNobody() {
        LaterExecutor storing = new LaterExecutor();
        AtomicBoolean stopped = new AtomicBoolean();
        PartitionProcessor owner = stage.processor(storing, untilStopped(stopped, Runnable::run));
        owner.assigned(stage.now);
        stage.say(owner, a.join("common"));
        owner.onTime(stage.now);
        stopped.set(true);

        storing.runAll();

        assertThat(stage.store.position(P)).contains(new CheckpointStore.LogPosition("topic-1", 1, 1));
    }

    @Test
    void theLastSaveIsGivenUpWhenNobodyCouldDoIt() {
        LaterExecutor storing = new LaterExecutor();
        AtomicBoolean stopped = new AtomicBoolean();
        PartitionProcessor owner = stage.processor(untilStopped(stopped, storing), Runnable::run);
        owner.assigned(stage.now);
        stage.say(owner, a.join("common"));
        owner.onTime(stage.now);
        stage.say(owner, b.join("common"));
        CompletionStage<Void> left = owner.revoked();
        stopped.set(true);

        storing.runAll();

        assertThat(left.toCompletableFuture()).isCompleted();
        assertThat(stage.store.position(P)).contains(new CheckpointStore.LogPosition("topic-1", 1, 1));
    }

    private static Executor untilStopped(AtomicBoolean stopped, Executor running) {
        return work -> {
            if (stopped.get()) {
                throw new RejectedExecutionException("stopped");
            }
            running.execute(work);
        };
    }

    @Test
    void revocationWithoutAStoreGivesUpAndIsReplayedLater() {
        LaterExecutor storing = new LaterExecutor();
        PartitionProcessor owner = stage.processor(Settings.DEFAULTS, storing);
        owner.assigned(stage.now);
        stage.say(owner, a.join("common"));
        owner.onTime(stage.now);
        stage.store.goAway();

        CompletionStage<Void> left = owner.revoked();
        storing.runAll();

        assertThat(left.toCompletableFuture()).isCompleted();
        assertThat(stage.store.saves()).isZero();
    }

    @Test
    void revocationAfterALostRaceSavesNothing() {
        LaterExecutor storing = new LaterExecutor();
        PartitionProcessor owner = stage.processor(Settings.DEFAULTS, storing);
        owner.assigned(stage.now);
        stage.say(owner, a.join("common"));
        owner.onTime(stage.now);
        stage.store.raceAhead(P);

        CompletionStage<Void> left = owner.revoked();
        storing.runAll();

        assertThat(left.toCompletableFuture()).isCompleted();
        assertThat(stage.store.saves()).isZero();
    }

    @Test
    void revocationWithTooManyUnsavedRowsWritesTheWholeState() {
        PartitionProcessor owner = stage.owner();
        for (int i = 0; i < 20; i++) {
            stage.say(owner, stage.provenPeer("peer" + i).join("common", "task" + i));
        }

        owner.revoked();

        assertThat(stage.store.wholeSaves()).isEqualTo(1);
        assertThat(Director.load(P, stage.store.rows(P)).newestAssignments()).hasSize(20);
    }

    @Test
    void rowsThatBecomeTooManyDuringTheLastSaveAreLeftToTheReplay() {
        LaterExecutor storing = new LaterExecutor();
        PartitionProcessor owner = stage.processor(Settings.DEFAULTS, storing);
        owner.assigned(stage.now);
        for (int i = 0; i < 5; i++) {
            stage.say(owner, stage.provenPeer("peer" + i).join("common", "task" + i));
        }
        owner.onTime(stage.now);
        for (int i = 5; i < 10; i++) {
            stage.say(owner, stage.provenPeer("peer" + i).join("common", "task" + i));
        }
        stage.store.goAway();
        CompletionStage<Void> left = owner.revoked();
        storing.runOne();
        stage.store.comeBack();
        storing.runAll();

        assertThat(left.toCompletableFuture()).isCompleted();
        assertThat(stage.store.saves()).isZero();
    }

    @Test
    void aLostPartitionIsForgottenWithoutASave() {
        PartitionProcessor owner = stage.owner();
        stage.say(owner, a.join("common"));

        owner.lost();

        assertThat(stage.store.saves()).isZero();
        assertThat(owner.condition()).isEqualTo(new Condition.Unassigned());
    }

    @Test
    void afterTheEndThereIsNoNewBeginning() {
        PartitionProcessor owner = stage.owner();
        stage.say(owner, a.join("common"));

        owner.stop();
        owner.assigned(stage.now);

        assertThat(owner.condition()).isEqualTo(new Condition.Unassigned());
        assertThat(stage.sink.stored(P)).isEqualTo(1);
    }

    @Test
    void aNewOwnershipIsNotDisturbedByTheSaveOfTheOldOne() {
        LaterExecutor storing = new LaterExecutor();
        PartitionProcessor owner = stage.processor(Settings.DEFAULTS, storing);
        owner.assigned(stage.now);
        stage.say(owner, a.join("common"));
        owner.revoked();
        owner.assigned(stage.now);
        storing.runAll();
        stage.pass(owner, 300);
        storing.runAll();
        stage.pass(owner, 1_500);
        storing.runAll();

        stage.pass(owner, 300);
        storing.runAll();

        assertThat(owner.condition()).isEqualTo(new Condition.Running(Optional.empty()));
    }
}

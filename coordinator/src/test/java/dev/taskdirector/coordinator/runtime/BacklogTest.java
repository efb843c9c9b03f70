package dev.taskdirector.coordinator.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.coordinator.core.Extent;
import dev.taskdirector.coordinator.fakes.FakeCodec;
import dev.taskdirector.coordinator.fakes.Statuses;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a partition shows of what it keeps. */
class BacklogTest {
    private static final int P = ProcessorStage.PARTITION;
    private final ProcessorStage stage = new ProcessorStage();
    private final Statuses a = stage.provenPeer("a");

    private PartitionProcessor awayFromItsStore() {
        PartitionProcessor owner = stage.owner();
        owner.onTime(stage.now);
        stage.store.goAway();
        stage.say(owner, a.join("common", "planning"));
        stage.pass(owner, 2_000);
        owner.onTime(stage.now);
        return owner;
    }

    @Test
    void ofAPartitionThatIsNotOwnedNothingIsShown() {
        assertThat(stage.processor().backlog()).isEqualTo(Backlog.NOTHING);
    }

    @Test
    void whatNoCheckpointHasIsShownUntilItIsSaved() {
        PartitionProcessor owner = awayFromItsStore();

        Backlog away = owner.backlog();
        assertThat(away.state()).isEqualTo(new Extent(1, 0, 1, 1, 2, 2, 0, 1, 0, 0, 0, 0, 0));
        assertThat(away.unsavedRows()).isBetween(6, 20);
        assertThat(away.unsavedRecords()).isEqualTo(stage.log.end(P));
        assertThat(away.unsavedMillis()).isEqualTo(2_000);

        stage.store.comeBack();
        stage.pass(owner, 6_000);

        Backlog back = owner.backlog();
        assertThat(back.state()).isEqualTo(new Extent(1, 0, 1, 1, 2, 2, 0, 1, 0, 0, 0, 0, 0));
        assertThat(back.unsavedRecords()).isLessThanOrEqualTo(1);
        assertThat(back.unsavedMillis()).isLessThanOrEqualTo(250);
    }

    @Test
    void theCheckpointThatWasFoundCounts() {
        PartitionProcessor owner = stage.owner();
        stage.say(owner, a.join("common"));
        stage.pass(owner, 300);
        owner.revoked();

        PartitionProcessor next = stage.owner();
        next.onTime(stage.now + 1);

        assertThat(next.backlog()).isEqualTo(new Backlog(new Extent(1, 0, 1, 1, 1, 1, 0, 1, 0, 0, 0, 0, 0), 0, 0, 0));
    }

    @Test
    void rowsAreCountedWhileTheirSaveIsUnderWay() {
        var storing = new dev.taskdirector.coordinator.fakes.LaterExecutor();
        PartitionProcessor owner = stage.processor(dev.taskdirector.coordinator.core.Settings.DEFAULTS, storing);
        owner.assigned(stage.now);
        owner.onTime(stage.now);
        storing.runAll();
        stage.say(owner, a.join("common"));

        owner.onTime(stage.now + 250);

        assertThat(owner.backlog().unsavedRows()).isPositive();
        storing.runAll();
        owner.onTime(stage.now + 300);
        assertThat(owner.backlog().unsavedRows()).isZero();
    }

    @Test
    void whatIsGivenUpIsNotShown() {
        PartitionProcessor revoked = awayFromItsStore();
        revoked.revoked();
        assertThat(revoked.backlog()).isEqualTo(Backlog.NOTHING);

        PartitionProcessor lost = new ProcessorStage().owner();
        lost.onTime(stage.now);
        lost.lost();
        assertThat(lost.backlog()).isEqualTo(Backlog.NOTHING);
    }

    @Test
    void aParkedPartitionHoldsNothing() {
        PartitionProcessor owner = stage.owner();
        stage.say(owner, a.join("common"));
        stage.log.append(P, stage.cache, FakeCodec.POISON, List.of());
        stage.deliver(owner);

        owner.onTime(stage.now + 50);

        assertThat(owner.condition()).isInstanceOf(Condition.Parked.class);
        assertThat(owner.backlog()).isEqualTo(Backlog.NOTHING);
    }
}

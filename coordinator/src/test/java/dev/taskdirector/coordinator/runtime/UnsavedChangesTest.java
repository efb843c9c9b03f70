package dev.taskdirector.coordinator.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.coordinator.core.Changes;
import dev.taskdirector.coordinator.core.Director;
import dev.taskdirector.coordinator.core.Row;
import dev.taskdirector.coordinator.core.Row.AttemptRow;
import dev.taskdirector.coordinator.core.Row.Kind;
import dev.taskdirector.coordinator.core.RunId;
import dev.taskdirector.coordinator.core.Settings;
import dev.taskdirector.coordinator.fakes.Statuses;
import dev.taskdirector.wire.PeerAssignment;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What is kept while it can't be written, and what becomes of more than that. */
class UnsavedChangesTest {
    private static final int P = ProcessorStage.PARTITION;
    private final ProcessorStage stage = new ProcessorStage();

    @Test
    void tooManyUnsavedRowsAreDroppedAndTheWholeStateIsWrittenLater() {
        PartitionProcessor owner = stage.owner();
        stage.store.goAway();
        for (int i = 0; i < 20; i++) {
            stage.say(owner, stage.provenPeer("peer" + i).join("common", "task" + i));
            stage.pass(owner, 250);
        }

        stage.store.comeBack();
        stage.pass(owner, 6_000);

        assertThat(stage.store.wholeSaves()).isEqualTo(1);
        assertThat(Director.load(P, stage.store.rows(P)).newestAssignments()).hasSize(20);
    }

    @Test
    void whatEndsWhileTooManyRowsAreUnsavedHasTheSameHistoryAsEver() {
        ProcessorStage calm = new ProcessorStage();
        PartitionProcessor undisturbed = aRunEndsBesideALargeOne(calm, () -> {});
        PartitionProcessor owner = aRunEndsBesideALargeOne(stage, stage.store::goAway);

        stage.store.comeBack();
        stage.pass(owner, 6_000);
        calm.pass(undisturbed, 6_000);

        assertThat(stage.store.wholeSaves()).isEqualTo(1);
        assertThat(stage.tally.of(Counted.HISTORY_ROWS_LOST)).isZero();
        assertThat(stage.store.history(P))
                .extracting(row -> row.key().kind())
                .contains(Kind.SCHEMA, Kind.RUN, Kind.PLAN, Kind.WORK, Kind.SESSION, Kind.ATTEMPT);
        assertThat(stage.store.history(P)).isEqualTo(calm.store.history(P));
        assertThat(stage.store.rows(P)).isEqualTo(calm.store.rows(P));
    }

    /** One task is done before the store goes away; the other one's end, and that of the run, come meanwhile. */
    private static PartitionProcessor aRunEndsBesideALargeOne(ProcessorStage stage, Runnable storeGoesAway) {
        Statuses small = stage.provenPeer("a");
        Statuses large = stage.provenPeer("b");
        PartitionProcessor owner = stage.owner();
        String common = lease(stage.say(owner, small.join("common", "planning")));
        stage.pass(owner, 300);
        storeGoesAway.run();
        String planning = lease(stage.say(owner, small.succeeded(1, "common", common)));
        String[] tasks = IntStream.range(0, 60).mapToObj(i -> "task" + i).toArray(String[]::new);
        String task = lease(stage.say(owner, large.join(tasks)));
        stage.say(owner, small.succeeded(2, "planning", planning));
        stage.say(owner, small.leaving(3));
        for (int heartbeat = 0; heartbeat < 31; heartbeat++) {
            stage.pass(owner, 20_000);
            stage.say(owner, large.holding(1, "task0", task));
        }
        return owner;
    }

    private static String lease(List<PeerAssignment> told) {
        return told.get(0).tasks().get(0).lease();
    }

    @Test
    void whatIsTooMuchEvenForHistoryIsCountedAndNoAttemptIsLeftUnderWay() {
        PartitionProcessor owner = stage.owner();
        for (int i = 0; i < 60; i++) {
            stage.say(owner, stage.provenPeer("peer" + i).join("common", "task" + i));
            stage.pass(owner, 250);
        }
        stage.store.goAway();
        stage.pass(owner, 700_000);

        stage.store.comeBack();
        stage.pass(owner, 6_000);

        assertThat(stage.store.wholeSaves()).isEqualTo(1);
        assertThat(stage.tally.of(Counted.HISTORY_ROWS_LOST)).isEqualTo(60 * 6 - 50);
        assertThat(stage.store.history(P))
                .filteredOn(AttemptRow.class::isInstance)
                .hasSize(60)
                .extracting(row -> ((AttemptRow) row).outcome().orElse("under way"))
                .containsOnly("lost", CheckpointStore.END_UNKNOWN);
    }

    @Test
    void aRowOfManyNumbersCountsAsSeveral() {
        Row plan = new Row.PlanRow(
                1,
                new RunId("run"),
                "sha256:1",
                LongStream.range(0, 10_000).boxed().toList(),
                LongStream.range(0, 10_000).boxed().toList(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        UnsavedChanges unsaved = new UnsavedChanges(1_000);
        unsaved.add(new Changes(List.of(plan), List.of()));
        assertThat(unsaved.isTooMany()).isTrue();
        assertThat(unsaved.weight()).isZero();

        unsaved.add(new Changes(List.of(plan), List.of(plan.key())));

        assertThat(unsaved.lost()).isEqualTo(1);
        assertThat(unsaved.weight()).isZero();
    }

    @Test
    void unsavedRowsKeepTheNewestOfEachEntity() {
        UnsavedChanges unsaved = new UnsavedChanges(10);
        Director director = new Director(P, Settings.DEFAULTS);
        unsaved.add(new Changes(director.rows(), List.of()));
        unsaved.add(new Changes(List.of(), List.of(director.rows().get(0).key())));
        assertThat(unsaved.toChanges().closed()).hasSize(1);

        unsaved.add(new Changes(director.rows(), List.of()));

        assertThat(unsaved.toChanges()).isEqualTo(new Changes(director.rows(), List.of()));
    }
}

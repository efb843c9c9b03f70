package dev.taskdirector.coordinator.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.coordinator.core.Settings;
import dev.taskdirector.coordinator.fakes.Statuses;
import dev.taskdirector.wire.PeerAssignment;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** What fails for no record's fault makes nobody skip one, and a partition goes on by itself once it is over. */
class FailureBesideRecordsTest {
    private static final int P = ProcessorStage.PARTITION;
    private final ProcessorStage stage = new ProcessorStage();
    private final Statuses a = stage.provenPeer("a");
    private final Statuses b = stage.provenPeer("b");

    /** What happens as a record is counted, that is while it is applied; nothing at first. */
    private Callable<Void> asOneIsApplied = () -> null;

    private Callable<Void> asTheLogIsRead = () -> null;
    private final PartitionProcessor owner = failing();

    @Test
    void aPartitionThatRunsOutOfMemoryAtARecordTriesItAgain() {
        asOneIsApplied = this::runOut;
        stage.append(a.join("common", "planning"));
        stage.deliver(owner);
        assertThat(owner.condition())
                .isEqualTo(new Condition.Waiting(
                        "memory ran out at offset 0 of partition 0; its state is loaded again",
                        Optional.of("java.lang.OutOfMemoryError: Java heap space")));

        asOneIsApplied = () -> null;
        stage.append(b.join("common", "planning"));
        stage.pass(owner, 1_000);

        assertThat(owner.condition()).isEqualTo(new Condition.Running(Optional.empty()));
        assertThat(stage.sink.takeAssignments())
                .extracting(PeerAssignment::peer)
                .contains("a", "b");
        assertThat(stage.tally.of(Counted.MEMORY_SHORTAGES)).isEqualTo(1);
        assertThat(stage.tally.of(Counted.PARKED)).isZero();
        assertThat(stage.sink.takeDeadLetters()).isEmpty();
    }

    @Test
    void aRecordThatMemoryRunsOutAtAgainAndAgainIsToBlame() {
        asOneIsApplied = this::runOut;
        stage.append(a.join("common", "planning"));
        stage.deliver(owner);

        stage.pass(owner, 3_000);

        assertThat(owner.condition())
                .isEqualTo(new Condition.Parked(
                        Optional.of(0L),
                        "partition 0 stands still at offset 0: java.lang.OutOfMemoryError: Java heap space; to go on"
                                + " without this record: admin skip --partition 0 --offset 0"));
        assertThat(stage.tally.of(Counted.MEMORY_SHORTAGES)).isEqualTo(2);
    }

    @Test
    void shortagesAtOneRecordAfterAnotherAreNoRecords() {
        stage.append(a.join("common", "planning"));
        stage.deliver(owner);
        for (int round = 0; round < 5; round++) {
            asOneIsApplied = this::runOut;
            stage.append(a.holding(0));
            stage.deliver(owner);
            asOneIsApplied = () -> null;
            stage.pass(owner, 1_000);
            assertThat(owner.condition()).isEqualTo(new Condition.Running(Optional.empty()));
        }
        assertThat(stage.tally.of(Counted.MEMORY_SHORTAGES)).isEqualTo(5);
        assertThat(stage.tally.of(Counted.PARKED)).isZero();
    }

    @Test
    void whatElseFailsBesideARecordNamesNoneToSkipAndIsTriedAgain() {
        asTheLogIsRead = () -> {
            throw new IllegalStateException("the reader has a bug");
        };
        stage.append(a.join("common"));
        stage.append(b.join("common"));
        stage.rewind(1);
        stage.deliver(owner);

        assertThat(owner.condition())
                .isEqualTo(new Condition.Parked(
                        Optional.empty(),
                        "partition 0 stands still before offset 0, for no record: java.lang.IllegalStateException: the reader"
                                + " has a bug; its state is loaded again until that helps; please report it"));

        asTheLogIsRead = () -> null;
        stage.pass(owner, 6_000);

        assertThat(owner.condition()).isEqualTo(new Condition.Running(Optional.empty()));
        assertThat(stage.sink.takeDeadLetters()).isEmpty();
    }

    @Test
    void memoryThatRunsOutBesideARecordIsTriedAgainAfterAWhile() {
        asTheLogIsRead = this::runOut;
        stage.append(a.join("common"));
        stage.append(b.join("common"));
        stage.rewind(1);
        stage.deliver(owner);
        assertThat(owner.condition()).isInstanceOf(Condition.Waiting.class);

        stage.pass(owner, 4_900);
        assertThat(stage.tally.of(Counted.MEMORY_SHORTAGES)).isEqualTo(1);
        assertThat(stage.store.loads()).isEqualTo(1);

        asTheLogIsRead = () -> null;
        stage.pass(owner, 200);
        assertThat(owner.condition()).isEqualTo(new Condition.Running(Optional.empty()));
    }

    @Test
    void whatFailsBesideARecordWhileTheCoordinatorStopsParksNothing() {
        asTheLogIsRead = () -> {
            throw new IllegalStateException("closed");
        };
        owner.halt();
        stage.append(a.join("common"));
        stage.append(b.join("common"));
        stage.rewind(1);
        stage.deliver(owner);

        assertThat(owner.condition()).isNotInstanceOf(Condition.Parked.class);
    }

    private Void runOut() {
        throw new OutOfMemoryError("Java heap space");
    }

    private PartitionProcessor failing() {
        Ports ports = stage.ports();
        LogReader reader = new LogReader() {
            @Override
            public Bounds bounds(int partition) {
                return stage.log.bounds(partition);
            }

            @Override
            public Chunk read(int partition, long from, long upTo) {
                run(asTheLogIsRead);
                return stage.log.read(partition, from, upTo);
            }
        };
        Tally tally = new Tally() {
            @Override
            public void add(Counted what, long count) {
                if (what == Counted.RECORDS) {
                    run(asOneIsApplied);
                }
                stage.tally.add(what, count);
            }

            @Override
            public void deadLetter(Flaw flaw) {
                stage.tally.deadLetter(flaw);
            }
        };
        Ports failing = new Ports(
                reader,
                ports.store(),
                ports.assignments(),
                ports.events(),
                ports.deadLetters(),
                ports.forwarder(),
                ports.control(),
                ports.offsets(),
                ports.codec(),
                ports.seals(),
                tally);
        PartitionProcessor processor = new PartitionProcessor(
                P, failing, Settings.DEFAULTS, ProcessorStage.PACE, Runnable::run, Runnable::run);
        processor.assigned(stage.now);
        return processor;
    }

    private static void run(Callable<Void> what) {
        try {
            what.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}

package dev.taskdirector.coordinator.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.coordinator.core.Settings;
import dev.taskdirector.coordinator.fakes.FakeCodec;
import dev.taskdirector.coordinator.fakes.FakeLog;
import dev.taskdirector.coordinator.fakes.FakeSeals;
import dev.taskdirector.coordinator.fakes.FakeSink;
import dev.taskdirector.coordinator.fakes.FakeStore;
import dev.taskdirector.coordinator.fakes.FakeTally;
import dev.taskdirector.coordinator.fakes.LaterExecutor;
import dev.taskdirector.coordinator.fakes.Statuses;
import dev.taskdirector.coordinator.runtime.Condition;
import dev.taskdirector.coordinator.runtime.Counted;
import dev.taskdirector.coordinator.runtime.LogRecord;
import dev.taskdirector.coordinator.runtime.Pace;
import dev.taskdirector.coordinator.runtime.PartitionProcessor;
import dev.taskdirector.coordinator.runtime.Ports;
import dev.taskdirector.coordinator.runtime.RecordHeader;
import dev.taskdirector.wire.PeerAssignment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;

/** The way of records to their partition's thread, what is shown of partitions, and where the secret comes from. */
class LanesTest {
    private static final String INSIDE = "org.postgresql.util.PSQLException: Connection to 10.0.0.7:5432 refused";
    private final FakeCodec codec = new FakeCodec();
    private final FakeLog log = new FakeLog(1, codec, () -> 1_000);
    private final FakeStore store = new FakeStore();
    private final FakeSink sink = new FakeSink();
    private final FakeTally tally = new FakeTally();
    private final LaterExecutor thread = new LaterExecutor();
    private long now = 1_000;

    private Lanes lanes(Executor on) {
        Ports ports = new Ports(log, store, sink, sink, sink, log, log, sink, codec, new FakeSeals(), tally);
        return new Lanes(
                partition -> new Lane(
                        partition,
                        own -> new PartitionProcessor(
                                partition, ports, Settings.DEFAULTS, Pace.DEFAULTS, Runnable::run, own),
                        on,
                        () -> now,
                        tally),
                Duration.ofMillis(50));
    }

    private LogRecord join(String peer) {
        return log.append("muc9", codec.write(new Statuses(peer, "session-of-" + peer, "muc9").join("common")));
    }

    @Test
    void recordsReachTheirProcessorInOrder() {
        Lanes lanes = lanes(thread);
        lanes.assigned(List.of(0));
        thread.runAll();

        lanes.process(0, List.of(join("a")));
        lanes.process(0, List.of(join("b")));
        assertThat(sink.takeAssignments()).isEmpty();
        thread.runAll();

        assertThat(sink.takeAssignments())
                .extracting(PeerAssignment::peer)
                .startsWith("a")
                .contains("b");
        assertThat(lanes.conditions().get(0)).isInstanceOf(Condition.Running.class);
    }

    @Test
    void whatComesWhileTheThreadIsBusyIsOneBatchWithOneAnswerForEachSession() {
        Lanes lanes = lanes(thread);
        lanes.assigned(List.of(0));
        thread.runAll();
        lanes.process(0, List.of(join("a")));
        lanes.process(0, List.of(join("b")));
        lanes.process(0, List.of(join("c")));

        assertThat(thread.size()).isEqualTo(1);
        thread.runAll();

        assertThat(sink.takeAssignments()).extracting(PeerAssignment::peer).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void recordsOfALogThatWasWrittenAnewAreNotTakenForTheRestOfTheBatchBefore() {
        Lanes lanes = lanes(thread);
        lanes.assigned(List.of(0));
        thread.runAll();
        lanes.process(0, List.of(join("a"), join("b")));
        log.recreate();
        lanes.process(0, List.of(join("c")));
        now += 10_000;

        thread.runAll();

        assertThat(tally.of(Counted.FOREIGN_LOGS)).isEqualTo(1);
    }

    @Test
    void tooManyRecordsOnTheWayAreLeftInTheLogAndReadFromIt() {
        Lanes lanes = lanes(thread);
        lanes.assigned(List.of(0));
        thread.runAll();
        LogRecord early = join("a");
        lanes.process(0, Collections.nCopies(20_000, early));
        lanes.process(0, List.of(join("b")));
        assertThat(tally.of(Counted.LEFT_IN_LOG)).isEqualTo(1);
        thread.runAll();
        sink.takeAssignments();

        lanes.onTime();
        thread.runAll();

        assertThat(sink.takeAssignments()).extracting(PeerAssignment::peer).contains("b");
    }

    @Test
    void keysAndHeadersCountAsBytesOnTheWay() {
        Lanes lanes = lanes(thread);
        lanes.assigned(List.of(0));
        thread.runAll();
        byte[] half = new byte[(int) (Lane.MAX_BYTES / 2)];
        lanes.process(0, List.of(new LogRecord(0, 0, now, half, new byte[0], List.of(new RecordHeader("h", half)))));

        lanes.process(0, List.of(join("b")));

        assertThat(tally.of(Counted.LEFT_IN_LOG)).isEqualTo(1);
    }

    @Test
    void timeIsToldOnceEvenIfThePartitionIsBusy() {
        Lanes lanes = lanes(thread);
        lanes.assigned(List.of(0));
        thread.runAll();

        lanes.onTime();
        lanes.onTime();

        assertThat(thread.size()).isEqualTo(1);
    }

    @Test
    void revocationSavesAndLossDoesNot() {
        Lanes lanes = lanes(Runnable::run);
        lanes.assigned(List.of(0));
        lanes.process(0, List.of(join("a")));
        lanes.lost(List.of(0));
        int afterLoss = store.saves();
        lanes.assigned(List.of(0));

        lanes.revoked(List.of(0));

        assertThat(afterLoss).isZero();
        assertThat(store.saves()).isEqualTo(1);
        assertThat(lanes.conditions().get(0)).isEqualTo(new Condition.Unassigned());
    }

    @Test
    void aRevocationThatTakesTooLongIsNotWaitedFor() {
        Lanes lanes = lanes(thread);
        lanes.assigned(List.of(0));

        lanes.revoked(List.of(0));

        assertThat(thread.size()).isEqualTo(2);
    }

    @Test
    void afterTheEndNothingIsTaken() {
        Lanes lanes = lanes(Runnable::run);
        lanes.assigned(List.of(0));

        lanes.stop();
        lanes.assigned(List.of(0));
        lanes.process(0, List.of(join("a")));

        assertThat(sink.takeAssignments()).isEmpty();
        assertThat(lanes.conditions().get(0)).isEqualTo(new Condition.Unassigned());
    }

    @Test
    void aParkedPartitionIsDownAndAMissingStoreIsNot() {
        TreeMap<Integer, Condition> conditions = new TreeMap<>();
        conditions.put(0, new Condition.Running(Optional.of(INSIDE)));
        conditions.put(1, new Condition.Waiting("the store does not answer", Optional.of(INSIDE)));
        conditions.put(2, new Condition.Unassigned());
        HealthCheckResponse degraded = PartitionsReadiness.of(conditions);
        conditions.put(3, new Condition.Parked(Optional.of(7L), "partition 3 stands still: " + INSIDE));
        conditions.put(4, new Condition.Parked(Optional.empty(), "partition 4 stands still: " + INSIDE));

        HealthCheckResponse parked = PartitionsReadiness.of(conditions);

        assertThat(degraded.getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
        assertThat(degraded.getData().orElseThrow())
                .containsEntry("partition-0", "degraded: the last save failed; the coordinator's log says why")
                .containsEntry("partition-1", "waiting: the store does not answer; the coordinator's log says why")
                .containsEntry("running", 1L);
        assertThat(parked.getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
        assertThat(parked.getData().orElseThrow())
                .containsEntry(
                        "partition-3",
                        "parked: partition 3 stands still at offset 7; the coordinator's log and its command `admin"
                                + " parked` say why")
                .containsEntry(
                        "partition-4",
                        "parked: partition 4 stands still; the coordinator's log and its command `admin parked` say"
                                + " why");
        assertThat(parked.getData().toString()).doesNotContain("PSQLException", "10.0.0.7");
    }

    @Test
    void whyAPartitionWaitsOrIsNotSavedIsLoggedOncePerCause() {
        List<String> log = new ArrayList<>();
        ToldTroubles troubles = new ToldTroubles(log::add);
        for (Condition condition : List.of(
                new Condition.Waiting("the store does not answer", Optional.of(INSIDE)),
                new Condition.Waiting("the store does not answer", Optional.of(INSIDE)),
                new Condition.Running(Optional.empty()),
                new Condition.Running(Optional.of(INSIDE)),
                new Condition.Running(Optional.of("another")),
                new Condition.Running(Optional.empty()),
                new Condition.Running(Optional.empty()))) {
            troubles.look(new TreeMap<>(Map.of(3, condition)));
        }
        assertThat(log)
                .containsExactly(
                        "partition 3 waits: the store does not answer: " + INSIDE,
                        "partition 3 goes on: it runs, and is saved",
                        "partition 3 is not saved, decisions go on: " + INSIDE,
                        "partition 3 is not saved, decisions go on: another",
                        "partition 3 goes on: it runs, and is saved");
    }
}

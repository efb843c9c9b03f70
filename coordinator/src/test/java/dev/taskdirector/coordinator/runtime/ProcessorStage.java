package dev.taskdirector.coordinator.runtime;

import dev.taskdirector.coordinator.core.Settings;
import dev.taskdirector.coordinator.fakes.FakeCodec;
import dev.taskdirector.coordinator.fakes.FakeLog;
import dev.taskdirector.coordinator.fakes.FakeSeals;
import dev.taskdirector.coordinator.fakes.FakeSink;
import dev.taskdirector.coordinator.fakes.FakeStore;
import dev.taskdirector.coordinator.fakes.FakeTally;
import dev.taskdirector.coordinator.fakes.Statuses;
import dev.taskdirector.wire.PeerAssignment;
import dev.taskdirector.wire.PeerStatus;
import java.util.List;
import java.util.concurrent.Executor;

/** Processors of partition 0 over fakes, and a clock. The real Director decides. */
final class ProcessorStage {
    static final int PARTITION = 0;
    static final Pace PACE = new Pace(250, 1_000, 250, 5_000, 5_000, 10_000, 100);

    long now = 1_000_000;
    final FakeCodec codec = new FakeCodec();
    final FakeLog log;
    final FakeStore store = new FakeStore();
    final FakeSink sink = new FakeSink();
    final FakeTally tally = new FakeTally();
    final FakeSeals seals = new FakeSeals();
    final String cache;
    private long delivered;

    ProcessorStage() {
        this(1);
    }

    ProcessorStage(int partitions) {
        log = new FakeLog(partitions, codec, () -> now);
        cache = cacheOf(PARTITION);
    }

    /** A cache whose records belong in a partition. */
    String cacheOf(int partition) {
        for (int i = 0; ; i++) {
            if (log.homeOf(("muc" + i).getBytes(java.nio.charset.StandardCharsets.UTF_8)) == partition) {
                return "muc" + i;
            }
        }
    }

    Ports ports() {
        return new Ports(log, store, sink, sink, sink, log, log, sink, codec, seals, tally);
    }

    PartitionProcessor processor() {
        return processor(Settings.DEFAULTS, Runnable::run);
    }

    PartitionProcessor processor(Settings settings, Executor storing) {
        return new PartitionProcessor(PARTITION, ports(), settings, PACE, storing, Runnable::run);
    }

    /** A processor whose partition has a thread of its own. */
    PartitionProcessor processor(Executor storing, Executor own) {
        return new PartitionProcessor(PARTITION, ports(), Settings.DEFAULTS, PACE, storing, own);
    }

    /** A processor that owns the partition and has caught up. */
    PartitionProcessor owner() {
        PartitionProcessor processor = processor();
        processor.assigned(now);
        delivered = log.end(PARTITION);
        return processor;
    }

    /** The same with other seals. */
    PartitionProcessor owner(Seals other) {
        Ports ports = new Ports(log, store, sink, sink, sink, log, log, sink, codec, other, tally);
        PartitionProcessor processor =
                new PartitionProcessor(PARTITION, ports, Settings.DEFAULTS, PACE, Runnable::run, Runnable::run);
        processor.assigned(now);
        return processor;
    }

    Statuses peer(String name) {
        return new Statuses(name, "session-of-" + name, cache);
    }

    /** A peer whose statuses carry its token. */
    Statuses provenPeer(String name) {
        return peer(name).withToken(seals.tokenOf(name, "session-of-" + name, cache));
    }

    LogRecord append(PeerStatus status) {
        return log.append(PARTITION, status.cache(), codec.write(status), List.of());
    }

    /** Gives the processor all records that it has not been given. */
    void deliver(PartitionProcessor processor) {
        List<LogRecord> batch = log.from(PARTITION, delivered);
        delivered = log.end(PARTITION);
        processor.process(batch, now);
    }

    /** Appends and delivers one status, and gives what was answered. */
    List<PeerAssignment> say(PartitionProcessor processor, PeerStatus status) {
        append(status);
        deliver(processor);
        return sink.takeAssignments();
    }

    /** Lets time pass in steps of 50 ms, delivering what the coordinator itself appends. */
    void pass(PartitionProcessor processor, long millis) {
        for (long end = now + millis; now < end; ) {
            now += 50;
            processor.onTime(now);
            deliver(processor);
        }
    }

    /** What has been delivered counts from here: as after a restart of the consumer. */
    void rewind(long offset) {
        delivered = offset;
    }
}

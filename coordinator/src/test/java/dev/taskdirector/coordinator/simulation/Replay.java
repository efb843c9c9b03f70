package dev.taskdirector.coordinator.simulation;

import dev.taskdirector.coordinator.core.Director;
import dev.taskdirector.coordinator.core.Row;
import dev.taskdirector.coordinator.fakes.FakeLog;
import dev.taskdirector.coordinator.fakes.FakeSeals;
import dev.taskdirector.coordinator.fakes.FakeSink;
import dev.taskdirector.coordinator.fakes.FakeTally;
import dev.taskdirector.coordinator.fakes.LaterExecutor;
import dev.taskdirector.coordinator.runtime.Forwarder;
import dev.taskdirector.coordinator.runtime.Inside;
import dev.taskdirector.coordinator.runtime.LogReader;
import dev.taskdirector.coordinator.runtime.LogRecord;
import dev.taskdirector.coordinator.runtime.Pace;
import dev.taskdirector.coordinator.runtime.PartitionProcessor;
import dev.taskdirector.coordinator.runtime.Ports;
import java.util.List;
import java.util.Optional;

/** A processor that only looks: what would a new owner have in memory? */
final class Replay implements LogReader, Forwarder {
    private final FakeLog log;
    private final long end;

    private Replay(FakeLog log, long end) {
        this.log = log;
        this.end = end;
    }

    /** The rows of the state that checkpoint and log give up to an offset. */
    static Optional<List<Row>> rows(Surroundings world, FakeLog log, CheckpointShelf shelf, long end) {
        Replay eye = new Replay(log, end);
        FakeSink sink = new FakeSink();
        Ports ports = new Ports(
                new AlteringReader(eye, record -> world.bug.arrives(record, world)),
                shelf.store,
                sink,
                sink,
                sink,
                eye,
                (partition, control) -> {},
                sink,
                world.bug.over(world.codec),
                world.bug.over(new FakeSeals()),
                new FakeTally());
        LaterExecutor never = new LaterExecutor();
        PartitionProcessor processor = new PartitionProcessor(0, ports, Owner.SETTINGS, Pace.DEFAULTS, never, never);
        processor.assigned(world.now);
        return Inside.director(processor).map(Director::rows);
    }

    @Override
    public Bounds bounds(int partition) {
        return log.bounds(partition) instanceof Bounds.Known known
                ? new Bounds.Known(known.topicId(), known.partitions(), known.start(), Math.min(known.end(), end))
                : log.bounds(partition);
    }

    @Override
    public Chunk read(int partition, long from, long upTo) {
        return log.read(partition, from, upTo);
    }

    @Override
    public int homeOf(byte[] key) {
        return 0;
    }

    @Override
    public void forward(LogRecord record, int home) {}
}

package dev.taskdirector.coordinator.fakes;

import dev.taskdirector.coordinator.runtime.ControlLog;
import dev.taskdirector.coordinator.runtime.Forwarder;
import dev.taskdirector.coordinator.runtime.LogReader;
import dev.taskdirector.coordinator.runtime.LogRecord;
import dev.taskdirector.coordinator.runtime.RecordHeader;
import dev.taskdirector.wire.Control;
import dev.taskdirector.wire.WireCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** The status topic: partitions of records, stamped by a clock that the test moves. */
public final class FakeLog implements LogReader, Forwarder, ControlLog {
    private final WireCodec codec;
    private final LongSupplier clock;
    private final List<Partition> partitions = new ArrayList<>();
    private int life = 1;
    private int chunk = 100;
    private boolean away;
    private int answersLeft = Integer.MAX_VALUE;
    private boolean losingAppends;

    private static final class Partition {
        final TreeMap<Long, LogRecord> records = new TreeMap<>();
        long start;
        long end;
    }

    /** A topic with this many partitions whose records get the clock's milliseconds. */
    public FakeLog(int count, WireCodec codec, LongSupplier clock) {
        this.codec = codec;
        this.clock = clock;
        for (int i = 0; i < count; i++) {
            partitions.add(new Partition());
        }
    }

    // ---- what a producer does

    /** Appends to the home of the key. */
    public LogRecord append(String key, byte[] value) {
        return append(homeOf(bytes(key)), key, value, List.of());
    }

    public LogRecord append(int partition, String key, byte[] value, List<RecordHeader> headers) {
        Partition to = partitions.get(partition);
        LogRecord record = new LogRecord(partition, to.end, clock.getAsLong(), bytes(key), value, headers);
        to.records.put(to.end++, record);
        return record;
    }

    // ---- what a consumer sees

    /** All records from an offset on. */
    public List<LogRecord> from(int partition, long offset) {
        return List.copyOf(partitions.get(partition).records.tailMap(offset).values());
    }

    public long end(int partition) {
        return partitions.get(partition).end;
    }

    // ---- how it misbehaves

    /** Nothing is answered from here on, until {@link #comeBack()}. */
    public void goAway() {
        away = true;
    }

    /** So many more answers, then none until {@link #comeBack()}. */
    public void goAwayAfter(int answers) {
        answersLeft = answers;
    }

    public void comeBack() {
        away = false;
        answersLeft = Integer.MAX_VALUE;
    }

    /** The last records are lost, as after an unclean election. */
    public void loseTail(int partition, long newEnd) {
        Partition of = partitions.get(partition);
        of.records.tailMap(newEnd).clear();
        of.end = newEnd;
    }

    /** The first records have passed their retention. */
    public void trim(int partition, long newStart) {
        Partition of = partitions.get(partition);
        of.records.headMap(newStart).clear();
        of.start = newStart;
        of.end = Math.max(of.end, newStart);
    }

    /** The next offsets are taken by something that no consumer sees, such as the end of a transaction. */
    public void makeHole(int partition, int offsets) {
        partitions.get(partition).end += offsets;
    }

    /** The topic is deleted and created again: another id, no records. */
    public void recreate() {
        life++;
        partitions.replaceAll(old -> new Partition());
    }

    /** The topic is given more partitions. */
    public void grow(int more) {
        for (int i = 0; i < more; i++) {
            partitions.add(new Partition());
        }
    }

    /** Reads give at most so many offsets. */
    public void readInChunksOf(int offsets) {
        chunk = offsets;
    }

    /** What the coordinator itself appends is lost. */
    public void loseAppends(boolean losing) {
        losingAppends = losing;
    }

    // ---- the ports

    @Override
    public Bounds bounds(int partition) {
        if (isAway()) {
            return new Bounds.Unavailable("the broker is away");
        }
        Partition of = partitions.get(partition);
        return new Bounds.Known("topic-" + life, partitions.size(), of.start, of.end);
    }

    @Override
    public Chunk read(int partition, long from, long upTo) {
        if (isAway()) {
            return new Chunk.Unavailable("the broker is away");
        }
        Partition of = partitions.get(partition);
        if (from < of.start || from >= of.end) {
            return new Chunk.OutOfRange();
        }
        long next = Math.min(Math.min(upTo, of.end), from + chunk);
        return new Chunk.Records(List.copyOf(of.records.subMap(from, next).values()), next);
    }

    @Override
    public int homeOf(byte[] key) {
        return Math.floorMod(Arrays.hashCode(key), partitions.size());
    }

    @Override
    public void forward(LogRecord record, int home) {
        if (!losingAppends) {
            List<RecordHeader> headers = new ArrayList<>(record.headers());
            headers.add(RecordHeader.of(HEADER, record.partition() + "-" + record.offset()));
            append(home, record.keyText(), record.value(), headers);
        }
    }

    @Override
    public void append(int partition, Control control) {
        if (!losingAppends) {
            append(partition, control.cache(), codec.write(control), List.of());
        }
    }

    private boolean isAway() {
        if (answersLeft == 0) {
            return true;
        }
        answersLeft--;
        return away;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

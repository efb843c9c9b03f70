package dev.taskdirector.coordinator.simulation;

import dev.taskdirector.coordinator.core.Changes;
import dev.taskdirector.coordinator.core.Row;
import dev.taskdirector.coordinator.runtime.CheckpointStore;
import dev.taskdirector.coordinator.runtime.Condition;
import java.util.List;
import java.util.Optional;

/** Forgets rows, or the guard, or neither. */
final class CarelessStore implements CheckpointStore {
    private final CheckpointStore real;
    private final boolean forgetful;
    private final boolean unguarded;

    CarelessStore(CheckpointStore real, boolean forgetful, boolean unguarded) {
        this.real = real;
        this.forgetful = forgetful;
        this.unguarded = unguarded;
    }

    @Override
    public void noteParked(int partition, Condition.Parked parked) {
        real.noteParked(partition, parked);
    }

    @Override
    public void noteGoing(int partition) {
        real.noteGoing(partition);
    }

    @Override
    public Loaded load(int partition) {
        return real.load(partition);
    }

    @Override
    public Optional<List<Long>> skippedOffsets(int partition) {
        return real.skippedOffsets(partition);
    }

    @Override
    public Saved save(int partition, long expectedRevision, LogPosition position, Changes changes) {
        return real.save(partition, revision(partition, expectedRevision), position, kept(changes));
    }

    @Override
    public Saved saveAll(int partition, long expectedRevision, LogPosition position, Changes whole) {
        return real.saveAll(partition, revision(partition, expectedRevision), position, whole);
    }

    private long revision(int partition, long expected) {
        return unguarded && real instanceof WatchedStore watched ? watched.revision(partition, expected) : expected;
    }

    private Changes kept(Changes changes) {
        if (!forgetful) {
            return changes;
        }
        List<Row> written = changes.written().stream()
                .filter(row -> !(row instanceof Row.WorkRow work) || work.state() == Row.WorkState.OPEN)
                .toList();
        return new Changes(written, changes.closed());
    }
}

package dev.taskdirector.coordinator.simulation;

import dev.taskdirector.coordinator.core.Changes;
import dev.taskdirector.coordinator.runtime.CheckpointStore;
import dev.taskdirector.coordinator.runtime.Condition;
import java.util.List;
import java.util.Optional;

/** Loads what is done as if it were not. */
final class ForgetfulStore implements CheckpointStore {
    private final CheckpointStore real;

    ForgetfulStore(CheckpointStore real) {
        this.real = real;
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
        return real.load(partition) instanceof Loaded.Found found
                ? new Loaded.Found(
                        found.revision(), found.position(), AlteredRows.undone(found.rows()), found.skippedOffsets())
                : real.load(partition);
    }

    @Override
    public Optional<List<Long>> skippedOffsets(int partition) {
        return real.skippedOffsets(partition);
    }

    @Override
    public Saved save(int partition, long expectedRevision, LogPosition position, Changes changes) {
        return real.save(partition, expectedRevision, position, changes);
    }

    @Override
    public Saved saveAll(int partition, long expectedRevision, LogPosition position, Changes whole) {
        return real.saveAll(partition, expectedRevision, position, whole);
    }
}

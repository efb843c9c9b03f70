package dev.taskdirector.coordinator.fakes;

import dev.taskdirector.coordinator.core.Row;
import dev.taskdirector.coordinator.runtime.CheckpointStore;
import dev.taskdirector.coordinator.runtime.CheckpointStoreContract;
import java.util.List;

/** The fake keeps what the real one promises, so that what is shown with it holds. */
class FakeStoreTest extends CheckpointStoreContract {

    private final FakeStore store = new FakeStore();

    @Override
    protected CheckpointStore store() {
        return store;
    }

    @Override
    protected void stop() {
        store.goAway();
    }

    @Override
    protected void restart() {
        store.comeBack();
    }

    @Override
    protected void skip(int partition, long offset) {
        store.skip(partition, offset);
    }

    @Override
    protected List<Row> history(int partition) {
        return store.history(partition);
    }
}

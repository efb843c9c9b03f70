package dev.taskdirector.coordinator.simulation;

import dev.taskdirector.coordinator.core.Changes;
import dev.taskdirector.coordinator.runtime.CheckpointStore;
import dev.taskdirector.coordinator.runtime.Condition;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One owner's way to the store. Each load begins a life: what the owner knew before is gone. */
final class WatchedStore implements CheckpointStore {
    private final Surroundings world;
    private final CheckpointShelf shelf;
    private final int owner;
    private final Runnable newLife;
    private int life;
    private long loadedAt;
    private Set<Long> doneAtLoad = Set.of();

    WatchedStore(Surroundings world, CheckpointShelf shelf, int owner, Runnable newLife) {
        this.world = world;
        this.shelf = shelf;
        this.owner = owner;
        this.newLife = newLife;
    }

    @Override
    public void noteParked(int partition, Condition.Parked parked) {
        shelf.store.noteParked(partition, parked);
    }

    @Override
    public void noteGoing(int partition) {
        shelf.store.noteGoing(partition);
    }

    @Override
    public Loaded load(int partition) {
        life++;
        loadedAt = world.now;
        newLife.run();
        Loaded loaded = shelf.store.load(partition);
        doneAtLoad = loaded instanceof Loaded.Found found ? StateInvariants.doneIn(found.rows()) : Set.of();
        return loaded;
    }

    /** What was done in the checkpoint that its state was loaded from. */
    Set<Long> doneAtLoad() {
        return doneAtLoad;
    }

    @Override
    public Optional<List<Long>> skippedOffsets(int partition) {
        return shelf.store.skippedOffsets(partition);
    }

    @Override
    public Saved save(int partition, long expectedRevision, LogPosition position, Changes changes) {
        int before = shelf.store.saves();
        Saved saved = shelf.store.save(partition, expectedRevision, position, changes);
        note(before);
        return saved;
    }

    @Override
    public Saved saveAll(int partition, long expectedRevision, LogPosition position, Changes whole) {
        int before = shelf.store.saves();
        Saved saved = shelf.store.saveAll(partition, expectedRevision, position, whole);
        note(before);
        return saved;
    }

    private void note(int before) {
        if (shelf.store.saves() > before) {
            shelf.writer = owner;
            shelf.life = life;
            shelf.savedAt = world.now;
            shelf.writerLoadedAt = loadedAt;
        }
    }

    /** The revision that makes any save succeed. */
    long revision(int partition, long expected) {
        return shelf.store.load(partition) instanceof Loaded.Found found ? found.revision() : expected;
    }

    int life() {
        return life;
    }

    /**
     * Whether checkpoint and log must give back what this owner has in memory: both stem from one log, and nobody had to
     * choose where to go on in another.
     */
    boolean mustAgree(long tamperedAt, long next, int generation) {
        boolean mine = shelf.writer == owner && shelf.life == life;
        boolean isBehind = shelf.store.position(0).map(LogPosition::nextOffset).orElse(0L) <= next;
        boolean isOfThisLog = tamperedAt < 0 || Simulation.generation(shelf.store.rows(0)) == generation;
        boolean isChosenAlike = mine || shelf.writerLoadedAt > tamperedAt || loadedAt > shelf.savedAt;
        return shelf.savedAt > tamperedAt
                && (mine || loadedAt > tamperedAt)
                && isChosenAlike
                && isBehind
                && isOfThisLog;
    }
}

package dev.taskdirector.coordinator.runtime;

import dev.taskdirector.coordinator.core.Director;
import dev.taskdirector.coordinator.core.Row;
import dev.taskdirector.coordinator.runtime.CheckpointStore.LogPosition;
import dev.taskdirector.coordinator.runtime.CheckpointStore.Saved;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Writes one owner's checkpoint: gathers what changed, has one save under way at a time, away from the partition's
 * thread, and keeps what could not be saved. Its methods are called by the partition's thread.
 */
final class CheckpointWriter {
    private static final long NOTHING = -1;

    private final int partition;
    private final Ports ports;
    private final Pace pace;
    private final Executor storing;
    private final Executor own;

    private UnsavedChanges unsaved;
    private long revision;
    private long gatheredSteps;
    private long storedSteps;
    private Optional<LogPosition> stored;
    private Optional<Long> firstOffset = Optional.empty();
    private int underWayRows;
    private long wholeAt;
    private boolean underWay;
    private boolean raceLost;
    private int failures;
    private long dueAt;
    private long retryAt;
    private long lastNow;
    private Optional<String> trouble = Optional.empty();
    private Optional<Last> last = Optional.empty();
    private boolean lastTried;

    /** The save at the end of an ownership, and who waits for it. */
    private record Last(LogPosition position, Optional<List<Row>> wholeState, CompletableFuture<Void> done) {}

    CheckpointWriter(
            int partition,
            Ports ports,
            Pace pace,
            Executor storing,
            Executor own,
            long revision,
            Optional<LogPosition> loaded) {
        this.partition = partition;
        this.ports = ports;
        this.pace = pace;
        this.storing = storing;
        this.own = own;
        this.revision = revision;
        this.gatheredSteps = loaded.isPresent() ? 0 : NOTHING;
        this.storedSteps = gatheredSteps;
        this.stored = loaded;
        this.unsaved = noChanges();
    }

    /** One is saved while another one gathers: each has half. */
    private UnsavedChanges noChanges() {
        return new UnsavedChanges(pace.maxUnsavedRows() / 2);
    }

    /** Somebody else has written since: what this owner holds is worth nothing. */
    boolean isRaceLost() {
        return raceLost;
    }

    /** Why the last save failed; empty when it did not. */
    Optional<String> trouble() {
        return trouble;
    }

    /** How far the checkpoint is behind a state. */
    Backlog behind(Replica replica) {
        LogPosition position = replica.position();
        long from = stored.map(LogPosition::nextOffset).or(() -> firstOffset).orElse(position.nextOffset());
        return new Backlog(
                replica.director().extent(),
                unsaved.weight() + underWayRows,
                Math.max(0, position.nextOffset() - from),
                storedSteps == replica.steps() ? 0 : lastNow - wholeAt);
    }

    /** Saves what changed, if it is time. */
    void onTime(Replica replica, long now) {
        lastNow = now;
        if (firstOffset.isEmpty() || storedSteps == replica.steps()) {
            wholeAt = now;
        }
        firstOffset = firstOffset.or(() -> Optional.of(replica.next()));
        if (now < dueAt || raceLost) {
            return;
        }
        dueAt = now + pace.flushMillis();
        gather(replica);
        if (underWay || now < retryAt) {
            return;
        }
        save(replica.position(), wholeStateIfNeeded(replica.director()));
    }

    /** Saves all there is as the last act of an ownership. Completes when it is saved or can't be: then it is replayed. */
    CompletableFuture<Void> finish(Replica replica) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        gather(replica);
        last = Optional.of(new Last(replica.position(), wholeStateIfNeeded(replica.director()), done));
        if (!underWay) {
            saveLast();
        }
        return done;
    }

    /** Without a record there is no change. */
    private void gather(Replica replica) {
        if (gatheredSteps != replica.steps()) {
            gatheredSteps = replica.steps();
            unsaved.add(replica.director().drainChanges());
        }
    }

    private void saveLast() {
        Last end = last.orElseThrow();
        lastTried = true;
        if (raceLost || !save(end.position(), end.wholeState())) {
            end.done().complete(null);
        }
    }

    private Optional<List<Row>> wholeStateIfNeeded(Director director) {
        return unsaved.isTooMany() ? Optional.of(director.rows()) : Optional.empty();
    }

    /** Starts a save, unless there is nothing new, what would have to be written is not here any more, or all stops. */
    private boolean save(LogPosition position, Optional<List<Row>> wholeState) {
        if (unsaved.isTooMany() ? wholeState.isEmpty() : unsaved.isEmpty()) {
            return false;
        }
        UnsavedChanges taken = unsaved;
        unsaved = noChanges();
        underWay = true;
        underWayRows = taken.weight();
        long expected = revision;
        long steps = gatheredSteps;
        return isHanded(storing, () -> {
            Saved result = write(taken, expected, position, wholeState);
            isHanded(own, () -> heard(result, taken, steps, position));
        });
    }

    /** When the coordinator stops, a save may outlast the threads: nobody waits any more, and the log has what is not saved. */
    private static boolean isHanded(Executor to, Runnable work) {
        try {
            to.execute(work);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private Saved write(UnsavedChanges taken, long expected, LogPosition position, Optional<List<Row>> wholeState) {
        try {
            return taken.isTooMany()
                    ? ports.store().saveAll(partition, expected, position, taken.with(wholeState.orElseThrow()))
                    : ports.store().save(partition, expected, position, taken.toChanges());
        } catch (RuntimeException | Error e) {
            // a save that never ended would be the last one
            return new Saved.Unavailable(e.toString());
        }
    }

    private void heard(Saved result, UnsavedChanges taken, long steps, LogPosition position) {
        underWay = false;
        underWayRows = 0;
        if (result instanceof Saved.Done done) {
            stored = Optional.of(position);
            storedSteps = steps;
            revision = done.revision();
            failures = 0;
            trouble = Optional.empty();
            ports.tally().add(Counted.HISTORY_ROWS_LOST, taken.lost());
            ports.offsets().stored(partition, position.nextOffset());
        } else if (result instanceof Saved.Unavailable away) {
            keep(taken, away.reason(), Counted.STORE_FAILURES);
        } else if (result instanceof Saved.Refused refused) {
            keep(taken, refused.reason(), Counted.STORE_REFUSALS);
        } else {
            raceLost = true;
        }
        if (last.isPresent()) {
            endLast();
        }
    }

    /** Without a row that is refused the rest would not be this state, so all of it waits: the log has it meanwhile. */
    private void keep(UnsavedChanges taken, String why, Counted what) {
        unsaved.addOlder(taken);
        failures++;
        retryAt = lastNow + pace.pauseAfter(failures);
        trouble = Optional.of(why);
        ports.tally().add(what, 1);
    }

    private void endLast() {
        if (raceLost || lastTried) {
            last.orElseThrow().done().complete(null);
        } else {
            saveLast();
        }
    }
}

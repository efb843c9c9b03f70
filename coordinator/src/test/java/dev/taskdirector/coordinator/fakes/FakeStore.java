package dev.taskdirector.coordinator.fakes;

import dev.taskdirector.coordinator.core.Changes;
import dev.taskdirector.coordinator.core.LeaseId;
import dev.taskdirector.coordinator.core.Row;
import dev.taskdirector.coordinator.core.Row.AttemptRow;
import dev.taskdirector.coordinator.runtime.CheckpointStore;
import dev.taskdirector.coordinator.runtime.Condition;
import dev.taskdirector.coordinator.runtime.RandomRows;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Checkpoints in memory, with the history of what has left them. */
public final class FakeStore implements CheckpointStore {
    private static final Set<Row.Kind> KEPT =
            EnumSet.of(Row.Kind.SCHEMA, Row.Kind.RUN, Row.Kind.PLAN, Row.Kind.WORK, Row.Kind.SESSION, Row.Kind.ATTEMPT);

    private final Map<Integer, Checkpoint> checkpoints = new LinkedHashMap<>();
    private final Map<Integer, List<Long>> skipped = new LinkedHashMap<>();
    private final Map<Integer, Condition.Parked> parked = new LinkedHashMap<>();
    private boolean away;
    private boolean refusing;
    private boolean throwing;
    private boolean erring;
    private boolean unreadable;
    private boolean dyingAfterWrite;
    private int saves;
    private int loads;
    private int wholeSaves;

    private static final class Checkpoint {
        final TreeMap<Row.Key, Row> rows = new TreeMap<>();
        final TreeMap<Row.Key, Row> history = new TreeMap<>();
        long revision;
        Optional<LogPosition> position = Optional.empty();

        void change(Changes changes) {
            for (Row row : changes.written()) {
                rows.put(row.key(), row);
                history.remove(row.key());
            }
            changes.closed().forEach(this::close);
        }

        private void close(Row.Key key) {
            Row last = rows.remove(key);
            if (last != null && KEPT.contains(key.kind())) {
                history.put(key, last);
            }
        }

        void closeOthers(Changes whole) {
            Set<Row.Key> written = new HashSet<>();
            Set<LeaseId> live = new HashSet<>();
            Optional<Long> now = Optional.empty();
            for (Row row : whole.written()) {
                written.add(row.key());
                if (row instanceof Row.WorkRow work) {
                    work.leases().forEach(lease -> live.add(lease.lease()));
                } else if (row instanceof Row.PartitionRow partition) {
                    now = partition.lastTimestamp();
                }
            }
            for (Row row : List.copyOf(rows.values())) {
                if (written.contains(row.key())) {
                    continue;
                }
                if (!(row instanceof AttemptRow attempt)) {
                    close(row.key());
                } else if (attempt.endedTimestamp().isEmpty() && !live.contains(attempt.lease())) {
                    rows.put(row.key(), unknownEnd(attempt, now.orElse(0L)));
                }
            }
        }

        private static Row unknownEnd(AttemptRow attempt, long at) {
            return RandomRows.with(
                    RandomRows.with(attempt, "outcome", Optional.of(END_UNKNOWN)), "endedTimestamp", Optional.of(at));
        }
    }

    // ---- how it misbehaves

    /** Nothing is answered or written until {@link #comeBack()}. */
    public void goAway() {
        away = true;
    }

    /** Answers, but takes no row. */
    public void refuse() {
        refusing = true;
    }

    public void comeBack() {
        away = false;
        refusing = false;
        throwing = false;
        erring = false;
        unreadable = false;
        dyingAfterWrite = false;
    }

    /** Calls end in an exception. */
    public void throwAlways() {
        throwing = true;
    }

    /** Calls end in an error, as when there is no memory left. */
    public void endInErrors() {
        erring = true;
    }

    /** What is there was written by another version. */
    public void becomeUnreadable() {
        unreadable = true;
    }

    /** Saves are written, but the answer is lost: the writer believes that they were not. */
    public void loseAnswers() {
        dyingAfterWrite = true;
    }

    /** Another owner writes the checkpoint as it is. */
    public void raceAhead(int partition) {
        of(partition).revision++;
    }

    /** The checkpoint of a partition is gone, as with an empty database. */
    public void forget(int partition) {
        checkpoints.remove(partition);
    }

    /** An operator puts an offset on the skip list. */
    public void skip(int partition, long offset) {
        skipped.computeIfAbsent(partition, p -> new ArrayList<>()).add(offset);
    }

    /** A checkpoint as some other version might have left it. */
    public void put(int partition, LogPosition position, List<Row> rows) {
        Checkpoint checkpoint = of(partition);
        checkpoint.revision++;
        checkpoint.position = Optional.of(position);
        checkpoint.rows.clear();
        rows.forEach(row -> checkpoint.rows.put(row.key(), row));
    }

    // ---- what tests ask

    /** Notes of partitions that stand still. */
    public Map<Integer, Condition.Parked> parked() {
        return Map.copyOf(parked);
    }

    public Optional<LogPosition> position(int partition) {
        return of(partition).position;
    }

    public List<Row> rows(int partition) {
        return List.copyOf(of(partition).rows.values());
    }

    /** The last rows of what has left the state and stays readable, and all attempts. */
    public List<Row> history(int partition) {
        TreeMap<Row.Key, Row> all = new TreeMap<>(of(partition).history);
        of(partition).rows.forEach((key, row) -> {
            if (key.kind() == Row.Kind.ATTEMPT) {
                all.put(key, row);
            }
        });
        return List.copyOf(all.values());
    }

    /** Saves that were written, of changes and of whole states. */
    public int saves() {
        return saves;
    }

    /** How often all of a checkpoint was asked for. */
    public int loads() {
        return loads;
    }

    public int wholeSaves() {
        return wholeSaves;
    }

    // ---- the port

    @Override
    public synchronized void noteParked(int partition, Condition.Parked why) {
        if (!away) {
            parked.put(partition, why);
        }
    }

    @Override
    public synchronized void noteGoing(int partition) {
        if (!away) {
            parked.remove(partition);
        }
    }

    @Override
    public synchronized Loaded load(int partition) {
        loads++;
        failIfTold();
        if (away) {
            return new Loaded.Unavailable("the database is away");
        }
        if (unreadable) {
            return new Loaded.Unreadable("no such state");
        }
        Checkpoint checkpoint = of(partition);
        List<Long> offsets = skippedAt(partition);
        return checkpoint.position.isPresent()
                ? new Loaded.Found(checkpoint.revision, checkpoint.position.get(), live(checkpoint), offsets)
                : new Loaded.None(offsets);
    }

    @Override
    public synchronized Optional<List<Long>> skippedOffsets(int partition) {
        failIfTold();
        return away ? Optional.empty() : Optional.of(skippedAt(partition));
    }

    private List<Long> skippedAt(int partition) {
        return skipped.getOrDefault(partition, List.of()).stream().sorted().toList();
    }

    @Override
    public Saved save(int partition, long expectedRevision, LogPosition position, Changes changes) {
        return write(partition, expectedRevision, position, checkpoint -> checkpoint.change(changes));
    }

    @Override
    public Saved saveAll(int partition, long expectedRevision, LogPosition position, Changes whole) {
        return write(partition, expectedRevision, position, checkpoint -> {
            wholeSaves++;
            checkpoint.change(whole);
            checkpoint.closeOthers(whole);
        });
    }

    private interface Writing {
        void to(Checkpoint checkpoint);
    }

    private synchronized Saved write(int partition, long expectedRevision, LogPosition position, Writing writing) {
        failIfTold();
        if (away) {
            return new Saved.Unavailable("the database is away");
        }
        if (refusing) {
            return new Saved.Refused("a name is too long");
        }
        Checkpoint checkpoint = of(partition);
        if (checkpoint.revision != expectedRevision) {
            return new Saved.RaceLost();
        }
        saves++;
        checkpoint.revision++;
        checkpoint.position = Optional.of(position);
        skipped.getOrDefault(partition, new ArrayList<>()).removeIf(offset -> offset < position.nextOffset());
        writing.to(checkpoint);
        return dyingAfterWrite
                ? new Saved.Unavailable("the connection broke after the commit")
                : new Saved.Done(checkpoint.revision);
    }

    private void failIfTold() {
        if (throwing) {
            throw new IllegalStateException("the driver has a bug");
        }
        if (erring) {
            throw new InternalError("no memory left");
        }
    }

    private static List<Row> live(Checkpoint checkpoint) {
        return checkpoint.rows.values().stream()
                .filter(row -> row.key().kind() != Row.Kind.ATTEMPT)
                .toList();
    }

    private Checkpoint of(int partition) {
        return checkpoints.computeIfAbsent(partition, p -> new Checkpoint());
    }
}

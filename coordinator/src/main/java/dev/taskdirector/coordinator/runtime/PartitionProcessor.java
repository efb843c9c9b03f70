package dev.taskdirector.coordinator.runtime;

import dev.taskdirector.coordinator.core.Director;
import dev.taskdirector.coordinator.core.Settings;
import dev.taskdirector.coordinator.runtime.CheckpointStore.Loaded;
import dev.taskdirector.coordinator.runtime.CheckpointStore.LogPosition;
import dev.taskdirector.coordinator.runtime.LogReader.Bounds;
import dev.taskdirector.wire.Control;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Runs one partition: records in, decisions out, the checkpoint behind. Start, takeover, rebalance and doubt are one
 * mechanism, that of {@link CatchUp}: what is right hangs on offsets, never on when a callback comes. Not thread-safe,
 * except for {@link #condition()} and {@link #backlog()}: all calls come from the partition's one thread, and time comes with them.
 */
public final class PartitionProcessor {
    /** The cache that control records name: they belong to a partition, not to a cache. */
    public static final String CONTROL_CACHE = "coordinator";

    private final int partition;
    private final Ports ports;
    private final Settings configured;
    private final Pace pace;
    private final Executor storing;
    private final Executor own;

    private Optional<Owned> owned = Optional.empty();
    private boolean assigned;
    private boolean stopped;
    private volatile boolean halting;
    private final Standstill standstill;
    private final Shortages shortages = new Shortages();
    private int failures;
    private long now;
    private long retryAt;
    private long quietSince;
    private long doubtAt;
    private long settingsAt;
    private volatile Condition condition = new Condition.Unassigned();
    private volatile Backlog backlog = Backlog.NOTHING;

    /** What an owner has: the state, and the writer of its checkpoint. */
    private static final class Owned {
        final Replica replica;
        final CheckpointWriter writer;
        boolean caughtUp;

        Owned(Replica replica, CheckpointWriter writer) {
            this.replica = replica;
            this.writer = writer;
        }
    }

    /**
     * A processor without state.
     *
     * @param configured the settings that should decide; they are appended to the log where others do
     * @param storing runs saves; may run several at a time, of one processor there is only one
     * @param own brings work back to the partition's thread
     */
    public PartitionProcessor(
            int partition, Ports ports, Settings configured, Pace pace, Executor storing, Executor own) {
        this.partition = partition;
        this.ports = ports;
        this.configured = configured;
        this.pace = pace;
        this.storing = storing;
        this.own = own;
        this.standstill = new Standstill(partition, ports, storing);
    }

    /** How it is. Safe to call from any thread. */
    public Condition condition() {
        return condition;
    }

    /** What it holds. Safe to call from any thread. */
    public Backlog backlog() {
        return backlog;
    }

    /** The partition is ours now: catches up at once, so that peers hear from the new owner. */
    public void assigned(long nowMillis) {
        now = nowMillis;
        if (stopped || assigned) {
            return;
        }
        assigned = true;
        retryAt = nowMillis;
        settingsAt = nowMillis;
        advance();
    }

    /** Takes records of the partition, in order. What it can't apply now it reads from the log later. */
    public void process(List<LogRecord> batch, long nowMillis) {
        now = nowMillis;
        if (!assigned || batch.isEmpty()) {
            return;
        }
        advance();
        running().ifPresent(running -> applying(running, outbox -> take(running, batch, outbox)));
    }

    /** Records that were to be processed were left in the log: reads up to its end. */
    public void missed(long nowMillis) {
        now = nowMillis;
        if (assigned) {
            running().ifPresent(running -> running.caughtUp = false);
            advance();
        }
    }

    /** Lets time pass: retries, saves, ticks. Called every few dozen milliseconds. */
    public void onTime(long nowMillis) {
        now = nowMillis;
        if (!assigned) {
            return;
        }
        advance();
        owned.ifPresent(some -> applying(some, outbox -> {
            some.writer.onTime(some.replica, now);
            if (some.caughtUp) {
                condition = new Condition.Running(some.writer.trouble());
                tick(some);
                reconcileSettings(some);
            }
        }));
        backlog = owned.map(some -> some.writer.behind(some.replica)).orElse(Backlog.NOTHING);
    }

    /** The partition goes to another owner: saves and forgets. Completes when the save has ended, well or not. */
    public CompletionStage<Void> revoked() {
        assigned = false;
        standstill.forget();
        condition = new Condition.Unassigned();
        backlog = Backlog.NOTHING;
        Optional<Owned> left = owned;
        owned = Optional.empty();
        return left.isPresent()
                ? left.get().writer.finish(left.get().replica)
                : CompletableFuture.completedFuture(null);
    }

    /** The partition already belongs to another owner: forgets without saving. */
    public void lost() {
        assigned = false;
        standstill.forget();
        owned = Optional.empty();
        condition = new Condition.Unassigned();
        backlog = Backlog.NOTHING;
    }

    /** The end is near: what fails from now on fails for that. May be called from any thread, also while this one is at work. */
    public void halt() {
        halting = true;
    }

    /** The end: stops applying, saves, and never starts again. */
    public CompletionStage<Void> stop() {
        stopped = true;
        return revoked();
    }

    /** The state in memory, when it is whole: tests look at it. */
    Optional<Replica> replica() {
        return running().map(some -> some.replica);
    }

    private Optional<Owned> running() {
        return owned.filter(some -> some.caughtUp);
    }

    /** Does what is missing before records can be taken, if it is time to try. */
    private void advance() {
        if (owned.isPresent() && owned.get().writer.isRaceLost()) {
            ports.tally().add(Counted.RACES_LOST, 1);
            owned = Optional.empty();
            waitBecause("somebody else wrote the checkpoint of partition " + partition, Optional.empty());
        }
        if (now < retryAt || running().isPresent()) {
            return;
        }
        if (owned.isEmpty()) {
            load();
        }
        owned.filter(some -> !some.caughtUp).ifPresent(this::catchUp);
    }

    private void load() {
        if (standstill.lasts()) {
            retryAt = now + pace.parkedMillis();
            return;
        }
        Loaded loaded = loaded();
        Bounds bounds = ports.log().bounds(partition);
        if (loaded instanceof Loaded.Unavailable away) {
            ports.tally().add(Counted.STORE_FAILURES, 1);
            waitBecause("the store does not answer", Optional.of(away.reason()));
        } else if (loaded instanceof Loaded.Unreadable broken) {
            park(Condition.Parked.unreadable(partition, broken.reason()));
        } else if (bounds instanceof Bounds.Unavailable away) {
            waitBecause("the log does not answer", Optional.of(away.reason()));
        } else {
            load(loaded, (Bounds.Known) bounds);
        }
    }

    private Loaded loaded() {
        try {
            return ports.store().load(partition);
        } catch (RuntimeException e) {
            return new Loaded.Unavailable(e.toString());
        }
    }

    private void load(Loaded loaded, Bounds.Known log) {
        List<Long> skipped =
                loaded instanceof Loaded.Found found ? found.skippedOffsets() : ((Loaded.None) loaded).skippedOffsets();
        condition = new Condition.Waiting("loading");
        if (loaded instanceof Loaded.Found found) {
            if (found.position().partitions() != log.partitions()) {
                park(Condition.Parked.wrongCount(partition, found.position().partitions(), log.partitions()));
                return;
            }
            owned = restored(found);
        } else {
            LogPosition start = new LogPosition(log.topicId(), log.partitions(), log.start());
            Director empty = new Director(partition, Settings.DEFAULTS);
            owned = Optional.of(new Owned(new Replica(empty, ports, start, skipped), writer(0, Optional.empty())));
        }
    }

    private Optional<Owned> restored(Loaded.Found found) {
        try {
            Director director = Director.load(partition, found.rows());
            Replica replica = new Replica(director, ports, found.position(), found.skippedOffsets());
            return Optional.of(new Owned(replica, writer(found.revision(), Optional.of(found.position()))));
        } catch (RuntimeException e) {
            park(Condition.Parked.unloadable(partition, found.position().nextOffset(), e));
            return Optional.empty();
        }
    }

    private CheckpointWriter writer(long revision, Optional<LogPosition> saved) {
        return new CheckpointWriter(partition, ports, pace, storing, own, revision, saved);
    }

    private void catchUp(Owned some) {
        applying(some, outbox -> {
            CatchUp catchUp = new CatchUp(partition, ports, some.replica, outbox);
            some.caughtUp = true;
            if (!isClosed(catchUp.toEnd(), catchUp, some)) {
                return;
            }
            standstill.end();
            failures = 0;
            quietSince = now;
            doubtAt = now + pace.quietMillis();
            condition = new Condition.Running(Optional.empty());
            some.replica.forward();
            addNewest(some, outbox);
        });
    }

    private interface Work {
        void on(Outbox outbox);
    }

    /** Whatever was decided is published, also what came before a record that parks the partition. */
    private void applying(Owned some, Work work) {
        Outbox outbox = new Outbox(ports);
        try {
            work.on(outbox);
        } catch (UnappliableRecord e) {
            if (shortages.isToBeTriedAgain(e)) {
                startAnew(e.offset(), e.reason());
            } else {
                parkUnlessHalting(Condition.Parked.at(partition, e.offset(), e.reason()));
            }
        } catch (OutOfMemoryError e) {
            startAnew(some.replica.next(), e);
            retryAt = now + pace.parkedMillis(); // all of the checkpoint is loaded each time
        } catch (RuntimeException | StackOverflowError e) {
            parkUnlessHalting(Condition.Parked.beside(partition, some.replica.next(), e));
        }
        outbox.send();
    }

    private void take(Owned running, List<LogRecord> batch, Outbox outbox) {
        Replica replica = running.replica;
        CatchUp catchUp = new CatchUp(partition, ports, replica, outbox);
        if (!isTrusted(batch, running, catchUp)) {
            return;
        }
        for (LogRecord record : batch) {
            if (record.offset() > replica.next() && !isClosed(catchUp.upTo(record.offset()), catchUp, running)) {
                return;
            }
            if (record.offset() == replica.next() && replica.apply(record, outbox)) {
                quietSince = now;
            }
        }
        replica.forward();
        if (catchUp.hasApplied()) {
            addNewest(running, outbox);
        }
    }

    /** Old records are skipped, but they may be the first sign of another log. */
    private boolean isTrusted(List<LogRecord> batch, Owned running, CatchUp catchUp) {
        if (batch.get(0).offset() >= running.replica.next()) {
            return true;
        }
        Optional<LogRecord> evidence =
                batch.stream().filter(running.replica::contradicts).findFirst();
        if (evidence.isEmpty() && now < doubtAt) {
            return true;
        }
        doubtAt = now + pace.quietMillis();
        return isClosed(catchUp.examine(evidence), catchUp, running);
    }

    /** Whether all was read; the rest is read from the log when there is time. */
    private boolean isClosed(Optional<String> trouble, CatchUp catchUp, Owned some) {
        if (trouble.isPresent()) {
            some.caughtUp = false;
            waitBecause("the log does not answer", trouble);
        } else if (catchUp.isInterrupted()) {
            some.caughtUp = false;
            condition = new Condition.Waiting("reading the log, now at offset " + some.replica.next());
        }
        return some.caughtUp;
    }

    private void addNewest(Owned some, Outbox outbox) {
        Director director = some.replica.director();
        director.newestAssignments()
                .forEach(
                        assignment -> outbox.add(assignment, director.settings().heartbeatMillis()));
    }

    private void tick(Owned running) {
        if (now - quietSince >= pace.quietMillis() && running.replica.director().isWaitingForTime()) {
            quietSince = now;
            append(Control.Kind.TICK, Map.of());
        }
    }

    private void reconcileSettings(Owned running) {
        if (now >= settingsAt && !running.replica.director().settings().equals(configured)) {
            settingsAt = now + pace.settingsMillis();
            append(Control.Kind.SETTINGS, SettingsTranslation.toWire(configured));
        }
    }

    private void append(Control.Kind kind, Map<String, String> settings) {
        Control control = new Control(1, CONTROL_CACHE, kind, settings, Optional.empty(), Map.of(), Optional.empty());
        new Outbox(ports)
                .guarded(() -> ports.control().append(partition, ports.seals().seal(control)), 1);
    }

    private void waitBecause(String reason, Optional<String> cause) {
        failures++;
        retryAt = now + pace.pauseAfter(failures);
        if (!(condition instanceof Condition.Parked)) {
            condition = new Condition.Waiting(reason, cause);
        }
    }

    /** Memory may run out wherever it is asked for, in one partition for what another one holds: no record is to blame. */
    private void startAnew(long offset, Throwable shortage) {
        owned = Optional.empty();
        ports.tally().add(Counted.MEMORY_SHORTAGES, 1);
        waitBecause(
                "memory ran out at offset " + offset + " of partition " + partition + "; its state is loaded again",
                Optional.of(String.valueOf(shortage)));
    }

    private void parkUnlessHalting(Condition.Parked why) {
        if (!halting) { // else what it works with is being closed under it: no record is to blame
            park(why);
        }
    }

    private void park(Condition.Parked why) {
        owned = Optional.empty();
        retryAt = now + pace.parkedMillis();
        condition = why;
        standstill.begin(why);
        ports.tally().add(Counted.PARKED, 1);
    }
}

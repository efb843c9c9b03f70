package dev.taskdirector.coordinator.simulation;

import dev.taskdirector.coordinator.core.Director;
import dev.taskdirector.coordinator.core.Settings;
import dev.taskdirector.coordinator.fakes.FakeSeals;
import dev.taskdirector.coordinator.fakes.FakeSink;
import dev.taskdirector.coordinator.fakes.LaterExecutor;
import dev.taskdirector.coordinator.runtime.Condition;
import dev.taskdirector.coordinator.runtime.Counted;
import dev.taskdirector.coordinator.runtime.Flaw;
import dev.taskdirector.coordinator.runtime.Inside;
import dev.taskdirector.coordinator.runtime.LogRecord;
import dev.taskdirector.coordinator.runtime.Pace;
import dev.taskdirector.coordinator.runtime.PartitionProcessor;
import dev.taskdirector.coordinator.runtime.Ports;
import dev.taskdirector.coordinator.runtime.Tally;
import dev.taskdirector.wire.PeerAssignment;
import dev.taskdirector.wire.RunEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One life of a coordinator: the real processor, and a consumer that gives it the log in batches. */
final class Owner {
    /** Scaled down, so that worlds are short. */
    static final Settings SETTINGS = new Settings(
            2_000,
            12_000,
            60_000,
            3,
            Settings.Bounds.DEFAULTS,
            900_000,
            10_000,
            10_000,
            4_000,
            20_000,
            5,
            200,
            10_000,
            6_000);

    private static final int LARGEST_BATCH = 8;
    private static final int LATE_PERCENT = 25;
    private static final int LEFT_PERCENT = 3;

    /** Where in its work it dies. */
    enum Death {
        BEFORE_PUBLISHING,
        BETWEEN_PUBLISHING_AND_CHECKPOINT,
        AFTER_THE_CHECKPOINT
    }

    final int number;
    final Settings settings;
    private final Surroundings world;
    private final Broker broker;
    private final WatchedStore store;
    private final LaterExecutor storing = new LaterExecutor();
    private final LaterExecutor own = new LaterExecutor();
    private final PartitionProcessor processor;
    private final EpochBook epochs;
    private final Map<String, Long> heard = new TreeMap<>();
    private final EventBook events;
    private final SilenceWatch silence;
    private long position;
    private long looked = -1;
    private boolean alive = true;
    private boolean mute;
    private long frozenUntil;
    private List<LogRecord> inHand = List.of();

    Owner(Surroundings world, Broker broker, CheckpointShelf shelf, int number, Settings settings, Pace pace) {
        this.world = world;
        this.broker = broker;
        this.number = number;
        this.settings = settings;
        world.settings.add(settings);
        this.epochs = new EpochBook(number);
        this.events = new EventBook(number);
        this.silence = new SilenceWatch(world, broker);
        this.store = new WatchedStore(world, shelf, number, this::forget);
        FakeSink sink = new FakeSink();
        Ports ports = new Ports(
                world.bug.over(new AlteringReader(broker.log(), record -> world.bug.arrives(record, world))),
                world.bug.over(store),
                this::publish,
                this::tell,
                sink,
                broker.log(),
                broker.log(),
                sink,
                world.bug.over(world.codec),
                world.bug.over(new FakeSeals()),
                tally());
        processor = new PartitionProcessor(0, ports, settings, pace, storing, own);
        world.story.tell(() -> "owner " + number + " comes");
        position = world.random.nextBoolean() ? broker.start() : broker.log().end(0);
        processor.assigned(world.now);
    }

    /** In another log the ids of events may come again: they name offsets. */
    private Tally tally() {
        Tally counts = world.tally();
        return new Tally() {
            @Override
            public void add(Counted what, long amount) {
                if (what == Counted.FOREIGN_LOGS) {
                    events.forget();
                }
                counts.add(what, amount);
            }

            @Override
            public void deadLetter(Flaw flaw) {
                counts.deadLetter(flaw);
            }
        };
    }

    private void forget() {
        heard.clear();
        epochs.forget();
        events.forget();
    }

    private void tell(List<RunEvent> some) {
        events.note(world.bug.tells(some), broker.tamperedAt());
        some.forEach(silence::check);
    }

    private void publish(List<PeerAssignment> assignments) {
        if (mute) {
            return;
        }
        if (world.isRaging() && world.chance(2)) {
            throw new IllegalStateException("the producer does not keep its promise to lose things silently");
        }
        for (PeerAssignment decided : assignments) {
            PeerAssignment assignment = world.bug.publishes(decided);
            epochs.note(assignment);
            world.auditor.told(this, assignment);
            if (world.bug.sends(assignment)) {
                broker.publish(assignment);
            }
        }
    }

    /** Takes what the log has, and does what is due. */
    void step() {
        if (!alive || world.now < frozenUntil) {
            return;
        }
        takeBatches();
        store();
        processor.onTime(world.now);
        store();
        if (processor.condition() instanceof Condition.Parked parked && poison().isEmpty()) {
            throw new Violation(Violation.Rule.NOTHING_THROWS, parked.reason());
        }
    }

    private void takeBatches() {
        boolean isLate = world.isRaging() && world.chance(LATE_PERCENT);
        if (broker.isAway() || isLate) {
            return;
        }
        if (position > broker.log().end(0) || position < broker.start()) {
            position =
                    world.random.nextBoolean() ? broker.start() : broker.log().end(0);
        }
        if (world.isRaging() && inHand.isEmpty() && world.chance(LEFT_PERCENT)) {
            world.saw(Sighting.LEFT_IN_LOG);
            position = broker.log().end(0);
            processor.missed(world.now);
            return;
        }
        List<LogRecord> records = inHand.isEmpty() ? fetched() : inHand;
        inHand = List.of();
        for (int from = 0; from < records.size(); ) {
            int to = Math.min(records.size(), from + world.between(1, LARGEST_BATCH));
            processor.process(records.subList(from, to), world.now);
            from = to;
        }
        position =
                records.isEmpty() ? position : records.get(records.size() - 1).offset() + 1;
    }

    private List<LogRecord> fetched() {
        return broker.log().from(0, position).stream()
                .map(record -> world.bug.arrives(record, world))
                .toList();
    }

    /** Does nothing for a while, with what it has just fetched in hand. */
    void freeze(long untilMillis) {
        world.story.tell(() -> "owner " + number + " freezes");
        frozenUntil = untilMillis;
        inHand = broker.isAway() ? List.of() : fetched();
    }

    /** Where it stands still for a record that nobody can take. */
    Optional<Long> poison() {
        return processor.condition() instanceof Condition.Parked parked
                ? parked.offset().filter(broker::isPoison)
                : Optional.empty();
    }

    /** The store is a little late now and then. */
    private void store() {
        if (world.chance(80)) {
            storing.runAll();
            own.runAll();
        }
    }

    void die(Death death) {
        world.story.tell(() -> "owner " + number + " dies " + death);
        mute = death == Death.BEFORE_PUBLISHING;
        if (alive && !broker.isAway()) {
            takeBatches();
            if (death == Death.AFTER_THE_CHECKPOINT) {
                processor.onTime(world.now);
                storing.runAll();
                own.runAll();
            }
        }
        alive = false;
        storing.dropAll();
        own.dropAll();
    }

    /** Hands its partition over: saves, if it can, and is gone. */
    void stop() {
        world.story.tell(() -> "owner " + number + " stops");
        processor.stop();
        storing.runAll();
        own.runAll();
        storing.runAll();
        own.runAll();
        alive = false;
    }

    /** Hears that it has not been the owner for a while. */
    void lose() {
        world.story.tell(() -> "owner " + number + " hears that it is none");
        processor.lost();
        alive = false;
    }

    Condition condition() {
        return processor.condition();
    }

    boolean isAlive() {
        return alive;
    }

    /** What a session said last, as far as this owner knows. */
    void hears(String session, long seq) {
        long before = Optional.ofNullable(heard.put(session, seq)).orElse(0L);
        boolean isSaid = seq == 0
                || session.startsWith(Mischief.STRANGER)
                || world.said(session, seq).isPresent();
        Violation.unless(
                before <= seq && isSaid,
                Violation.Rule.NEWER_WORDS_COUNT,
                () -> "owner " + number + " takes #" + seq + " of " + session + " for its last word after #" + before);
    }

    EventBook events() {
        return events;
    }

    WatchedStore watched() {
        return store;
    }

    Optional<Director> director() {
        return alive ? Inside.director(processor) : Optional.empty();
    }

    /** Whether its state may be another than when this was last asked. */
    boolean hasMoved() {
        long before = looked;
        looked = next() + 1_000_000L * store.life();
        return before != looked;
    }

    /** The first offset that is not in its state. */
    long next() {
        return Inside.next(processor);
    }
}

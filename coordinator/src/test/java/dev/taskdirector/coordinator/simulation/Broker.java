package dev.taskdirector.coordinator.simulation;

import dev.taskdirector.coordinator.fakes.FakeCodec;
import dev.taskdirector.coordinator.fakes.FakeLog;
import dev.taskdirector.coordinator.runtime.LogReader.Bounds;
import dev.taskdirector.coordinator.runtime.LogRecord;
import dev.taskdirector.wire.PeerAssignment;
import dev.taskdirector.wire.PeerStatus;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** The log and the peers' topics, with the way to them and from them. In calm it keeps the order of each sender. */
final class Broker {
    private static final long PRODUCER_GIVES_UP_AFTER_MILLIS = 60_000;
    private static final int WAY_MILLIS = 900;

    private final Surroundings world;
    private final FakeLog log;
    private final List<Flight> flights = new ArrayList<>();
    private final Map<String, List<PeerAssignment>> topics = new TreeMap<>();
    private final Map<String, List<Long>> visibleAt = new TreeMap<>();
    private final Map<String, Long> lastArrival = new TreeMap<>();
    private boolean away;
    private boolean isReadable = true;
    private int lossPercent;
    private long clockOffset;
    private long tamperedAt = -1;
    private boolean poisoned;

    /** A record on its way to the log; one that comes again is there already. */
    private record Flight(String cache, byte[] value, long sentAt, long arrivesAt, boolean again) {}

    Broker(Surroundings world) {
        this.world = world;
        this.log = new FakeLog(1, world.codec, () -> 1_000_000_000L + world.now + clockOffset);
    }

    FakeLog log() {
        return log;
    }

    long start() {
        return log.bounds(0) instanceof Bounds.Known known ? known.start() : 0;
    }

    /** Behind the last record; what comes after it holds nothing. */
    long lastRecordEnd() {
        List<LogRecord> records = log.from(0, start());
        return records.isEmpty() ? 0 : records.get(records.size() - 1).offset() + 1;
    }

    // ---- to the log

    void send(PeerStatus status) {
        long arrives =
                Math.max(world.now + world.random.nextInt(WAY_MILLIS), lastArrival.getOrDefault(status.session(), 0L));
        lastArrival.put(status.session(), arrives);
        flights.add(new Flight(status.cache(), world.codec.write(status), world.now, arrives, false));
    }

    /** Brings what has arrived into the log. */
    void flush() {
        if (away) {
            flights.removeIf(flight -> world.now - flight.sentAt() > PRODUCER_GIVES_UP_AFTER_MILLIS);
            return;
        }
        for (Iterator<Flight> all = flights.iterator(); all.hasNext(); ) {
            Flight flight = all.next();
            if (flight.arrivesAt() <= world.now) {
                all.remove();
                if (!world.chance(lossPercent)) {
                    log.append(flight.cache(), flight.value());
                }
            }
        }
    }

    // ---- to the peers

    void publish(PeerAssignment assignment) {
        if (away || world.chance(lossPercent)) {
            return;
        }
        world.story.tell(() -> "   told: " + Sentences.of(assignment));
        List<Long> times = visibleAt.computeIfAbsent(assignment.peer(), peer -> new ArrayList<>());
        long last = times.isEmpty() ? 0 : times.get(times.size() - 1);
        times.add(Math.max(last, world.now + world.random.nextInt(WAY_MILLIS)));
        topics.computeIfAbsent(assignment.peer(), peer -> new ArrayList<>()).add(assignment);
    }

    List<PeerAssignment> topicOf(String peer) {
        return topics.getOrDefault(peer, List.of());
    }

    boolean isVisible(String peer, int index) {
        return !away && visibleAt.get(peer).get(index) <= world.now;
    }

    // ---- faults

    boolean isAway() {
        return away;
    }

    void goAway() {
        world.story.tell(() -> "Kafka goes away");
        away = true;
        log.goAway();
    }

    /** Nothing can be read from the log any more after a few answers; everything else goes on. */
    void goAwayAfter(int answers) {
        isReadable = false;
        log.goAwayAfter(answers);
    }

    /** Whether whoever reads the log gets an answer. */
    boolean isReadable() {
        return isReadable && !away;
    }

    void comeBack() {
        world.story.tell(() -> "Kafka comes back");
        away = false;
        isReadable = true;
        log.comeBack();
    }

    void lose(int percent) {
        world.story.tell(() -> percent + " % of all messages are lost");
        lossPercent = percent;
    }

    void jumpClock(long millis) {
        world.story.tell(() -> "the broker's clock jumps by " + millis / 1000.0 + " s");
        clockOffset += millis;
    }

    /** Some records come again, late and in any order. */
    void repeatOld(int count) {
        List<LogRecord> records = readable();
        for (int i = 0; i < count && !records.isEmpty(); i++) {
            LogRecord record = records.get(world.random.nextInt(records.size()));
            flights.add(new Flight(
                    record.keyText(), record.value(), world.now, world.now + world.random.nextInt(20_000), true));
        }
        world.story.tell(() -> count + " old records come again");
    }

    /** What is on its way takes its time, and its turn. */
    void delayFlights() {
        world.story.tell(() -> flights.size() + " records are late");
        flights.replaceAll(flight -> new Flight(
                flight.cache(),
                flight.value(),
                flight.sentAt(),
                world.now + world.random.nextInt(30_000),
                flight.again()));
    }

    /** What is on its way says something else, but for what comes again: that has been said. */
    void alterFlights(UnaryOperator<byte[]> change) {
        flights.replaceAll(flight -> flight.again()
                ? flight
                : new Flight(flight.cache(), change.apply(flight.value()), flight.sentAt(), flight.arrivesAt(), false));
    }

    /** The checkpoint is lost: in a log that has been written anew, what an owner knows is not to be found again. */
    void checkpointLost() {
        tamperedAt = tamperedAt < 0 ? tamperedAt : world.now;
    }

    void garble(int count) {
        world.story.tell(() -> count + " malformed records");
        for (int i = 0; i < count; i++) {
            byte[] noise = ("noise " + world.random.nextInt()).getBytes(StandardCharsets.UTF_8);
            log.append(world.chance(50) ? "muc9" : "??", noise);
        }
    }

    /** Reading it throws, as a bug would have it. */
    void poison() {
        world.story.tell(() -> "a record that no coordinator can take");
        log.append("muc9", FakeCodec.POISON);
        poisoned = true;
    }

    /** All records but those that throw. */
    List<LogRecord> readable() {
        return log.from(0, start()).stream()
                .filter(record -> !Arrays.equals(record.value(), FakeCodec.POISON))
                .toList();
    }

    boolean isPoisoned() {
        return poisoned;
    }

    /** Whether coordinators stand still at an offset with good reason. */
    boolean isPoison(long offset) {
        return log.from(0, offset).stream()
                .findFirst()
                .filter(record -> record.offset() == offset && Arrays.equals(record.value(), FakeCodec.POISON))
                .isPresent();
    }

    /** Gives the first offset that is lost. */
    long loseTail(int count) {
        long end = Math.max(start(), log.end(0) - count);
        world.story.tell(() -> "the log loses its tail from " + end + " on");
        log.loseTail(0, end);
        tamperedAt = world.now;
        return end;
    }

    void trim(int count) {
        long start = Math.min(log.end(0), start() + count);
        world.story.tell(() -> "the log begins at " + start);
        log.trim(0, start);
        tamperedAt = world.now;
    }

    void recreate() {
        world.story.tell(() -> "the topic is deleted and created again");
        log.recreate();
        tamperedAt = world.now;
    }

    /** When the log was last made another one, in milliseconds of the world; -1 for never. */
    long tamperedAt() {
        return tamperedAt;
    }
}

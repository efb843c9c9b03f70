package dev.taskdirector.coordinator.simulation;

import dev.taskdirector.coordinator.runtime.LogRecord;
import dev.taskdirector.wire.Finished;
import dev.taskdirector.wire.Holding;
import dev.taskdirector.wire.Outcome;
import dev.taskdirector.wire.PeerStatus;
import dev.taskdirector.wire.Received;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Records that keep the form and not the contract: real ones, with something changed. */
final class Mischief {
    /** How sessions of strangers are named: no peer ever opens them. */
    static final String STRANGER = "stranger-";

    private final Surroundings world;
    private final Broker broker;
    private int strangers;

    Mischief(Surroundings world, Broker broker) {
        this.world = world;
        this.broker = broker;
    }

    /** Real records under the key of another cache. */
    void misdirect(int count) {
        world.story.tell(() -> count + " records come under another key");
        for (LogRecord record : some(count)) {
            broker.log().append("elsewhere", record.value());
        }
    }

    /** Somebody speaks for sessions whose tokens it does not have. */
    void impersonate(int count) {
        world.story.tell(() -> "somebody speaks " + count + " times for others");
        for (LogRecord record : some(count)) {
            statusOf(record).ifPresent(status -> {
                PeerStatus forged = Altered.forged(status, status.session(), Optional.of("guessed"));
                broker.log().append(record.keyText(), world.codec.write(Altered.seenEpoch(forged, 1_000)));
            });
        }
    }

    /** Joins come again, as if by processes that start with the ids of peers. */
    void replayJoins(int count) {
        world.story.tell(() -> count + " strangers join");
        int before = strangers;
        for (LogRecord record : some(20 * count)) {
            Optional<PeerStatus> join =
                    statusOf(record).filter(status -> status.join().isPresent());
            if (join.isPresent() && strangers < before + count) {
                PeerStatus forged = Altered.forged(join.get(), STRANGER + strangers++, Optional.empty());
                forged.holding().forEach(held -> world.auditor.brought(forged.session(), held.task()));
                broker.log().append(record.keyText(), world.codec.write(forged));
            }
        }
    }

    /** What is on its way says one thing and the opposite, names what nobody knows, or forgets what it holds. */
    void contradict() {
        world.story.tell(() -> "peers contradict themselves");
        broker.alterFlights(value -> world.codec.readStatusRecord(value) instanceof Received.Status status
                ? world.codec.write(note(contradictory(status.status())))
                : value);
    }

    private PeerStatus note(PeerStatus status) {
        world.noteSaid(status);
        return status;
    }

    private PeerStatus contradictory(PeerStatus status) {
        if (world.chance(50)) {
            return Altered.holding(status, List.of());
        }
        List<Finished> finished = new ArrayList<>(status.finished());
        finished.addAll(status.finished());
        finished.add(new Finished(
                "nobody-knows",
                Optional.of("99.99"),
                Outcome.FAILED,
                Optional.of(1),
                Optional.empty(),
                Optional.empty()));
        List<Holding> holding = new ArrayList<>(status.holding());
        status.finished().forEach(one -> holding.add(new Holding(one.task(), one.lease())));
        holding.add(new Holding("nobody-knows", Optional.of("98.98")));
        holding.forEach(held -> world.auditor.brought(status.session(), held.task()));
        return Altered.holding(Altered.finished(status, finished), holding);
    }

    private Optional<PeerStatus> statusOf(LogRecord record) {
        return world.codec.readStatusRecord(record.value()) instanceof Received.Status status
                ? Optional.of(status.status())
                : Optional.empty();
    }

    private List<LogRecord> some(int count) {
        List<LogRecord> records = broker.readable();
        List<LogRecord> drawn = new ArrayList<>();
        for (int i = 0; i < count && !records.isEmpty(); i++) {
            drawn.add(records.get(world.random.nextInt(records.size())));
        }
        return drawn;
    }
}

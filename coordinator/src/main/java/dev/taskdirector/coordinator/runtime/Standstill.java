package dev.taskdirector.coordinator.runtime;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Whether a partition is parked, and for which record. Operators find a note of it beside the checkpoint, written anew
 * at each look at the skip list: an old note is nobody's.
 */
final class Standstill {
    private final int partition;
    private final Ports ports;
    private final Executor storing;
    private Optional<Condition.Parked> parked = Optional.empty();
    private boolean released;

    Standstill(int partition, Ports ports, Executor storing) {
        this.partition = partition;
        this.ports = ports;
        this.storing = storing;
    }

    /** The partition stands still from here on. */
    void begin(Condition.Parked why) {
        parked = Optional.of(why);
        released = false;
        note(why);
    }

    /** Whether it still stands before a record that nobody has told to skip; if so, the note is written anew. */
    boolean lasts() {
        // once skipped is skipped: with the save that passes it the offset leaves the list, and the end may still be
        // far
        released |= parked.flatMap(Condition.Parked::offset)
                .filter(offset -> !isSkipped(offset))
                .isEmpty();
        if (!released) {
            note(parked.orElseThrow());
        }
        return !released;
    }

    /** Without all the rest of the checkpoint, which may be large, and is asked for as long as it takes. */
    private boolean isSkipped(long offset) {
        try {
            return ports.store().skippedOffsets(partition).orElse(List.of()).contains(offset);
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** The partition goes on, or tries to. */
    void end() {
        if (parked.isPresent()) {
            parked = Optional.empty();
            storing.execute(() -> ports.store().noteGoing(partition));
        }
    }

    /** The partition is somebody else's: so is its note. */
    void forget() {
        parked = Optional.empty();
    }

    private void note(Condition.Parked why) {
        storing.execute(() -> ports.store().noteParked(partition, why));
    }
}

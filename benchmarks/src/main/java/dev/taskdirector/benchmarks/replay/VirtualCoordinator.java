package dev.taskdirector.benchmarks.replay;

import dev.taskdirector.coordinator.core.Assignment;
import dev.taskdirector.coordinator.core.Director;
import dev.taskdirector.coordinator.core.Event;
import dev.taskdirector.coordinator.core.Moment;
import dev.taskdirector.coordinator.core.Report;
import dev.taskdirector.coordinator.core.SessionId;
import dev.taskdirector.coordinator.core.Settings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Owns a Director as a partition's owner does, without a broker: a tick is appended when nobody has spoken for a second,
 * and changes are taken off it as they are for a checkpoint.
 */
final class VirtualCoordinator {

    private static final long MICROS_PER_MILLI = 1_000;
    private static final long QUIET_MICROS = 1_000_000;

    /** 1 January 2026: logs begin some time. */
    private static final long EPOCH_MILLIS = 1_767_225_600_000L;

    private static final int RECORDS_A_CHECKPOINT = 1_000;

    private final Agenda agenda;
    private final Director director = new Director(0, Settings.DEFAULTS);
    private final Map<SessionId, Consumer<Assignment>> listeners = new LinkedHashMap<>();
    private final long roundTripMicros;
    private long offset;
    private long spokenAtMicros;
    private boolean isTicking;

    /** @param roundTripMicros from a status to what follows from it at any peer, in microseconds, 0 or above */
    VirtualCoordinator(Agenda agenda, long roundTripMicros) {
        this.agenda = agenda;
        this.roundTripMicros = roundTripMicros;
    }

    long heartbeatMicros() {
        return director.settings().heartbeatMillis() * MICROS_PER_MILLI;
    }

    /** Who is to hear the assignments of a session. */
    void listen(SessionId session, Consumer<Assignment> listener) {
        listeners.put(session, listener);
    }

    void forget(SessionId session) {
        listeners.remove(session);
    }

    /** A peer speaks. What follows is heard a round trip later. */
    void hear(Report report, boolean proven) {
        apply(new Event.StatusHeard(next(), report, proven));
        if (!isTicking) {
            isTicking = true;
            tickWhenQuiet();
        }
    }

    /** Whether it is worth while to let time pass. */
    boolean isWaitingForTime() {
        return director.isWaitingForTime();
    }

    private void tickWhenQuiet() {
        agenda.in(spokenAtMicros + QUIET_MICROS - agenda.nowMicros(), () -> {
            if (!director.isWaitingForTime()) {
                isTicking = false;
                return;
            }
            if (agenda.nowMicros() - spokenAtMicros >= QUIET_MICROS) {
                apply(new Event.Ticked(next()));
            }
            tickWhenQuiet();
        });
    }

    private Moment next() {
        spokenAtMicros = agenda.nowMicros();
        return new Moment(offset++, EPOCH_MILLIS + agenda.nowMicros() / MICROS_PER_MILLI);
    }

    private void apply(Event event) {
        for (Assignment assignment : director.apply(event).assignments()) {
            agenda.in(roundTripMicros, () -> {
                Consumer<Assignment> listener = listeners.get(assignment.session());
                if (listener != null) {
                    listener.accept(assignment);
                }
            });
        }
        if (offset % RECORDS_A_CHECKPOINT == 0) {
            director.drainChanges();
        }
    }
}

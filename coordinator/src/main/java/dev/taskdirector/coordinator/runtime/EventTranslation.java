package dev.taskdirector.coordinator.runtime;

import dev.taskdirector.coordinator.core.Happening;
import dev.taskdirector.coordinator.core.PeerId;
import dev.taskdirector.wire.RunEvent;
import java.time.Instant;

/** From happenings of the core to events of the wire. */
final class EventTranslation {
    private EventTranslation() {}

    /**
     * Translates one.
     *
     * @param cause the record that it follows from
     * @param index its place among what follows from that record, from 0: with it the id is the same at every replay
     */
    static RunEvent toWire(Happening happening, LogRecord cause, int index) {
        return new RunEvent(
                1,
                cause.partition() + "-" + cause.offset() + "-" + index,
                happening.cache().value(),
                Instant.ofEpochMilli(cause.timestampMillis()),
                toWire(happening.type()),
                happening.run().value(),
                happening.peer().map(PeerId::value),
                happening.task(),
                happening.millis().map(AssignmentTranslation::seconds),
                happening.detail());
    }

    private static RunEvent.Type toWire(Happening.Type type) {
        return switch (type) {
            case RUN_OPENED -> RunEvent.Type.RUN_OPENED;
            case RUN_CLOSED -> RunEvent.Type.RUN_CLOSED;
            case PEER_JOINED -> RunEvent.Type.PEER_JOINED;
            case PEER_LEFT -> RunEvent.Type.PEER_LEFT;
            case PEER_LOST -> RunEvent.Type.PEER_LOST;
            case PEER_SET_ASIDE -> RunEvent.Type.PEER_SET_ASIDE;
            case TASK_ASSIGNED -> RunEvent.Type.TASK_ASSIGNED;
            case TASK_SUCCEEDED -> RunEvent.Type.TASK_SUCCEEDED;
            case TASK_ATTEMPT_ENDED -> RunEvent.Type.TASK_ATTEMPT_ENDED;
            case TASK_FAILED -> RunEvent.Type.TASK_FAILED;
            case GHOST -> RunEvent.Type.GHOST;
        };
    }
}

package dev.taskdirector.coordinator.simulation;

import dev.taskdirector.agent.session.Action;
import dev.taskdirector.agent.session.SessionSettings;
import dev.taskdirector.coordinator.core.Row;
import dev.taskdirector.coordinator.runtime.CheckpointStore;
import dev.taskdirector.coordinator.runtime.LogReader;
import dev.taskdirector.coordinator.runtime.LogRecord;
import dev.taskdirector.coordinator.runtime.Seals;
import dev.taskdirector.wire.PeerAssignment;
import dev.taskdirector.wire.PeerStatus;
import dev.taskdirector.wire.RunEvent;
import dev.taskdirector.wire.WireCodec;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where something can be put between the real parts. Nothing is, unless a bug is planted there. */
interface Seams {

    default SessionSettings settings(SessionSettings settings) {
        return settings;
    }

    /** What a session wants done, before it is done. */
    default List<Action> actions(List<Action> actions) {
        return actions;
    }

    /**
     * What a session says; empty when it is never sent.
     *
     * @param before what a bug remembers of what this process said before
     */
    default Optional<PeerStatus> says(PeerStatus status, Set<String> before) {
        return Optional.of(status);
    }

    /** What an owner tells a peer. */
    default PeerAssignment publishes(PeerAssignment assignment) {
        return assignment;
    }

    /** Whether what an owner tells a peer is sent. */
    default boolean sends(PeerAssignment assignment) {
        return true;
    }

    /** What an owner tells those who watch. */
    default List<RunEvent> tells(List<RunEvent> events) {
        return events;
    }

    /** How records are read, by owners and by who checks them. */
    default WireCodec over(WireCodec codec) {
        return codec;
    }

    /** What an owner has in memory. */
    default List<Row> rows(List<Row> rows) {
        return rows;
    }

    /** A record as an owner gets it. */
    default LogRecord arrives(LogRecord record, Surroundings world) {
        return record;
    }

    default Seals over(Seals seals) {
        return seals;
    }

    default CheckpointStore over(CheckpointStore store) {
        return store;
    }

    default LogReader over(LogReader log) {
        return log;
    }
}

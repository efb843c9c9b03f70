package dev.taskdirector.coordinator.runtime;

import dev.taskdirector.wire.WireCodec;

/** Everything that a processor talks to. */
public record Ports(
        LogReader log,
        CheckpointStore store,
        AssignmentSink assignments,
        EventSink events,
        DeadLetters deadLetters,
        Forwarder forwarder,
        ControlLog control,
        StoredOffsets offsets,
        WireCodec codec,
        Seals seals,
        Tally tally) {}

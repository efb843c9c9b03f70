package dev.taskdirector.coordinator.simulation;

import dev.taskdirector.wire.Control;
import dev.taskdirector.wire.PeerAssignment;
import dev.taskdirector.wire.PeerStatus;
import dev.taskdirector.wire.Read;
import dev.taskdirector.wire.Received;
import dev.taskdirector.wire.RunEvent;
import dev.taskdirector.wire.WireCodec;
import java.util.function.UnaryOperator;

/** Reads statuses otherwise than they were written. */
final class AlteringCodec implements WireCodec {
    private final WireCodec real;
    private final UnaryOperator<PeerStatus> change;
    private final UnaryOperator<Control> controlChange;

    AlteringCodec(WireCodec real, UnaryOperator<PeerStatus> change) {
        this(real, change, control -> control);
    }

    AlteringCodec(WireCodec real, UnaryOperator<PeerStatus> change, UnaryOperator<Control> controlChange) {
        this.real = real;
        this.change = change;
        this.controlChange = controlChange;
    }

    @Override
    public Received readStatusRecord(byte[] value) {
        Received received = real.readStatusRecord(value);
        if (received instanceof Received.ControlRecord control) {
            return new Received.ControlRecord(controlChange.apply(control.control()));
        }
        return received instanceof Received.Status status
                ? new Received.Status(change.apply(status.status()))
                : received;
    }

    @Override
    public Read<PeerAssignment> readAssignment(byte[] value) {
        return real.readAssignment(value);
    }

    @Override
    public byte[] write(PeerStatus status) {
        return real.write(status);
    }

    @Override
    public byte[] write(PeerAssignment assignment) {
        return real.write(assignment);
    }

    @Override
    public byte[] write(Control control) {
        return real.write(control);
    }

    @Override
    public byte[] write(RunEvent event) {
        return real.write(event);
    }
}

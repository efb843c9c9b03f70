package dev.taskdirector.wire;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The contract in JSON: camelCase, a field without a value is left out, unknown fields are ignored. One instance serves
 * all threads.
 */
public final class JsonWireCodec implements WireCodec {

    private static final String NO_VALUE = "the record has no value";

    @Override
    public Received readStatusRecord(byte @Nullable [] value) {
        if (value == null) {
            return new Received.Malformed(NO_VALUE);
        }
        return Attempt.at(value, () -> status(value))
                .<Received>match(Received.Status::new, breach -> otherThanStatus(value, breach));
    }

    @Override
    public Read<PeerAssignment> readAssignment(byte @Nullable [] value) {
        return value == null ? new Read.Malformed<>(NO_VALUE) : read(value, () -> AssignmentReader.read(value));
    }

    /** Reads a value of the run events' topic; never throws. */
    public Read<RunEvent> readRunEvent(byte @Nullable [] value) {
        return value == null ? new Read.Malformed<>(NO_VALUE) : read(value, () -> RunEventReader.read(value));
    }

    @Override
    public byte[] write(PeerStatus status) {
        return StatusWriter.write(status);
    }

    @Override
    public byte[] write(PeerAssignment assignment) {
        return AssignmentWriter.write(assignment);
    }

    @Override
    public byte[] write(Control control) {
        return ControlWriter.write(control);
    }

    @Override
    public byte[] write(RunEvent event) {
        return RunEventWriter.write(event);
    }

    private static PeerStatus status(byte[] value) throws IOException, ContractBreach {
        PeerStatus status = StatusReader.read(value);
        Optional<String> broken = status.join().flatMap(JoinRules::breachOf);
        if (broken.isPresent()) {
            throw ContractBreach.beyondLimit(broken.get());
        }
        return status;
    }

    private static Received otherThanStatus(byte[] value, ContractBreach breach) {
        return Attempt.at(value, () -> Envelope.of(value))
                .<Received>match(
                        envelope -> envelope.control() ? control(value) : envelope.refusal(breach),
                        wrong -> new Received.Malformed(wrong.sentence()));
    }

    private static Received control(byte[] value) {
        return Attempt.at(value, () -> ControlReader.read(value))
                .<Received>match(Received.ControlRecord::new, wrong -> new Received.Malformed(wrong.sentence()));
    }

    private static <T> Read<T> read(byte[] value, Attempt.Reading<T> reading) {
        return Attempt.at(value, reading)
                .<Read<T>>match(Read.Ok::new, breach -> new Read.Malformed<>(breach.sentence()));
    }
}

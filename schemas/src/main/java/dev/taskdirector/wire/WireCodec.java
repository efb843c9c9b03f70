package dev.taskdirector.wire;

import org.jspecify.annotations.Nullable;

/** Reads and writes the records of the contract as JSON. Unknown fields are ignored; what is wrong is said in a sentence. */
public interface WireCodec {

    /** Reads a value of the status topic; never throws. */
    Received readStatusRecord(byte @Nullable [] value);

    /** Reads a value of an assignment topic; never throws. */
    Read<PeerAssignment> readAssignment(byte @Nullable [] value);

    byte[] write(PeerStatus status);

    byte[] write(PeerAssignment assignment);

    byte[] write(Control control);

    byte[] write(RunEvent event);
}

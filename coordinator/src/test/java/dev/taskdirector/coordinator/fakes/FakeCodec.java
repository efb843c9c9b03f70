package dev.taskdirector.coordinator.fakes;

import dev.taskdirector.wire.Control;
import dev.taskdirector.wire.PeerAssignment;
import dev.taskdirector.wire.PeerStatus;
import dev.taskdirector.wire.Read;
import dev.taskdirector.wire.Received;
import dev.taskdirector.wire.RunEvent;
import dev.taskdirector.wire.WireCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Keeps each message and writes its number: tests of the runtime need no JSON. Any other bytes are malformed. */
public final class FakeCodec implements WireCodec {
    private final List<Object> messages = new ArrayList<>();
    private String bug = "the codec has a bug";

    /** Reading these bytes throws, as a bug in a codec would. */
    public static final byte[] POISON = "poison".getBytes(StandardCharsets.UTF_8);

    /** Reading these bytes ends in an error of the machine. */
    public static final byte[] HEAVY = "heavy".getBytes(StandardCharsets.UTF_8);

    /** Reading these bytes takes more memory than there is left. */
    public static final byte[] TOO_MUCH = "too much".getBytes(StandardCharsets.UTF_8);

    /** What the exception of {@link #POISON} says. */
    public void failWith(String message) {
        bug = message;
    }

    /** Bytes that are read as what is given. */
    public byte[] of(Received received) {
        return keep(received);
    }

    @Override
    public Received readStatusRecord(byte[] value) {
        String text = new String(value, StandardCharsets.UTF_8);
        if (text.equals("poison")) {
            throw new IllegalStateException(bug);
        }
        if (text.equals("heavy")) {
            throw new InternalError("no memory left");
        }
        if (text.equals("too much")) {
            throw new OutOfMemoryError("Java heap space");
        }
        Object message = find(text);
        if (message instanceof Received received) {
            return received;
        }
        if (message instanceof PeerStatus status) {
            return new Received.Status(status);
        }
        return message instanceof Control control
                ? new Received.ControlRecord(control)
                : new Received.Malformed("\"" + text + "\" is no message");
    }

    @Override
    public Read<PeerAssignment> readAssignment(byte[] value) {
        String text = new String(value, StandardCharsets.UTF_8);
        return find(text) instanceof PeerAssignment assignment
                ? new Read.Ok<>(assignment)
                : new Read.Malformed<>("\"" + text + "\" is no assignment");
    }

    @Override
    public byte[] write(PeerStatus status) {
        return keep(status);
    }

    @Override
    public byte[] write(PeerAssignment assignment) {
        return keep(assignment);
    }

    @Override
    public byte[] write(Control control) {
        return keep(control);
    }

    @Override
    public byte[] write(RunEvent event) {
        return keep(event);
    }

    private byte[] keep(Object message) {
        messages.add(message);
        return ("message-" + (messages.size() - 1)).getBytes(StandardCharsets.UTF_8);
    }

    private Object find(String text) {
        return text.startsWith("message-") ? messages.get(Integer.parseInt(text.substring(8))) : text;
    }
}

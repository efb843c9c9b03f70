package dev.taskdirector.wire;

/** Reads and writes a record of any kind, by the name of its JSON Schema. */
final class AnyRecord {

    private final JsonWireCodec codec = new JsonWireCodec();

    /** How a record was refused. */
    record Refusal(String outcome, String reason) {}

    /** The kind of an example, which begins its file's name. */
    static String kindOf(String file) {
        return file.substring(0, file.indexOf('.'));
    }

    Object value(String kind, byte[] json) {
        return switch (kind) {
            case "peer-status" -> status(codec.readStatusRecord(json));
            case "control" -> control(codec.readStatusRecord(json));
            case "assignment" -> ok(codec.readAssignment(json));
            case "run-event" -> ok(codec.readRunEvent(json));
            default -> throw new AssertionError(kind);
        };
    }

    Refusal refusal(String kind, byte[] json) {
        return switch (kind) {
            case "peer-status", "control" -> refusal(codec.readStatusRecord(json));
            case "assignment" -> refusal(codec.readAssignment(json));
            case "run-event" -> refusal(codec.readRunEvent(json));
            default -> throw new AssertionError(kind);
        };
    }

    byte[] write(Object value) {
        if (value instanceof PeerStatus status) {
            return codec.write(status);
        }
        if (value instanceof PeerAssignment assignment) {
            return codec.write(assignment);
        }
        if (value instanceof Control control) {
            return codec.write(control);
        }
        return codec.write((RunEvent) value);
    }

    private static PeerStatus status(Received received) {
        if (received instanceof Received.Status status) {
            return status.status();
        }
        throw new AssertionError(received);
    }

    private static Control control(Received received) {
        if (received instanceof Received.ControlRecord control) {
            return control.control();
        }
        throw new AssertionError(received);
    }

    private static <T> T ok(Read<T> read) {
        if (read instanceof Read.Ok<T> ok) {
            return ok.value();
        }
        throw new AssertionError(read);
    }

    private static Refusal refusal(Received received) {
        if (received instanceof Received.Malformed malformed) {
            return new Refusal("malformed", malformed.reason());
        }
        if (received instanceof Received.BeyondLimit beyond) {
            return new Refusal("beyond-limit", beyond.reason());
        }
        return new Refusal("none", received.toString());
    }

    private static Refusal refusal(Read<?> read) {
        return read instanceof Read.Malformed<?> malformed
                ? new Refusal("malformed", malformed.reason())
                : new Refusal("none", read.toString());
    }
}

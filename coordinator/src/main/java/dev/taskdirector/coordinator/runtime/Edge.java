package dev.taskdirector.coordinator.runtime;

import dev.taskdirector.coordinator.core.Event;
import dev.taskdirector.coordinator.core.Moment;
import dev.taskdirector.coordinator.core.Settings;
import dev.taskdirector.coordinator.runtime.Admission.Admitted;
import dev.taskdirector.coordinator.runtime.Admission.Answered;
import dev.taskdirector.coordinator.runtime.Admission.Misrouted;
import dev.taskdirector.coordinator.runtime.Admission.Refused;
import dev.taskdirector.wire.Control;
import dev.taskdirector.wire.PeerAssignment;
import dev.taskdirector.wire.PeerStatus;
import dev.taskdirector.wire.Read;
import dev.taskdirector.wire.Received;
import java.util.Optional;

/** Decides which records reach the core, and in what words. The core only ever sees what keeps the contract. */
final class Edge {
    private static final int MOST_HEADER_BYTES = 4_096;

    private final Ports ports;

    Edge(Ports ports) {
        this.ports = ports;
    }

    /**
     * Judges a record.
     *
     * @param heartbeatMillis for the answer to a status beyond a limit
     */
    Admission admit(LogRecord record, long heartbeatMillis) {
        Optional<Refused> oversized = oversized(record);
        if (oversized.isPresent()) {
            return oversized.get();
        }
        Received received = ports.codec().readStatusRecord(record.value());
        if (received instanceof Received.Malformed malformed) {
            return new Refused(Flaw.MALFORMED, malformed.reason());
        }
        if (received instanceof Received.ControlRecord control) {
            return ofControl(control.control(), record);
        }
        String cache = received instanceof Received.Status status
                ? status.status().cache()
                : ((Received.BeyondLimit) received).cache();
        if (!record.keyText().equals(cache)) {
            return new Refused(
                    Flaw.WRONG_KEY,
                    "the record's key is \"" + record.keyText() + "\" but its cache is \"" + cache
                            + "\"; use the remote cache id as key");
        }
        int home = ports.forwarder().homeOf(record.key());
        if (home != record.partition()) {
            return ofMisrouted(record, home);
        }
        return received instanceof Received.Status status
                ? ofStatus(status.status(), record)
                : new Answered(rejection((Received.BeyondLimit) received, heartbeatMillis));
    }

    /** What is beside the value must be small: it says nothing but where the record belongs. */
    private static Optional<Refused> oversized(LogRecord record) {
        if (record.key().length > DeadLetters.LONGEST_KEY) {
            return Optional.of(new Refused(
                    Flaw.WRONG_KEY,
                    "the record's key has " + record.key().length + " bytes; a remote cache id has at most "
                            + DeadLetters.LONGEST_KEY));
        }
        int headers = record.headerBytes();
        return headers > MOST_HEADER_BYTES
                ? Optional.of(new Refused(
                        Flaw.MALFORMED,
                        "the record has " + headers + " bytes of headers; at most " + MOST_HEADER_BYTES
                                + " are allowed"))
                : Optional.empty();
    }

    private static Admission ofMisrouted(LogRecord record, int home) {
        if (record.hasHeader(Forwarder.HEADER)) {
            return new Refused(
                    Flaw.WRONG_PARTITION,
                    "the record was forwarded once and still is in partition " + record.partition() + " instead of "
                            + home);
        }
        return new Misrouted(home);
    }

    private Admission ofStatus(PeerStatus status, LogRecord record) {
        boolean proven = ports.seals().isProven(status);
        if (!proven && status.seenEpoch() > 0) {
            return new Refused(
                    Flaw.UNPROVEN,
                    status.token().isPresent()
                            ? "token is not this session's"
                            : "token is missing, though seenEpoch is " + status.seenEpoch());
        }
        return new Admitted(new Event.StatusHeard(momentOf(record), StatusTranslation.toCore(status), proven));
    }

    private Admission ofControl(Control control, LogRecord record) {
        if (!ports.seals().isSealed(control)) {
            return new Refused(Flaw.UNSEALED, "the control record's mac is missing or wrong");
        }
        return switch (control.kind()) {
            case TICK -> new Admitted(new Event.Ticked(momentOf(record)));
            case SETTINGS -> ofSettings(control, record);
            case COMMAND ->
                new Refused(
                        Flaw.UNKNOWN_CONTROL, "command \"" + control.command().orElse("") + "\" is not known here");
        };
    }

    private static Admission ofSettings(Control control, LogRecord record) {
        Read<Settings> settings = SettingsTranslation.toCore(control.settings());
        return settings instanceof Read.Ok<Settings> ok
                ? new Admitted(new Event.SettingsChanged(momentOf(record), ok.value()))
                : new Refused(Flaw.UNKNOWN_CONTROL, ((Read.Malformed<Settings>) settings).reason());
    }

    private PeerAssignment rejection(Received.BeyondLimit beyond, long heartbeatMillis) {
        String token = ports.seals().tokenOf(beyond.peer(), beyond.session(), beyond.cache());
        return AssignmentTranslation.rejection(
                beyond.peer(), beyond.session(), beyond.cache(), beyond.reason(), heartbeatMillis, token);
    }

    private static Moment momentOf(LogRecord record) {
        return new Moment(record.offset(), record.timestampMillis());
    }
}

package dev.taskdirector.wire;

/** A record of the status topic as it was read. */
public sealed interface Received {

    /** A peer's status that keeps the contract. */
    record Status(PeerStatus status) implements Received {}

    /** A control record. Its {@code mac} has not been checked. */
    record ControlRecord(Control control) implements Received {}

    /** A status that is well-formed but beyond a limit: to be answered with {@code rejected}. */
    record BeyondLimit(String peer, String session, String cache, String reason) implements Received {}

    /** A record that breaks the contract: to be dead-lettered with the reason. */
    record Malformed(String reason) implements Received {}
}

package dev.taskdirector.coordinator.runtime;

import dev.taskdirector.coordinator.core.Event;
import dev.taskdirector.wire.PeerAssignment;

/** What the edge says of a record. */
sealed interface Admission {

    /** The core takes it. */
    record Admitted(Event event) implements Admission {}

    /** It is answered here, without the core: a limit was broken. */
    record Answered(PeerAssignment rejected) implements Admission {}

    /** It belongs in another partition. */
    record Misrouted(int home) implements Admission {}

    /** It breaks the contract. */
    record Refused(Flaw flaw, String reason) implements Admission {}
}

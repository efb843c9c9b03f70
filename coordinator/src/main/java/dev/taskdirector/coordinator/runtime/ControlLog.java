package dev.taskdirector.coordinator.runtime;

import dev.taskdirector.wire.Control;

/**
 * Appends the coordinator's own records to a partition of the status topic. Neither waits nor throws: what is lost is
 * appended again when it is still due.
 */
public interface ControlLog {

    /** Appends a record that carries its {@code mac}. */
    void append(int partition, Control control);
}

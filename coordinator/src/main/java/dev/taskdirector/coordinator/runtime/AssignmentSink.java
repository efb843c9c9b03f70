package dev.taskdirector.coordinator.runtime;

import dev.taskdirector.wire.PeerAssignment;
import java.util.List;

/**
 * Takes assignments to their peers' topics. Never waits for the broker and never throws: what can't be published is
 * counted and forgotten, since the next heartbeat of its peer repeats it.
 */
public interface AssignmentSink {

    /** Publishes the newest assignments of some sessions, at most one each. */
    void publish(List<PeerAssignment> assignments);
}

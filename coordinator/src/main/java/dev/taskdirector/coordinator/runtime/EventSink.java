package dev.taskdirector.coordinator.runtime;

import dev.taskdirector.wire.RunEvent;
import java.util.List;

/**
 * Takes run events to their topic, without waiting and without throwing. An event may come twice after a takeover, with
 * the same id.
 */
public interface EventSink {

    void report(List<RunEvent> events);
}

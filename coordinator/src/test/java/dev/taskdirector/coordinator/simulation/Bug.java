package dev.taskdirector.coordinator.simulation;

import dev.taskdirector.agent.TaskResult;
import dev.taskdirector.agent.session.Action;
import dev.taskdirector.coordinator.runtime.CheckpointStore;
import dev.taskdirector.coordinator.runtime.LogReader;
import dev.taskdirector.wire.PeerAssignment;
import dev.taskdirector.wire.PeerStatus;
import dev.taskdirector.wire.WireCodec;
import java.util.List;

/** A rule that is broken on purpose, at the seams around the real parts: the test of the test. */
enum Bug {
    /** Nothing is broken. */
    NONE;

    List<Action> actions(List<Action> actions) {
        return actions;
    }

    PeerStatus says(PeerStatus status) {
        return status;
    }

    boolean hears(PeerAssignment assignment) {
        return true;
    }

    TaskResult ended(TaskResult result) {
        return result;
    }

    List<PeerAssignment> publishes(List<PeerAssignment> assignments) {
        return assignments;
    }

    WireCodec over(WireCodec codec) {
        return codec;
    }

    CheckpointStore over(CheckpointStore store) {
        return store;
    }

    LogReader over(LogReader log) {
        return log;
    }
}

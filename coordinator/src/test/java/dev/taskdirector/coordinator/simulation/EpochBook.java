package dev.taskdirector.coordinator.simulation;

import dev.taskdirector.coordinator.simulation.Violation.Rule;
import dev.taskdirector.wire.AssignedTask;
import dev.taskdirector.wire.AssignmentState;
import dev.taskdirector.wire.PeerAssignment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What an owner has said under which epoch, as long as it remembers itself. */
final class EpochBook {
    private final int owner;
    private final Map<String, Said> newest = new TreeMap<>();

    private record Content(AssignmentState state, Optional<String> run, List<Task> tasks) {}

    /** What of a task belongs to the epoch. */
    private record Task(String name, String lease) {
        static Task of(AssignedTask task) {
            return new Task(task.name(), task.lease());
        }
    }

    private record Said(long epoch, Content content) {}

    EpochBook(int owner) {
        this.owner = owner;
    }

    void forget() {
        newest.clear();
    }

    void note(PeerAssignment assignment) {
        if (!isWhole(assignment)) {
            return;
        }
        Content content = new Content(
                assignment.state(),
                assignment.run(),
                assignment.tasks().stream().map(Task::of).toList());
        Said said = new Said(assignment.epoch(), content);
        Said before = newest.put(assignment.session(), said);
        if (before != null) {
            Violation.unless(
                    before.epoch() < said.epoch() || before.equals(said),
                    Rule.ONE_EPOCH_ONE_CONTENT,
                    () -> "owner " + owner + " told " + assignment.session() + " " + said + " after " + before);
        }
    }

    /** Whether it says what a session should do, and not something about the session itself. */
    static boolean isWhole(PeerAssignment assignment) {
        return switch (assignment.state()) {
            case WORKING, WAITING, COMPLETE, FAILED -> true;
            case SCHEMA_WANTED, REJOIN, SUPERSEDED, REJECTED -> false;
        };
    }
}

package dev.taskdirector.coordinator.fakes;

import dev.taskdirector.coordinator.runtime.AssignmentSink;
import dev.taskdirector.coordinator.runtime.DeadLetters;
import dev.taskdirector.coordinator.runtime.EventSink;
import dev.taskdirector.coordinator.runtime.LogRecord;
import dev.taskdirector.coordinator.runtime.StoredOffsets;
import dev.taskdirector.wire.PeerAssignment;
import dev.taskdirector.wire.RunEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Everything that a processor sends away. */
public final class FakeSink implements AssignmentSink, EventSink, DeadLetters, StoredOffsets {
    private final List<PeerAssignment> assignments = new ArrayList<>();
    private final List<RunEvent> events = new ArrayList<>();
    private final List<DeadLetter> deadLetters = new ArrayList<>();
    private final Map<Integer, Long> stored = new LinkedHashMap<>();
    private Predicate<PeerAssignment> losing = assignment -> false;
    private Consumer<PeerAssignment> listener = assignment -> {};
    private boolean throwing;

    /** A record that was not accepted, and why. */
    public record DeadLetter(LogRecord record, String reason) {}

    /** Assignments that fit are lost on their way. */
    public void lose(Predicate<PeerAssignment> which) {
        losing = which;
    }

    /** All calls end in an exception. */
    public void throwAlways(boolean doing) {
        throwing = doing;
    }

    /** Hears each assignment that is not lost, at once. */
    public void onAssignment(Consumer<PeerAssignment> hearing) {
        listener = hearing;
    }

    /** What was published since the last call. */
    public List<PeerAssignment> takeAssignments() {
        List<PeerAssignment> taken = List.copyOf(assignments);
        assignments.clear();
        return taken;
    }

    /** What happened since the last call. */
    public List<RunEvent> takeEvents() {
        List<RunEvent> taken = List.copyOf(events);
        events.clear();
        return taken;
    }

    public List<DeadLetter> takeDeadLetters() {
        List<DeadLetter> taken = List.copyOf(deadLetters);
        deadLetters.clear();
        return taken;
    }

    /** How far the checkpoint of a partition has come, -1 if it has not begun. */
    public long stored(int partition) {
        return stored.getOrDefault(partition, -1L);
    }

    @Override
    public void publish(List<PeerAssignment> some) {
        failIfTold();
        for (PeerAssignment assignment : some) {
            if (!losing.test(assignment)) {
                assignments.add(assignment);
                listener.accept(assignment);
            }
        }
    }

    @Override
    public void report(List<RunEvent> some) {
        failIfTold();
        events.addAll(some);
    }

    @Override
    public void bury(LogRecord record, String reason) {
        failIfTold();
        deadLetters.add(new DeadLetter(record, reason));
    }

    @Override
    public void stored(int partition, long nextOffset) {
        stored.put(partition, nextOffset);
    }

    private void failIfTold() {
        if (throwing) {
            throw new IllegalStateException("the producer has a bug");
        }
    }
}

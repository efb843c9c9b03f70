package dev.taskdirector.coordinator.runtime;

import dev.taskdirector.coordinator.core.Decisions;
import dev.taskdirector.coordinator.core.Director;
import dev.taskdirector.coordinator.core.Happening;
import dev.taskdirector.coordinator.runtime.CheckpointStore.LogPosition;
import dev.taskdirector.coordinator.runtime.LogReader.Bounds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** The state of a partition in memory, and where in which log it stands. */
final class Replica {
    private final Director director;
    private final Ports ports;
    private final Edge edge;
    private final Misrouted misrouted;
    private final SortedSet<Long> skipped;
    private LogPosition position;
    private long steps;
    private Optional<Print> lastApplied = Optional.empty();
    private List<Happening> carried = List.of();

    /** What tells a record from another one at the same offset of another log. */
    private record Print(long offset, long timestampMillis, int hash) {
        static Print of(LogRecord record) {
            return new Print(record.offset(), record.timestampMillis(), Arrays.hashCode(record.value()));
        }
    }

    Replica(Director director, Ports ports, LogPosition position, List<Long> skipped) {
        this.director = director;
        this.ports = ports;
        this.edge = new Edge(ports);
        this.misrouted = new Misrouted(ports);
        this.position = position;
        this.skipped = new TreeSet<>(skipped);
    }

    Director director() {
        return director;
    }

    LogPosition position() {
        return position;
    }

    /** The first offset that is not applied. */
    long next() {
        return position.nextOffset();
    }

    /** Counts up with whatever it takes in. A position may be met twice: in another log, which begins below. */
    long steps() {
        return steps;
    }

    /** Whether this record stands where another one was applied: the log has been written anew. */
    boolean contradicts(LogRecord record) {
        return lastApplied.isPresent()
                && lastApplied.get().offset() == record.offset()
                && !lastApplied.get().equals(Print.of(record));
    }

    /**
     * Applies the next record.
     *
     * @return whether it reached the core, so that log time passed
     */
    boolean apply(LogRecord record, Outbox outbox) {
        try {
            boolean reached = skipped.contains(record.offset())
                    ? refuse(record, new Admission.Refused(Flaw.SKIPPED, "skipped by an operator"))
                    : route(record, outbox);
            misrouted.passTo(record.timestampMillis(), director.settings().sessionTimeoutMillis());
            lastApplied = Optional.of(Print.of(record));
            moveTo(record.offset() + 1);
            ports.tally().add(Counted.RECORDS, 1);
            return reached;
        } catch (RuntimeException | Error e) {
            // whatever it was, it may have left the state half changed
            throw new UnappliableRecord(record.offset(), e);
        }
    }

    /** Brings what belongs to other partitions there, once all that there is has been applied. */
    void forward() {
        misrouted.forward();
    }

    private boolean route(LogRecord record, Outbox outbox) {
        long heartbeatMillis = director.settings().heartbeatMillis();
        Admission admission = read(record, heartbeatMillis);
        if (admission instanceof Admission.Admitted admitted) {
            Decisions decisions = withCarried(director.apply(admitted.event()));
            ports.tally().add(Counted.IGNORED, director.takeIgnored());
            outbox.add(decisions, record, heartbeatMillis);
            return true;
        }
        if (admission instanceof Admission.Answered answered) {
            outbox.add(answered.rejected());
        } else if (admission instanceof Admission.Misrouted away) {
            misrouted.add(record, away.home());
        } else {
            return refuse(record, (Admission.Refused) admission);
        }
        return false;
    }

    /** The state is not touched yet, so a record that is too much for this heap is nothing but a bad record. */
    private Admission read(LogRecord record, long heartbeatMillis) {
        try {
            return edge.admit(record, heartbeatMillis);
        } catch (OutOfMemoryError e) {
            return new Admission.Refused(Flaw.OUT_OF_MEMORY, "reading the record takes more memory than there is");
        }
    }

    private boolean refuse(LogRecord record, Admission.Refused refused) {
        ports.tally().deadLetter(refused.flaw());
        new Outbox(ports).guarded(() -> bury(record, refused.reason()), 1);
        return false;
    }

    private void bury(LogRecord record, String reason) {
        LogRecord letter;
        try {
            letter = DeadLetters.letterOf(record, ports.seals());
        } catch (OutOfMemoryError e) {
            throw new IllegalStateException("a letter takes more memory than there is", e);
        }
        ports.deadLetters().bury(letter, reason);
    }

    /** What happened between two records gets its id and time from the later one. */
    private Decisions withCarried(Decisions decisions) {
        if (carried.isEmpty()) {
            return decisions;
        }
        List<Happening> all = new ArrayList<>(carried);
        all.addAll(decisions.happenings());
        carried = List.of();
        return new Decisions(decisions.assignments(), all);
    }

    /** Goes on at an offset; the ones before hold nothing. */
    void moveTo(long next) {
        position = new LogPosition(position.topicId(), position.partitions(), next);
        skipped.headSet(next).clear(); // in another log, other records have these offsets
        steps++;
    }

    /**
     * The log is not the one we knew: goes on in this one, and sessions have to join again. What is still to be skipped
     * stays: a partition may stand still in this log before a checkpoint knows of it.
     */
    void adopt(Bounds.Known log, long next, Outbox outbox) {
        ports.tally().add(Counted.FOREIGN_LOGS, 1);
        position = new LogPosition(log.topicId(), log.partitions(), next);
        steps++;
        lastApplied = Optional.empty();
        Decisions decisions = director.forgetSessions();
        List<Happening> all = new ArrayList<>(carried);
        all.addAll(decisions.happenings());
        carried = List.copyOf(all);
        decisions
                .assignments()
                .forEach(
                        assignment -> outbox.add(assignment, director.settings().heartbeatMillis()));
    }
}

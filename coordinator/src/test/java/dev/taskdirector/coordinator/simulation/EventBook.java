package dev.taskdirector.coordinator.simulation;

import dev.taskdirector.coordinator.core.Director;
import dev.taskdirector.coordinator.core.Row;
import dev.taskdirector.coordinator.core.Row.PartitionRow;
import dev.taskdirector.coordinator.core.Row.WorkRow;
import dev.taskdirector.coordinator.simulation.Violation.Rule;
import dev.taskdirector.wire.RunEvent;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What an owner has told those who watch, as long as it remembers itself. */
final class EventBook {
    private final int owner;
    private final Set<String> ids = new TreeSet<>();
    private long successes;
    private boolean runClosed;
    private long tamperedAt = -1;
    private Optional<Known> known = Optional.empty();

    /** What was done when this was last asked. */
    private record Known(Director director, long nowMillis, Set<Long> done) {}

    EventBook(int owner) {
        this.owner = owner;
    }

    void forget() {
        ids.clear();
    }

    /** Ids name offsets: in another log they may come again. */
    void note(List<RunEvent> events, long logTamperedAt) {
        if (logTamperedAt != tamperedAt) {
            tamperedAt = logTamperedAt;
            ids.clear();
        }
        for (RunEvent event : events) {
            Violation.unless(
                    ids.add(event.id()), Rule.EVENTS_ARE_TOLD_ONCE, () -> "owner " + owner + " tells again: " + event);
            runClosed |= event.type() == RunEvent.Type.RUN_CLOSED;
            successes += event.type() == RunEvent.Type.TASK_SUCCEEDED ? 1 : 0;
        }
    }

    /** Each success that has come into the state since was told, once. What was done and forgotten in between is not counted. */
    void check(Director director, List<Row> rows) {
        Set<Long> done = new TreeSet<>();
        long now = 0;
        for (Row row : rows) {
            if (row instanceof WorkRow work && work.state() == Row.WorkState.DONE) {
                done.add(work.work());
            } else if (row instanceof PartitionRow partition) {
                now = partition.nowMillis();
            }
        }
        long told = successes;
        Optional<Known> before = known;
        successes = 0;
        boolean hasForgotten = runClosed;
        runClosed = false;
        known = Optional.of(new Known(director, now, done));
        if (hasForgotten
                || before.isEmpty()
                || before.get().director() != director
                || mayHaveForgotten(director, before.get(), now)) {
            return;
        }
        Set<Long> more = new TreeSet<>(done);
        more.removeAll(before.get().done());
        Violation.unless(
                told == more.size(),
                Rule.EVENTS_ARE_TOLD_ONCE,
                () -> "owner " + owner + " tells of " + told + " successes, and these are new: " + more);
    }

    private static boolean mayHaveForgotten(Director director, Known before, long now) {
        return now - before.nowMillis() >= director.settings().workLingerMillis();
    }
}

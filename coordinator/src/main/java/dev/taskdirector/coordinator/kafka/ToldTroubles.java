package dev.taskdirector.coordinator.kafka;

import dev.taskdirector.coordinator.runtime.Condition;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;

/** Says why partitions wait or are not saved: a line when a trouble begins or becomes another, and one when it ends. */
final class ToldTroubles {
    private final Consumer<String> log;
    private final Map<Integer, String> told = new HashMap<>();

    ToldTroubles(Consumer<String> log) {
        this.log = log;
    }

    /** Looks at all partitions; called every second. */
    void look(SortedMap<Integer, Condition> conditions) {
        conditions.forEach((partition, condition) -> {
            Optional<String> trouble = troubleOf(condition);
            String before = trouble.isPresent() ? told.put(partition, trouble.get()) : told.remove(partition);
            if (trouble.isPresent() && !trouble.get().equals(before)) {
                log.accept("partition " + partition + " " + trouble.get());
            } else if (before != null && condition instanceof Condition.Running) {
                log.accept("partition " + partition + " goes on: it runs, and is saved");
            }
        });
    }

    /** One that stands still is told of where it does. */
    private static Optional<String> troubleOf(Condition condition) {
        if (condition instanceof Condition.Waiting waiting) {
            return waiting.cause().map(cause -> "waits: " + waiting.reason() + ": " + cause);
        }
        return condition instanceof Condition.Running running
                ? running.storeTrouble().map(why -> "is not saved, decisions go on: " + why)
                : Optional.empty();
    }
}

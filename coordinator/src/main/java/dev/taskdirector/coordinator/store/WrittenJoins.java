package dev.taskdirector.coordinator.store;

import dev.taskdirector.coordinator.core.JoinRequest;
import dev.taskdirector.coordinator.core.Row.SessionRow;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The joins that are in the table already. A join may be megabytes while its session's row changes with every status, so
 * it is written once. What is here is true as long as this process wins every race for the partition, and is forgotten
 * when it may not have; it holds what the state holds anyway, one reference per live session.
 */
final class WrittenJoins {

    private final Map<Integer, Map<String, JoinRequest>> byPartition = new ConcurrentHashMap<>();

    boolean contains(int partition, SessionRow row) {
        return Optional.ofNullable(byPartition.get(partition))
                .map(joins -> joins.get(row.session().value()))
                .filter(row.join()::equals)
                .isPresent();
    }

    void add(int partition, SessionRow row) {
        byPartition
                .computeIfAbsent(partition, key -> new ConcurrentHashMap<>())
                .put(row.session().value(), row.join());
    }

    void remove(int partition, String session) {
        Optional.ofNullable(byPartition.get(partition)).ifPresent(joins -> joins.remove(session));
    }

    void forget(int partition) {
        byPartition.remove(partition);
    }
}

package dev.taskdirector.agent.session;

import dev.taskdirector.wire.JoinTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

/** The tasks of the schema, and what became of those that were tried here. */
final class TaskBook {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofHours(4);

    private final Map<String, JoinTask> tasks = new LinkedHashMap<>();
    private final Map<String, Integer> dependents = new HashMap<>();
    private final Set<String> built = new LinkedHashSet<>();
    private final Set<String> failed = new HashSet<>();
    private final Set<String> notAlone = new HashSet<>();
    private List<JoinTask> loneOrder = List.of();

    TaskBook(List<JoinTask> tasks) {
        for (JoinTask task : tasks) {
            this.tasks.put(task.name(), task);
            task.needs().forEach(need -> dependents.merge(need, 1, Integer::sum));
        }
    }

    Optional<JoinTask> find(String name) {
        return Optional.ofNullable(tasks.get(name));
    }

    /** How long a task may take at most. */
    static Duration timeout(JoinTask task) {
        return task.timeoutSeconds().map(Story::seconds).orElse(DEFAULT_TIMEOUT);
    }

    /** How long all tasks may take at most, one after the other. */
    Duration timeouts() {
        return tasks.values().stream().map(TaskBook::timeout).reduce(Duration.ZERO, Duration::plus);
    }

    /** How many tasks need this one. */
    int dependents(String task) {
        return dependents.getOrDefault(task, 0);
    }

    int size() {
        return tasks.size();
    }

    /** Names of what succeeded here, in the order of success. */
    Set<String> built() {
        return Collections.unmodifiableSet(built);
    }

    boolean isBuilt(String task) {
        return built.contains(task);
    }

    boolean isAllBuilt() {
        return built.size() == tasks.size();
    }

    /** Whether a task failed here and never succeeded here. */
    boolean hasFailure() {
        return !failed.isEmpty();
    }

    void succeeded(String task) {
        built.add(task);
        failed.remove(task);
    }

    void failed(String task) {
        failed.add(task);
        notAlone.add(task);
    }

    /** Alone, whatever did not succeed is not tried again: nobody else would stop a loop. */
    void notAgainAlone(String task) {
        notAlone.add(task);
    }

    /** Gives the tasks an order of the session's own, so that several lonely peers seldom meet on one task. */
    void shuffleBy(String session) {
        List<JoinTask> order = new ArrayList<>(tasks.values());
        Collections.shuffle(order, new Random(session.hashCode()));
        loneOrder = List.copyOf(order);
    }

    /** The next task that can be built from what was built here, in the session's own order. */
    Optional<JoinTask> nextAlone(Predicate<String> isTaken) {
        return loneOrder.stream()
                .filter(this::isTriableAlone)
                .filter(task -> !isTaken.test(task.name()) && built.containsAll(task.needs()))
                .findFirst();
    }

    /** Which of these a peer may try without a lease, in the session's own order. */
    List<JoinTask> triableAlone(Set<String> names) {
        return loneOrder.stream()
                .filter(task -> names.contains(task.name()) && isTriableAlone(task))
                .toList();
    }

    private boolean isTriableAlone(JoinTask task) {
        return !built.contains(task.name()) && !notAlone.contains(task.name());
    }
}

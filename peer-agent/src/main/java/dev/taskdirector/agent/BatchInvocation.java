package dev.taskdirector.agent;

import java.time.Duration;
import java.util.List;

/**
 * Tasks to run together once.
 *
 * @param tasks what each would be alone, two or more, all in the same slot; none needs another
 */
public record BatchInvocation(List<TaskInvocation> tasks) {

    private static final Duration MOST_BEYOND_SHORTEST = Duration.ofSeconds(30);

    public BatchInvocation {
        tasks = List.copyOf(tasks);
        if (tasks.size() < 2) {
            throw new IllegalArgumentException("a batch has two tasks at least, not " + tasks);
        }
    }

    /** Names of the tasks, in the order in which they were leased. */
    public List<String> names() {
        return tasks.stream().map(TaskInvocation::task).toList();
    }

    /** The targets of all tasks, in the same order. */
    public List<String> targets() {
        return tasks.stream().flatMap(task -> task.targets().stream()).toList();
    }

    /** Which of the peer's slots they take together, from 0. */
    public int slot() {
        return tasks.get(0).slot();
    }

    /**
     * After which all are stopped: what they would have one after the other, but 30 s more than the shortest of them at
     * most. The coordinator gives a lease up a minute after its task's timeout, and whatever hangs in a batch is to be told
     * from the others before.
     */
    public Duration timeout() {
        Duration all = tasks.stream().map(TaskInvocation::timeout).reduce(Duration.ZERO, Duration::plus);
        Duration shortest = tasks.stream()
                .map(TaskInvocation::timeout)
                .min(Duration::compareTo)
                .orElse(Duration.ZERO);
        Duration most = shortest.plus(MOST_BEYOND_SHORTEST);
        return all.compareTo(most) < 0 ? all : most;
    }
}

package dev.taskdirector.agent.session;

import dev.taskdirector.wire.AssignedTask;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What the workshop tells of its tasks: why each begins, and how it ended. Nothing is decided by it. */
final class WorkLog {

    private final TaskBook book;
    private final Story story;
    private final boolean hasKeys;
    private final Consumer<Fact> tell;

    /** What the newest assignment says of each task that the peer should be running. */
    private Map<String, AssignedTask> assigned = Map.of();

    /** Tasks in hand that another peer had and lost. */
    private final Set<String> retaken = new HashSet<>();

    WorkLog(TaskBook book, Story story, boolean hasKeys, Consumer<Fact> tell) {
        this.book = book;
        this.story = story;
        this.hasKeys = hasKeys;
        this.tell = tell;
    }

    void hear(Map<String, AssignedTask> tasks) {
        assigned = tasks;
    }

    /** A task is taken up. */
    void taken(AssignedTask task) {
        if (task.lostBy().isPresent() || story.isTakenOver(task.name())) {
            retaken.add(task.name());
        } else {
            retaken.remove(task.name());
        }
    }

    void begun(Holdings.Held held) {
        tell.accept(beginning(held));
    }

    void begunTogether(List<Holdings.Held> tasks) {
        List<String> names = tasks.stream().map(Holdings.Held::name).toList();
        names.forEach(retaken::remove);
        Duration expected = tasks.stream().map(Holdings.Held::expected).reduce(Duration.ZERO, Duration::plus);
        tell.accept(new Fact.StartedTogether(names, expected));
    }

    void ended(String task, TaskResult result, Optional<String> aftermath) {
        tell.accept(
                switch (result.outcome()) {
                    case SUCCEEDED ->
                        new Fact.Built(
                                task,
                                result.took(),
                                result.exitCode(),
                                story.done(book.built().size()),
                                story.tasks());
                    case FAILED -> new Fact.Failed(task, result.took(), result.exitCode(), aftermath);
                    case ABORTED -> new Fact.Aborted(task, result.took());
                    case UNAVAILABLE -> new Fact.Unavailable(task);
                });
    }

    void endedTogether(List<String> tasks, TaskResult result) {
        if (!tasks.isEmpty()) {
            tell.accept(new Fact.EndedTogether(tasks, result.outcome(), result.took(), result.exitCode()));
        }
    }

    /** Who else is concerned by a failure here. */
    Optional<String> aftermath(String task) {
        return Optional.ofNullable(assigned.get(task))
                .flatMap(AssignedTask::neededBy)
                .map(others -> {
                    String who = others == 0 ? "nobody else" : others == 1 ? "1 other peer" : others + " other peers";
                    String verb = others > 1 ? (hasKeys ? "have" : "need") : (hasKeys ? "has" : "needs");
                    return who + " " + verb + (hasKeys ? " these inputs" : " it");
                });
    }

    private Fact beginning(Holdings.Held held) {
        if (held.lease().isEmpty()) {
            return new Fact.Started(held.name(), held.expected(), true);
        }
        Optional<AssignedTask> said = Optional.ofNullable(assigned.get(held.name()));
        return retaken.remove(held.name())
                ? new Fact.Retaken(held.name(), said.flatMap(AssignedTask::lostBy))
                : new Fact.Started(held.name(), held.expected(), false, why(held, said));
    }

    /** Whether something follows is what matters: the last task of a chain is no path. */
    private Optional<Fact.Why> why(Holdings.Held held, Optional<AssignedTask> said) {
        Optional<Fact.Why> besides = said.flatMap(AssignedTask::besides).map(Fact.Why.Besides::new);
        return besides.or(() -> whatFollows(held, said));
    }

    private Optional<Fact.Why> whatFollows(Holdings.Held held, Optional<AssignedTask> said) {
        int dependents = book.dependents(held.name());
        if (dependents == 0) {
            return Optional.empty();
        }
        return said.flatMap(AssignedTask::pathSeconds)
                .<Fact.Why>map(path -> new Fact.Why.LongestPath(Story.seconds(path)))
                .or(() -> Optional.of(new Fact.Why.Unblocks(dependents)));
    }
}

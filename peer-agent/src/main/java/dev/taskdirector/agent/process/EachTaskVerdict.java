package dev.taskdirector.agent.process;

import dev.taskdirector.agent.RunningTask;
import dev.taskdirector.agent.TaskInvocation;
import dev.taskdirector.agent.session.TaskResult;
import dev.taskdirector.wire.JoinTask;
import dev.taskdirector.wire.Outcome;
import dev.taskdirector.wire.Relied;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The verdict of a schema without a universe: each task's command once more, in the schema's order and what it needs
 * before it, as many at a time as there are slots. What needs a failed task isn't run; the rest is, so that one look
 * shows all that is wrong. The first failure's exit code is the verdict's.
 */
final class EachTaskVerdict implements RunningTask {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofHours(4);

    private static final TaskResult NOT_STARTED =
            new TaskResult(Outcome.FAILED, Optional.empty(), Duration.ZERO, Optional.empty(), List.of());

    private final CommandTaskRunner runner;
    private final Consumer<TaskResult> ended;
    private final List<JoinTask> pending;
    private final TreeSet<Integer> freeSlots = new TreeSet<>();
    private final TreeMap<Integer, RunningTask> running = new TreeMap<>();
    private final Set<String> succeeded = new HashSet<>();
    private final List<Relied> relied = new ArrayList<>();
    private final long started = System.nanoTime();
    private Optional<TaskResult> failure = Optional.empty();
    private boolean aborted;
    private boolean told;

    EachTaskVerdict(List<JoinTask> tasks, int slots, CommandTaskRunner runner, Consumer<TaskResult> ended) {
        this.runner = runner;
        this.ended = ended;
        this.pending = new ArrayList<>(tasks);
        for (int slot = 0; slot < slots; slot++) {
            freeSlots.add(slot);
        }
    }

    void begin() {
        advance();
    }

    @Override
    public void abort() {
        synchronized (this) {
            aborted = true;
            pending.clear();
            running.values().forEach(RunningTask::abort);
        }
        advance();
    }

    private void advance() {
        Optional<TaskResult> end = Optional.empty();
        synchronized (this) {
            startWhatIsReady();
            if (running.isEmpty() && !told) {
                told = true;
                end = Optional.of(result());
            }
        }
        end.ifPresent(ended);
    }

    private void startWhatIsReady() {
        for (Optional<JoinTask> ready = ready(); ready.isPresent() && !freeSlots.isEmpty(); ready = ready()) {
            JoinTask task = ready.get();
            pending.remove(task);
            start(task, freeSlots.first());
        }
    }

    /** One that can't be started has failed: who waits for the verdict must hear of its end. */
    private void start(JoinTask task, int slot) {
        Duration timeout = task.timeoutSeconds()
                .map(seconds -> Duration.ofMillis((long) (seconds * 1000)))
                .orElse(DEFAULT_TIMEOUT);
        TaskInvocation invocation = new TaskInvocation(task.name(), task.targets(), slot, timeout);
        try {
            running.put(slot, runner.startOnce(invocation, result -> take(task, slot, result)));
            freeSlots.remove(slot);
        } catch (RuntimeException | Error notStarted) {
            runner.noteFailure(task.name(), notStarted);
            failure = failure.or(() -> Optional.of(NOT_STARTED));
        }
    }

    private Optional<JoinTask> ready() {
        return pending.stream()
                .filter(task -> succeeded.containsAll(task.needs()))
                .findFirst();
    }

    private void take(JoinTask task, int slot, TaskResult result) {
        synchronized (this) {
            running.remove(slot);
            freeSlots.add(slot);
            relied.addAll(result.relied());
            result.cacheHit().ifPresent(hit -> relied.add(new Relied(task.name(), hit)));
            if (result.outcome() == Outcome.SUCCEEDED) {
                succeeded.add(task.name());
            } else if (failure.isEmpty()) {
                failure = Optional.of(result);
            }
        }
        advance();
    }

    private TaskResult result() {
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        if (aborted) {
            return new TaskResult(Outcome.ABORTED, Optional.empty(), took, Optional.empty(), relied);
        }
        if (failure.isPresent() || !pending.isEmpty()) {
            Optional<Integer> exitCode = failure.flatMap(TaskResult::exitCode);
            return new TaskResult(Outcome.FAILED, exitCode, took, Optional.empty(), relied);
        }
        return new TaskResult(Outcome.SUCCEEDED, Optional.of(0), took, Optional.empty(), relied);
    }
}

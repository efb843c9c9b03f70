package dev.taskdirector.agent.process;

import dev.taskdirector.agent.BatchInvocation;
import dev.taskdirector.agent.BatchRunner;
import dev.taskdirector.agent.RunningTask;
import dev.taskdirector.agent.TaskInvocation;
import dev.taskdirector.agent.TaskRunner;
import dev.taskdirector.agent.session.TaskResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Runs each task as a command. {@link #close} stops what runs and waits until it is gone. */
public final class CommandTaskRunner implements TaskRunner, AutoCloseable {

    private static final Duration WITHOUT_LIMIT = Duration.ofDays(365);
    private static final Duration CLOSING_MARGIN = Duration.ofSeconds(8);

    private final RunnerSettings settings;
    private final OutputSink sink;
    private final Consumer<String> notes;
    private final AtomicBoolean diskNoted = new AtomicBoolean();
    private final Scratch scratch = Scratch.inTempFolder();
    private final AtomicInteger begunBatches = new AtomicInteger();
    private final ThreadFactory threads;
    private final Set<CommandRun> live = ConcurrentHashMap.newKeySet();

    /**
     * @param sink takes the output of commands
     * @param notes takes sentences for the CI log, such as that the disk is full
     */
    public CommandTaskRunner(RunnerSettings settings, OutputSink sink, Consumer<String> notes) {
        this(settings, sink, notes, Thread::new);
    }

    CommandTaskRunner(RunnerSettings settings, OutputSink sink, Consumer<String> notes, ThreadFactory threads) {
        this.settings = settings;
        this.sink = sink;
        this.notes = notes;
        this.threads = threads;
    }

    @Override
    public RunningTask start(TaskInvocation invocation, Consumer<TaskResult> ended) {
        return startCommands(invocation, commands(invocation), ended);
    }

    private List<List<String>> commands(TaskInvocation invocation) {
        List<List<String>> commands = new ArrayList<>();
        commands.add(command(settings.command(), invocation));
        settings.afterTask().ifPresent(after -> commands.add(command(after, invocation)));
        return commands;
    }

    /** One command for several tasks, if it can take them and needs no task's name, and no command after it does. */
    @Override
    public Optional<BatchRunner> batches() {
        boolean canBatch = settings.batches()
                && settings.command().takesSeveralTasks()
                && settings.afterTask().filter(CommandTemplate::namesTask).isEmpty();
        return canBatch ? Optional.of(this::startBatch) : Optional.empty();
    }

    private RunningTask startBatch(BatchInvocation batch, Consumer<TaskResult> ended) {
        String names = String.join(" ", batch.names());
        TaskInvocation all = new TaskInvocation(names, batch.targets(), batch.slot(), batch.timeout());
        return start(order(all, commands(all)), output(batchLog(batch)), ended);
    }

    private Optional<LogFile> batchLog(BatchInvocation batch) {
        return settings.logs().map(folder -> {
            Path path = folder.fileOfBatch(begunBatches.incrementAndGet());
            batch.names().forEach(task -> LogFile.point(folder.fileOf(task), path, this::noteDisk));
            return open(path);
        });
    }

    @Override
    public RunningTask startVerdict(Consumer<TaskResult> ended) {
        if (settings.verdict() instanceof Verdict.OneCommand one) {
            List<String> arguments = one.command().expand("verdict", one.targets(), 0);
            CommandRun.Order order = new CommandRun.Order(Optional.empty(), List.of(arguments), 0, WITHOUT_LIMIT);
            Optional<LogFile> file = settings.logs().map(folder -> open(folder.fileOfVerdict()));
            return start(order, new PassedOutput(sink, file), ended);
        }
        if (settings.verdict() instanceof Verdict.EachTask each) {
            EachTaskVerdict verdict = new EachTaskVerdict(each.tasks(), settings.slots(), this, ended);
            verdict.begin();
            return verdict;
        }
        throw new IllegalStateException("a verdict was asked for where there is none");
    }

    /** Stops everything, as a group, and returns when it is gone or the grace period and a margin have passed. */
    @Override
    public void close() {
        live.forEach(CommandRun::abort);
        long deadline =
                System.nanoTime() + settings.abortGrace().plus(CLOSING_MARGIN).toNanos();
        for (CommandRun run : live) {
            try {
                run.awaitEnd(Duration.ofNanos(deadline - System.nanoTime()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        scratch.close();
    }

    /** Ends what runs without further grace. */
    public void kill() {
        live.forEach(CommandRun::kill);
    }

    /** Says that a task could not be started, since the agent itself failed. */
    void noteFailure(String task, Throwable reason) {
        notes.accept("the agent could not start " + task + " (" + reason + "); please report it");
    }

    /** The task's command alone, as the verdict needs it: there is nothing to report that would have to wait. */
    RunningTask startOnce(TaskInvocation invocation, Consumer<TaskResult> ended) {
        return startCommands(invocation, List.of(command(settings.command(), invocation)), ended);
    }

    private RunningTask startCommands(
            TaskInvocation invocation, List<List<String>> commands, Consumer<TaskResult> ended) {
        return start(order(invocation, commands), output(logFile(invocation.task())), ended);
    }

    private static CommandRun.Order order(TaskInvocation invocation, List<List<String>> commands) {
        return new CommandRun.Order(Optional.of(invocation.task()), commands, invocation.slot(), invocation.timeout());
    }

    private RunningTask start(CommandRun.Order order, TaskOutput output, Consumer<TaskResult> ended) {
        CommandRun run = new CommandRun(settings, order, output, scratch, threads);
        live.add(run);
        try {
            run.start(result -> {
                live.remove(run);
                ended.accept(result);
            });
        } catch (RuntimeException | Error notStarted) {
            live.remove(run);
            output.end();
            throw notStarted;
        }
        return run;
    }

    private TaskOutput output(Optional<LogFile> file) {
        if (settings.slots() == 1) {
            return new PassedOutput(sink, file);
        }
        LogFile spill = file.orElseGet(() -> open(temporaryFile()));
        return new GroupedOutput(sink, spill, file.isPresent());
    }

    private Optional<LogFile> logFile(String task) {
        return settings.logs().map(folder -> open(folder.fileOf(task)));
    }

    private LogFile open(Path path) {
        return LogFile.open(path, this::noteDisk);
    }

    /** The file of a task that has no log folder. Where even the temp folder is full, it is one that won't open. */
    private Path temporaryFile() {
        try {
            return scratch.file(".log");
        } catch (IOException e) {
            return Path.of(System.getProperty("java.io.tmpdir"), Scratch.PREFIX + UUID.randomUUID() + ".log");
        }
    }

    private void noteDisk(String sentence) {
        if (diskNoted.compareAndSet(false, true)) {
            notes.accept(sentence);
        }
    }

    private static List<String> command(CommandTemplate template, TaskInvocation invocation) {
        return template.expand(invocation.task(), invocation.targets(), invocation.slot());
    }
}

package dev.taskdirector.agent.process;

import dev.taskdirector.agent.RunningTask;
import dev.taskdirector.agent.session.TaskResult;
import dev.taskdirector.wire.Outcome;
import dev.taskdirector.wire.Relied;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One run of a command, and of what comes after it, on a thread of its own. */
final class CommandRun implements RunningTask {

    /** The exit code that sysexits calls EX_TEMPFAIL: not the task's fault, try again later or elsewhere. */
    static final int UNAVAILABLE = 75;

    private static final int CANNOT_RUN = 127;

    private final RunnerSettings settings;
    private final Order order;
    private final TaskOutput output;
    private final Scratch scratch;
    private final ThreadFactory threads;
    private final Stop stop = new Stop();
    private final CountDownLatch over = new CountDownLatch(1);

    /**
     * What is to be run.
     *
     * @param name the task's name, those of several with blanks between, empty for the verdict
     * @param commands one after the other, each only if the one before has succeeded
     * @param timeout for all of them together
     */
    record Order(Optional<String> name, List<List<String>> commands, int slot, Duration timeout) {
        Order {
            commands = List.copyOf(commands);
        }
    }

    CommandRun(RunnerSettings settings, Order order, TaskOutput output, Scratch scratch, ThreadFactory threads) {
        this.settings = settings;
        this.order = order;
        this.output = output;
        this.scratch = scratch;
        this.threads = threads;
    }

    /**
     * @param ended called once, whatever happens, from the run's own thread; never if this throws
     * @throws OutOfMemoryError if no thread is to be had
     */
    void start(Consumer<TaskResult> ended) {
        try {
            Thread thread = threads.newThread(() -> {
                try {
                    ended.accept(run());
                } finally {
                    over.countDown();
                }
            });
            thread.setName("task-" + order.slot());
            thread.start();
        } catch (RuntimeException | Error noThread) {
            over.countDown();
            throw noThread;
        }
    }

    @Override
    public void abort() {
        stop.ask();
    }

    /** Ends it without further grace. */
    void kill() {
        stop.hurry();
    }

    void awaitEnd(Duration limit) throws InterruptedException {
        boolean unused = over.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    private TaskResult run() {
        long started = System.nanoTime();
        Ending ending;
        List<Relied> said = List.of();
        try {
            Optional<ReportFile> report = ReportFile.create(scratch);
            ending = runAll(environment(report));
            said = report.map(file -> file.take(settings.tasks())).orElse(List.of());
        } catch (RuntimeException | Error broken) {
            // who waits for the end must hear of it, else the peer would hold the task for ever
            ending = new Ending.AgentFailed(String.valueOf(broken));
        }
        return result(shown(ending), Duration.ofNanos(System.nanoTime() - started), said);
    }

    /** How it ended, as far as it could be shown, too. */
    private Ending shown(Ending ending) {
        try {
            OutputPump.show(() -> showLast(ending), stop.asked(), threads);
            return ending;
        } catch (RuntimeException | Error broken) {
            return new Ending.AgentFailed(String.valueOf(broken));
        }
    }

    private Ending runAll(Map<String, String> environment) {
        Execution execution = new Execution(stop, order.timeout(), settings.abortGrace(), scratch, threads);
        Ending last = new Ending.Exited(0);
        for (List<String> command : order.commands()) {
            last = execution.run(command, settings.folder(), environment, output);
            if (!last.isSuccess()) {
                return last;
            }
        }
        return last;
    }

    private Map<String, String> environment(Optional<ReportFile> report) {
        Map<String, String> environment = new TreeMap<>();
        environment.put("TASK_DIRECTOR_PEER", settings.peer());
        environment.put("TASK_DIRECTOR_SLOT", Integer.toString(order.slot()));
        environment.put("TASK_DIRECTOR_TASK", order.name().orElse(""));
        environment.put(
                "TASK_DIRECTOR_REPORT",
                report.map(file -> file.path().toString()).orElse("/dev/null"));
        return environment;
    }

    private void showLast(Ending ending) {
        explain(ending);
        output.end();
    }

    private void explain(Ending ending) {
        if (ending instanceof Ending.NotStarted notStarted) {
            say("cannot start the command: " + notStarted.reason());
        } else if (ending instanceof Ending.TimedOut) {
            say("stopped after its timeout of " + order.timeout().toSeconds() + " s");
        } else if (ending instanceof Ending.AgentFailed failed) {
            say("the agent failed (" + failed.reason() + "); please report it");
        }
    }

    private void say(String sentence) {
        byte[] line = ("task-director: " + sentence + "\n").getBytes(StandardCharsets.UTF_8);
        output.write(line, line.length);
    }

    private TaskResult result(Ending ending, Duration took, List<Relied> said) {
        Optional<Boolean> cacheHit = Optional.empty();
        List<Relied> relied = new ArrayList<>();
        for (Relied one : said) {
            if (order.name().isPresent() && order.name().get().equals(one.task())) {
                cacheHit = Optional.of(one.hit());
            } else {
                relied.add(one);
            }
        }
        return new TaskResult(outcome(ending), exitCode(ending), took, cacheHit, relied);
    }

    private Outcome outcome(Ending ending) {
        if (ending instanceof Ending.Stopped) {
            return Outcome.ABORTED;
        }
        if (ending.isSuccess()) {
            return Outcome.SUCCEEDED;
        }
        boolean isTemporary = ending instanceof Ending.Exited exited && exited.code() == UNAVAILABLE;
        boolean isItsOwnFault = !isTemporary && !(ending instanceof Ending.AgentFailed);
        return order.name().isEmpty() || isItsOwnFault ? Outcome.FAILED : Outcome.UNAVAILABLE;
    }

    private static Optional<Integer> exitCode(Ending ending) {
        if (ending instanceof Ending.Exited exited) {
            return Optional.of(exited.code());
        }
        return ending instanceof Ending.NotStarted ? Optional.of(CANNOT_RUN) : Optional.empty();
    }
}

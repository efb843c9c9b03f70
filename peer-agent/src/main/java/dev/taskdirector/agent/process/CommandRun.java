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
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** One run of a command, and of what comes after it, on a thread of its own. */
final class CommandRun implements RunningTask {

    /** The exit code that sysexits calls EX_TEMPFAIL: not the task's fault, try again later or elsewhere. */
    static final int UNAVAILABLE = 75;

    private static final int CANNOT_RUN = 127;

    private final RunnerSettings settings;
    private final Order order;
    private final TaskOutput output;
    private final CompletableFuture<Void> stop = new CompletableFuture<>();
    private final Thread thread;

    /**
     * What is to be run.
     *
     * @param name the task's name, empty for the verdict
     * @param commands one after the other, each only if the one before has succeeded
     * @param timeout for all of them together
     */
    record Order(Optional<String> name, List<List<String>> commands, int slot, Duration timeout) {
        Order {
            commands = List.copyOf(commands);
        }
    }

    CommandRun(RunnerSettings settings, Order order, TaskOutput output, Consumer<TaskResult> ended) {
        this.settings = settings;
        this.order = order;
        this.output = output;
        this.thread = new Thread(() -> ended.accept(run()), "task-" + order.slot());
    }

    void start() {
        thread.start();
    }

    @Override
    public void abort() {
        stop.complete(null);
    }

    void awaitEnd(Duration limit) throws InterruptedException {
        thread.join(Math.max(1, limit.toMillis()));
    }

    private TaskResult run() {
        long started = System.nanoTime();
        Optional<ReportFile> report = ReportFile.create();
        Ending ending = runAll(environment(report));
        explain(ending);
        output.end();
        List<Relied> said = report.map(file -> file.take(settings.tasks())).orElse(List.of());
        return result(ending, Duration.ofNanos(System.nanoTime() - started), said);
    }

    private Ending runAll(Map<String, String> environment) {
        Execution execution = new Execution(stop, order.timeout(), settings.abortGrace());
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

    private void explain(Ending ending) {
        if (ending instanceof Ending.NotStarted notStarted) {
            say("cannot start the command: " + notStarted.reason());
        } else if (ending instanceof Ending.TimedOut) {
            say("stopped after its timeout of " + order.timeout().toSeconds() + " s");
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
        boolean canBeTriedAgain =
                order.name().isPresent() && ending instanceof Ending.Exited exited && exited.code() == UNAVAILABLE;
        return canBeTriedAgain ? Outcome.UNAVAILABLE : Outcome.FAILED;
    }

    private static Optional<Integer> exitCode(Ending ending) {
        if (ending instanceof Ending.Exited exited) {
            return Optional.of(exited.code());
        }
        return ending instanceof Ending.NotStarted ? Optional.of(CANNOT_RUN) : Optional.empty();
    }
}

package dev.taskdirector.agent.cli;

import dev.taskdirector.agent.RunningTask;
import dev.taskdirector.agent.process.CommandTaskRunner;
import dev.taskdirector.agent.session.Fact;
import dev.taskdirector.agent.session.TaskResult;
import dev.taskdirector.wire.Outcome;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Runs the verdict without any coordinator. */
final class VerdictAlone {

    private static final int FAILED = 1;

    private final CommandTaskRunner runner;
    private final Consumer<Fact> facts;
    private Optional<RunningTask> running = Optional.empty();
    private Optional<Integer> stopped = Optional.empty();

    VerdictAlone(CommandTaskRunner runner, Consumer<Fact> facts) {
        this.runner = runner;
        this.facts = facts;
    }

    /** Stops it; {@link #run} returns this exit code then. */
    synchronized void stop(int exitCode) {
        stopped = stopped.or(() -> Optional.of(exitCode));
        running.ifPresent(RunningTask::abort);
    }

    int run(String why) {
        facts.accept(new Fact.VerdictStarted(why));
        CompletableFuture<TaskResult> end = new CompletableFuture<>();
        start(end);
        TaskResult result = end.join();
        int code = result.exitCode().orElse(result.outcome() == Outcome.SUCCEEDED ? 0 : FAILED);
        if (code == 0 && result.outcome() != Outcome.SUCCEEDED) {
            code = FAILED;
        }
        facts.accept(new Fact.VerdictEnded(code, result.took(), Optional.empty()));
        synchronized (this) {
            return stopped.orElse(code);
        }
    }

    private synchronized void start(CompletableFuture<TaskResult> end) {
        RunningTask started = runner.startVerdict(end::complete);
        running = Optional.of(started);
        if (stopped.isPresent()) {
            started.abort();
        }
    }
}

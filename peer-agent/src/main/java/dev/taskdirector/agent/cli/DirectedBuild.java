package dev.taskdirector.agent.cli;

import dev.taskdirector.agent.PeerAgent;
import dev.taskdirector.agent.checkout.TaskKeys;
import dev.taskdirector.agent.process.CommandTaskRunner;
import dev.taskdirector.agent.process.RunnerSettings;
import dev.taskdirector.agent.process.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A build together with others. Whatever happens to the agent itself, the verdict is run and decides. */
final class DirectedBuild {

    private final BuildPlan plan;
    private final Verdict verdict;
    private final Surroundings around;
    private final RunnerSettings settings;
    private final SessionWatch transport;
    private final String cache;
    private final Supplier<TaskKeys.Result> keys;

    /** @param keys computes them, which may run commands for minutes; an interrupt ends that */
    DirectedBuild(
            BuildPlan plan,
            Verdict verdict,
            Surroundings around,
            SessionWatch transport,
            Supplier<TaskKeys.Result> keys)
            throws UsageError {
        this.plan = plan;
        this.verdict = verdict;
        this.around = around;
        this.transport = transport;
        this.settings = plan.runner(verdict, around);
        this.cache = plan.identity().cache().orElseThrow().value();
        this.keys = keys;
    }

    static DirectedBuild of(BuildPlan plan, Verdict verdict, CoordinatorOptions coordinator, Surroundings around)
            throws UsageError {
        SessionWatch transport = new SessionWatch(around.transports()
                .make(
                        coordinator.settings(around),
                        coordinator.topics(),
                        plan.identity().peer().value()));
        return new DirectedBuild(plan, verdict, around, transport, () -> plan.keys(around));
    }

    int run() {
        BuildLog log = new BuildLog(plan, verdict, around);
        try (CommandTaskRunner runner = new CommandTaskRunner(settings, log.console(), log::note)) {
            int exitCode = build(runner, log);
            log.close(exitCode, transport.session());
            return exitCode;
        }
    }

    private int build(CommandTaskRunner runner, BuildLog log) {
        Beginning beginning = new Beginning();
        StopSwitch stop = new StopSwitch(new StopSwitch.Target(beginning::stop, () -> {}), log::stopping);
        try {
            around.signals().accept(stop);
            log.open(cache);
            TaskKeys.Result found = keys();
            PeerAgent agent = agent(found, runner, log);
            turn(stop, new StopSwitch.Target(agent::stop, runner::kill));
            if (beginning.stopped.isPresent()) {
                return beginning.stopped.get();
            }
            found.notes().forEach(log::note);
            return agent.run();
        } catch (RuntimeException | Error broken) {
            // the agent's own failure must not be the build's
            log.note("the agent failed (" + broken + "); please report it; going to the verdict without others");
            return verdictAfterFailure(runner, log, stop);
        }
    }

    private PeerAgent agent(TaskKeys.Result found, CommandTaskRunner runner, BuildLog log) {
        return PeerAgent.builder()
                .peer(plan.identity().peer().value())
                .cache(cache)
                .join(plan.join(found))
                .slots(plan.how().slots)
                .settings(plan.session(verdict))
                .runner(runner)
                .transport(transport)
                .facts(log)
                .build();
    }

    private TaskKeys.Result keys() {
        try {
            return keys.get();
        } catch (RuntimeException | Error broken) {
            return new TaskKeys.Result(
                    Optional.empty(), List.of("no keys: the agent failed (" + broken + "); please report it"));
        }
    }

    /** What there was to stop before was stopped by an interrupt, which is over now. */
    private static void turn(StopSwitch stop, StopSwitch.Target target) {
        stop.turnTo(target);
        boolean unused = Thread.interrupted();
    }

    private int verdictAfterFailure(CommandTaskRunner runner, BuildLog log, StopSwitch stop) {
        runner.close();
        if (verdict instanceof Verdict.None) {
            RunnerSettings eachTask = settings.withVerdict(plan.eachTask());
            try (CommandTaskRunner alone = new CommandTaskRunner(eachTask, log.console(), log::note)) {
                return judge(alone, log, stop);
            }
        }
        return judge(runner, log, stop);
    }

    private static int judge(CommandTaskRunner runner, BuildLog log, StopSwitch stop) {
        VerdictAlone alone = new VerdictAlone(runner, log);
        turn(stop, new StopSwitch.Target(alone::stop, runner::kill));
        return alone.run("the agent failed");
    }

    /** What is done before there is an agent that could be stopped. */
    private static final class Beginning {
        private final Thread thread = Thread.currentThread();
        private volatile Optional<Integer> stopped = Optional.empty();

        void stop(int exitCode) {
            stopped = Optional.of(exitCode);
            thread.interrupt();
        }
    }
}

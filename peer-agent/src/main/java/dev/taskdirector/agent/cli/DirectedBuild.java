package dev.taskdirector.agent.cli;

import dev.taskdirector.agent.PeerAgent;
import dev.taskdirector.agent.checkout.TaskKeys;
import dev.taskdirector.agent.process.CommandTaskRunner;
import dev.taskdirector.agent.process.RunnerSettings;
import dev.taskdirector.agent.process.Verdict;
import dev.taskdirector.wire.Join;
import java.util.List;

/** A build together with others. Whatever happens to the agent itself, the verdict is run and decides. */
final class DirectedBuild {

    private final BuildPlan plan;
    private final Verdict verdict;
    private final Surroundings around;
    private final RunnerSettings settings;
    private final SessionWatch transport;
    private final String cache;
    private final Join join;
    private final List<String> keyNotes;

    private DirectedBuild(
            BuildPlan plan, Verdict verdict, Surroundings around, SessionWatch transport, TaskKeys.Result keys)
            throws UsageError {
        this.plan = plan;
        this.verdict = verdict;
        this.around = around;
        this.transport = transport;
        this.settings = plan.runner(verdict, around);
        this.cache = plan.identity().cache().orElseThrow().value();
        this.join = plan.join(keys);
        this.keyNotes = keys.notes();
    }

    /** Computes keys, which may run commands. */
    static DirectedBuild of(BuildPlan plan, Verdict verdict, CoordinatorOptions coordinator, Surroundings around)
            throws UsageError {
        SessionWatch transport = new SessionWatch(around.transports()
                .make(
                        coordinator.settings(around),
                        coordinator.topics(),
                        plan.identity().peer().value()));
        return new DirectedBuild(plan, verdict, around, transport, plan.keys(around));
    }

    int run() {
        BuildLog log = new BuildLog(plan, verdict, around);
        log.open(cache);
        keyNotes.forEach(log::note);
        try (CommandTaskRunner runner = new CommandTaskRunner(settings, log.console(), log::note)) {
            int exitCode = build(runner, log);
            log.close(exitCode, transport.session());
            return exitCode;
        }
    }

    private int build(CommandTaskRunner runner, BuildLog log) {
        PeerAgent agent = PeerAgent.builder()
                .peer(plan.identity().peer().value())
                .cache(cache)
                .join(join)
                .slots(plan.how().slots)
                .settings(plan.session(verdict))
                .runner(runner)
                .transport(transport)
                .facts(log)
                .build();
        StopSwitch stop = new StopSwitch(new StopSwitch.Target(agent::stop, runner::kill), log::stopping);
        around.signals().accept(stop);
        try {
            return agent.run();
        } catch (RuntimeException | LinkageError | OutOfMemoryError broken) {
            // the agent's own failure must not be the build's
            log.note("the agent failed (" + broken + "); please report it; going to the verdict without others");
            return verdictAfterFailure(runner, log, stop);
        }
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
        stop.turnTo(new StopSwitch.Target(alone::stop, runner::kill));
        return alone.run("the agent failed");
    }
}

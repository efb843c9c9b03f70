package dev.taskdirector.agent.cli;

import dev.taskdirector.agent.process.CommandTaskRunner;
import dev.taskdirector.agent.process.Verdict;
import java.util.Optional;

/** A build with {@code TASK_DIRECTOR=off}: the verdict and nothing else, as if there were no Task Director. */
record LonelyBuild(BuildPlan plan, Verdict verdict, Surroundings around) {

    int run() throws UsageError {
        BuildLog log = new BuildLog(plan, verdict, around);
        try (CommandTaskRunner runner = new CommandTaskRunner(plan.runner(verdict, around), log.console(), log::note)) {
            VerdictAlone alone = new VerdictAlone(runner, log);
            around.signals().accept(new StopSwitch(new StopSwitch.Target(alone::stop, runner::kill), log::stopping));
            int exitCode = alone.run("switched off");
            log.close(exitCode, Optional.empty());
            return exitCode;
        }
    }
}

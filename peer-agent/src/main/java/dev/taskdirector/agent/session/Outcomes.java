package dev.taskdirector.agent.session;

import dev.taskdirector.wire.Finished;
import dev.taskdirector.wire.Outcome;
import java.util.Optional;

/** What ended, in the contract's words and within its limits. */
final class Outcomes {

    private static final double MOST_SECONDS = 1_000_000;

    private Outcomes() {}

    static Finished finished(String task, Optional<String> lease, TaskResult result) {
        double seconds = Math.min(MOST_SECONDS, Math.max(0, result.took().toMillis() / 1000.0));
        return new Finished(
                task,
                lease,
                result.outcome(),
                result.exitCode().filter(code -> code >= 0 && code <= 255),
                Optional.of(seconds),
                result.cacheHit());
    }

    /** A success of which nothing more is known any more. */
    static Finished succeeded(String task, Optional<String> lease) {
        return new Finished(task, lease, Outcome.SUCCEEDED, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The exit code that says how it ended: never 0 for what did not succeed, whatever the command said. */
    static int exitCode(TaskResult result) {
        int code = result.exitCode().orElse(0);
        return code == 0 && result.outcome() != Outcome.SUCCEEDED ? 1 : code;
    }
}

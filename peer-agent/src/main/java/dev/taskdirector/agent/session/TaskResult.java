package dev.taskdirector.agent.session;

import dev.taskdirector.wire.Outcome;
import dev.taskdirector.wire.Relied;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a task, or the verdict, ended.
 *
 * @param outcome how it ended
 * @param exitCode the command's exit code, 0 to 255; empty when there was none
 * @param took how long it ran
 * @param cacheHit whether the remote cache already had the result; empty when the build tool can't tell
 * @param relied which tasks of others it looked for in the cache, and whether they were there
 */
public record TaskResult(
        Outcome outcome, Optional<Integer> exitCode, Duration took, Optional<Boolean> cacheHit, List<Relied> relied) {

    public TaskResult {
        relied = List.copyOf(relied);
    }
}

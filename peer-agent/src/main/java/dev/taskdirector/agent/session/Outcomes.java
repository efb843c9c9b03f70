package dev.taskdirector.agent.session;

import dev.taskdirector.wire.Finished;
import dev.taskdirector.wire.Outcome;
import dev.taskdirector.wire.Relied;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What ended, in the contract's words and within its limits. */
final class Outcomes {

    private static final double MOST_SECONDS = 1_000_000;

    private Outcomes() {}

    /** @param measured how long the task itself took, if that is known */
    static Finished finished(String task, Optional<String> lease, TaskResult result, Optional<Duration> measured) {
        Optional<Double> seconds = measured.map(took -> Math.min(MOST_SECONDS, Math.max(0, took.toMillis() / 1000.0)));
        return new Finished(
                task,
                lease,
                result.outcome(),
                result.exitCode().filter(code -> code >= 0 && code <= 255),
                seconds,
                result.cacheHit());
    }

    /**
     * What the success of a batch says of each of its tasks. What was said of the cache is told apart by the names; what
     * concerns none of them goes with the first, so that it is said once.
     */
    static Map<String, TaskResult> ofEach(List<Holdings.Held> tasks, TaskResult result) {
        Map<String, Boolean> hits = new HashMap<>();
        result.relied().forEach(one -> hits.put(one.task(), one.hit()));
        Set<String> names = tasks.stream().map(Holdings.Held::name).collect(Collectors.toSet());
        List<Relied> others = result.relied().stream()
                .filter(one -> !names.contains(one.task()))
                .toList();
        List<Duration> shares = shares(result.took(), tasks);
        Map<String, TaskResult> each = new LinkedHashMap<>();
        for (int i = 0; i < tasks.size(); i++) {
            String task = tasks.get(i).name();
            each.put(
                    task,
                    new TaskResult(
                            result.outcome(),
                            result.exitCode(),
                            shares.get(i),
                            Optional.ofNullable(hits.get(task)),
                            i == 0 ? others : List.of()));
        }
        return each;
    }

    static List<Duration> shares(Duration took, List<Holdings.Held> tasks) {
        return Batching.shares(took, tasks.stream().map(Holdings.Held::expected).toList());
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

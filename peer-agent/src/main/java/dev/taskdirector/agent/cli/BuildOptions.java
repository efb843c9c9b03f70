package dev.taskdirector.agent.cli;

import dev.taskdirector.agent.session.OnFailure;
import dev.taskdirector.agent.session.PatienceOver;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a peer builds, and what it says of it. */
final class BuildOptions {

    private static final int MOST_SLOTS = 64;

    @Option(names = "--slots", paramLabel = "N", description = "How many tasks run at a time, 1 to 64 (1).")
    int slots = 1;

    @Option(
            names = "--verdict",
            paramLabel = "'CMD'",
            description = "The command that decides in the end, split into words without a shell; {targets} is the"
                    + " universe. Else the task command with the universe. 'none': all tasks done is success.")
    @Nullable
    String verdict;

    @Option(
            names = "--after-task",
            paramLabel = "'CMD'",
            description = "Runs after each successful task, before its success is told.")
    @Nullable
    String afterTask;

    @Option(names = "--read-only-cache", description = "This peer can't write the cache: it never builds for others.")
    boolean readOnlyCache;

    @Option(
            names = "--environment-key",
            paramLabel = "TEXT",
            description = "Whatever changes results besides command and inputs: compiler, flags, platform.")
    String environmentKey = "";

    @Option(names = "--on-failure", paramLabel = "WHAT", description = "verdict, stay or leave (verdict).")
    OnFailure onFailure = OnFailure.VERDICT;

    @Option(
            names = "--patience",
            paramLabel = "TIME",
            converter = SpanConverter.class,
            description = "How long nothing may be heard before it builds alone (30s).")
    Duration patience = Duration.ofSeconds(30);

    @Option(names = "--patience-over", paramLabel = "WHAT", description = "alone or fail (alone).")
    PatienceOver patienceOver = PatienceOver.ALONE;

    @Option(
            names = "--wait-budget",
            paramLabel = "TIME",
            converter = SpanConverter.class,
            description = "How long it waits for others in all before it builds what it waits for by itself (a quarter"
                    + " of what all would take alone, an eighth while nothing shows that others' results are hits"
                    + " here; at least the patience).")
    @Nullable
    Duration waitBudget;

    @Option(
            names = "--abort-grace",
            paramLabel = "TIME",
            converter = SpanConverter.class,
            description = "Between asking a command to end and killing it (10s).")
    Duration abortGrace = Duration.ofSeconds(10);

    @Option(names = "--summary", paramLabel = "FILE", description = "Write what happened as JSON.")
    @Nullable
    Path summary;

    @Option(names = "--log-dir", paramLabel = "DIR", description = "Write each task's output into a file there.")
    @Nullable
    Path logDir;

    @Option(names = "--dashboard", paramLabel = "URL", description = "The coordinator's page, to link runs to.")
    @Nullable
    String dashboard;

    void check() throws UsageError {
        if (slots < 1 || slots > MOST_SLOTS) {
            throw new UsageError("--slots is 1 to " + MOST_SLOTS + ", not " + slots);
        }
        if (patience.isZero()) {
            throw new UsageError("--patience must be above 0");
        }
    }
}

package dev.taskdirector.agent.cli;

import dev.taskdirector.agent.process.CommandTemplate;
import dev.taskdirector.agent.session.OnFailure;
import dev.taskdirector.agent.session.PatienceOver;
import dev.taskdirector.wire.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a peer builds, and what it says of it. */
final class BuildOptions {

    private static final Pattern ADDRESS = Pattern.compile("[\\x21-\\x7e]{1,2000}");

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

    @Option(
            names = "--no-batch",
            description = "Run the command for each task. Else short tasks that wait go to one command together, where"
                    + " {targets} is an argument of its own and no command has {task}.")
    boolean noBatch;

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

    /** Refuses what the user has to put right. */
    void check() throws UsageError {
        if (slots < 1 || slots > Limits.SLOTS) {
            throw new UsageError("--slots is 1 to " + Limits.SLOTS + ", not " + slots);
        }
        if (patience.isZero()) {
            throw new UsageError("--patience is 0; give it a time above 0, such as 30s");
        }
        verdictCommand();
        afterTaskCommand();
        checkPath("--summary", summary);
        checkPath("--log-dir", logDir);
        if (summary != null && summary.getFileName() == null) {
            throw new UsageError("--summary is " + summary + "; name a file");
        }
        Given.match(
                "--dashboard", dashboard, ADDRESS, "give the address of a page, without blanks, such as https://td");
    }

    /** The command that {@code --verdict} gives; empty if none is given, or {@code none}. */
    Optional<CommandTemplate> verdictCommand() throws UsageError {
        return verdict == null || isVerdictNone() ? Optional.empty() : Optional.of(template("--verdict", verdict));
    }

    boolean isVerdictNone() {
        return "none".equals(verdict);
    }

    Optional<CommandTemplate> afterTaskCommand() throws UsageError {
        return afterTask == null ? Optional.empty() : Optional.of(template("--after-task", afterTask));
    }

    private static CommandTemplate template(String option, String line) throws UsageError {
        try {
            return CommandTemplate.ofLine(line);
        } catch (IllegalArgumentException e) {
            throw new UsageError(option + ": " + e.getMessage());
        }
    }

    private static void checkPath(String option, @Nullable Path path) throws UsageError {
        if (path != null && path.toString().isEmpty()) {
            throw new UsageError(option + " is empty; name a path, or leave it out");
        }
    }
}

package dev.taskdirector.agent.cli;

import dev.taskdirector.agent.log.CiLog;
import dev.taskdirector.agent.log.Closing;
import dev.taskdirector.agent.log.Console;
import dev.taskdirector.agent.log.Opening;
import dev.taskdirector.agent.log.ProgressLine;
import dev.taskdirector.agent.log.SteadyClock;
import dev.taskdirector.agent.log.Tally;
import dev.taskdirector.agent.process.LogFolder;
import dev.taskdirector.agent.process.Verdict;
import dev.taskdirector.agent.session.Fact;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** What a build says while it goes on and in the end: to people, and in the summary. */
final class BuildLog implements Consumer<Fact> {

    /** Who asks an agent to end doesn't wait for long. */
    private static final Duration LAST_LINES_AFTER_SIGNAL = Duration.ofSeconds(2);

    private final BuildPlan plan;
    private final Surroundings around;
    private final String verdict;
    private final Clock steady = new SteadyClock();
    private final Instant started;
    private final Console console;
    private final Tally tally;
    private final CiLog log;
    private final Consumer<Fact> shown;
    private volatile boolean isStopping;

    BuildLog(BuildPlan plan, Verdict verdict, Surroundings around) {
        this.plan = plan;
        this.around = around;
        this.verdict = plan.describe(verdict);
        this.started = steady.instant();
        this.console = new Console(around.out());
        this.tally = new Tally(steady, plan.expected());
        this.log = makeLog();
        this.shown = around.isTerminal()
                ? new ProgressLine(log, plan.schema().tasks().size(), console::progress)
                : log;
    }

    private CiLog makeLog() {
        CiLog made = new CiLog(around.clock(), verdict, console::line);
        if (plan.how().dashboard != null) {
            made = made.linkedTo(plan.how().dashboard);
        }
        if (plan.how().logDir != null) {
            made = made.withLogs(new LogFolder(plan.how().logDir)::fileOf);
        }
        return made;
    }

    Console console() {
        return console;
    }

    void open(String cache) {
        BuildOptions how = plan.how();
        log.open(new Opening(
                plan.identity().peer().value(),
                cache,
                !how.readOnlyCache,
                how.slots,
                plan.identity().checkout().describe(Optional.ofNullable(plan.who().change)),
                plan.schema().tasks().size(),
                plan.expectedAlone()));
    }

    @Override
    public void accept(Fact fact) {
        tally.add(fact);
        shown.accept(fact);
    }

    /** Says that the build is asked to end. */
    void stopping(String why) {
        isStopping = true;
        note(why);
    }

    void note(String sentence) {
        accept(new Fact.Note(sentence));
    }

    /** Says how it went, and writes the summary if one is wanted. */
    void close(int exitCode, Optional<String> session) {
        console.clearProgress();
        Duration took = Duration.between(started, steady.instant());
        String whose = whose(exitCode);
        if (plan.how().summary != null) {
            Summary summary = new Summary(plan, verdict, tally, exitCode, whose, took, session);
            try {
                summary.write(around.resolve(plan.how().summary));
            } catch (IOException e) {
                note("the summary can't be written to " + plan.how().summary + ": " + e.getMessage());
            }
        }
        log.close(new Closing(exitCode, whose, took, plan.expectedAlone()), tally.saved());
        if (isStopping) {
            console.close(LAST_LINES_AFTER_SIGNAL);
        } else {
            console.close();
        }
    }

    private String whose(int exitCode) {
        Optional<Fact.VerdictEnded> ended = tally.verdict();
        if (ended.isPresent() && ended.get().exitCode() == exitCode) {
            return "the verdict's";
        }
        return switch (exitCode) {
            case ExitCodes.REJECTED -> "rejected";
            case ExitCodes.NO_COORDINATOR -> "no coordinator answered";
            default -> isStopping ? "stopped by a signal" : "the tasks'";
        };
    }
}

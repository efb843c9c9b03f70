package dev.taskdirector.agent.log;

import dev.taskdirector.agent.session.Fact;
import dev.taskdirector.wire.FailedAttempt;
import dev.taskdirector.wire.Failure;
import dev.taskdirector.wire.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A fact as a line of the CI log, without its time.
 *
 * @param kind the first word, which says what kind of fact it is
 * @param text the rest
 */
record FactLine(String kind, String text) {

    private static final int MOST_FAILURES = 5;
    private static final int MOST_NAME_CHARS = 40;

    /**
     * @param dashboard address under which runs are shown
     * @param logOf the file of a task's output
     * @param verdict the verdict's command
     */
    record Setting(Optional<String> dashboard, Function<String, Optional<String>> logOf, String verdict) {}

    /** What is wide is padded, and what a fact brings along can't break the line. */
    String render() {
        return PlainText.of(String.format("%-10s %s", kind, text));
    }

    static FactLine of(Fact fact, Setting setting) {
        return ofTask(fact, setting)
                .or(() -> ofOthers(fact))
                .or(() -> ofSession(fact, setting))
                .or(() -> ofVerdict(fact, setting))
                .orElseThrow(() -> new IllegalStateException("a fact without a line: " + fact));
    }

    private static Optional<FactLine> ofTask(Fact fact, Setting setting) {
        if (fact instanceof Fact.Started started) {
            return line("start", name(started.task()) + "about " + Spans.say(started.expected()) + why(started));
        }
        if (fact instanceof Fact.StartedTogether started) {
            return line("start", together(started.tasks()) + "about " + Spans.say(started.expected()));
        }
        if (fact instanceof Fact.EndedTogether ended) {
            return line(ended.outcome() == Outcome.ABORTED ? "stopped" : "apart", apart(ended));
        }
        if (fact instanceof Fact.Built built) {
            return line(
                    "built",
                    name(built.task()) + Spans.say(built.took()) + "   " + exit(built.exitCode())
                            + count(built.done(), built.tasks()));
        }
        if (fact instanceof Fact.Failed failed) {
            return line("failed", name(failed.task()) + exit(failed.exitCode()) + trace(failed, setting));
        }
        if (fact instanceof Fact.Aborted aborted) {
            return line("stopped", name(aborted.task()) + "after " + Spans.say(aborted.took()) + "; wanted no more");
        }
        if (fact instanceof Fact.Unavailable unavailable) {
            return line("later", name(unavailable.task()) + "can't be tried here just now; not the task's fault");
        }
        return Optional.empty();
    }

    private static Optional<FactLine> ofOthers(Fact fact) {
        if (fact instanceof Fact.Waits waits) {
            Duration left = waits.expected().minus(waits.since());
            String more = left.isNegative() ? "overdue" : "about " + Spans.say(left) + " more";
            return line(
                    "wait",
                    "next needs " + waits.task() + ", on " + waits.peer() + " for " + Spans.say(waits.since()) + ", "
                            + more);
        }
        if (fact instanceof Fact.BuiltElsewhere built) {
            String in = built.took().map(span -> " in " + Spans.say(span)).orElse("");
            String by = "built by " + built.peer() + in;
            return line("elsewhere", name(built.task()) + by + count(built.done(), built.tasks()));
        }
        if (fact instanceof Fact.Elsewhere elsewhere) {
            String tasks = tasks(elsewhere.newlyDone()) + " built by others";
            return line("elsewhere", tasks + count(elsewhere.done(), elsewhere.tasks()));
        }
        if (fact instanceof Fact.Retaken retaken) {
            String lost = retaken.lostBy()
                    .map(peer -> "its peer " + peer + " is gone")
                    .orElse("its peer lost it");
            return line("retaken", name(retaken.task()) + lost + "; now mine");
        }
        if (fact instanceof Fact.FailedElsewhere failed) {
            return line("failed", failures(failed));
        }
        if (fact instanceof Fact.WaitedEnough enough) {
            return line("waited", waited(enough.waited(), enough.budget()) + "; building what I wait for by myself");
        }
        if (fact instanceof Fact.WaitedForNothing nothing) {
            String waited = waited(nothing.waited(), nothing.budget());
            return line("alone", "waited " + waited + ", and I am given nothing; building on by myself");
        }
        return Optional.empty();
    }

    private static String waited(Duration waited, Duration budget) {
        return Spans.say(waited) + " in all, the wait budget is " + Spans.say(budget);
    }

    private static Optional<FactLine> ofSession(Fact fact, Setting setting) {
        if (fact instanceof Fact.Joined joined) {
            String link = setting.dashboard()
                    .map(base -> ": " + base + "/runs/" + joined.run())
                    .orElse("");
            String with = joined.otherPeers() == 0 ? "alone so far" : "with " + peers(joined.otherPeers());
            return line("joined", "run " + joined.run() + " " + with + link);
        }
        if (fact instanceof Fact.DoneBefore done) {
            String by = done.by().map(who -> " (" + who + ")").orElse("");
            return line("done", tasks(done.tasks()) + " before I came" + by);
        }
        if (fact instanceof Fact.Sharing sharing) {
            return line("sharing", sharing.clause());
        }
        if (fact instanceof Fact.Alone alone) {
            return line("alone", "no answer for " + Spans.say(alone.silence()) + "; building on by myself");
        }
        if (fact instanceof Fact.Again again) {
            String elsewhere = again.builtElsewhere() == 1 ? "1 task was" : again.builtElsewhere() + " tasks were";
            String news = "the coordinator answers; " + elsewhere + " built elsewhere meanwhile";
            return line("again", news + count(again.done(), again.tasks()));
        }
        if (fact instanceof Fact.Rejoined rejoined) {
            String brings = tasks(rejoined.built()) + " built and " + rejoined.running() + " running";
            return line("rejoined", "the coordinator didn't know me any more; I come again with " + brings);
        }
        return ofRefusal(fact);
    }

    private static Optional<FactLine> ofRefusal(Fact fact) {
        if (fact instanceof Fact.Rejected rejected) {
            return line("rejected", rejected.reason() + "; building on by myself");
        }
        if (fact instanceof Fact.Superseded) {
            return line("superseded", "a newer session has my peer id; building on by myself");
        }
        if (fact instanceof Fact.Note note) {
            return line("note", note.sentence());
        }
        return Optional.empty();
    }

    private static Optional<FactLine> ofVerdict(Fact fact, Setting setting) {
        if (fact instanceof Fact.VerdictStarted) {
            return line("verdict", setting.verdict() + "   (its own output follows)");
        }
        if (fact instanceof Fact.VerdictEnded ended) {
            String ghosts = ended.ghosts()
                    .map(count -> "; " + count + (count == 1 ? " ghost" : " ghosts"))
                    .orElse("");
            return line("verdict", "exit " + ended.exitCode() + " after " + Spans.say(ended.took()) + ghosts);
        }
        return Optional.empty();
    }

    private static Optional<FactLine> line(String kind, String text) {
        return Optional.of(new FactLine(kind, text));
    }

    private static String name(String task) {
        return String.format("%-10s   ", task);
    }

    /** Names as far as they fit into a line, the first one in any case. */
    private static String together(List<String> tasks) {
        StringBuilder names = new StringBuilder(tasks.get(0));
        int named = 1;
        while (named < tasks.size() && names.length() + 2 + tasks.get(named).length() <= MOST_NAME_CHARS) {
            names.append(", ").append(tasks.get(named));
            named++;
        }
        String rest = named < tasks.size() ? ", …" : "";
        return tasks(tasks.size()) + " together   " + names + rest + "   ";
    }

    private static String apart(Fact.EndedTogether ended) {
        String after = together(ended.tasks()) + "after " + Spans.say(ended.took());
        return switch (ended.outcome()) {
            case ABORTED -> after + "; wanted no more";
            case UNAVAILABLE, FAILED, SUCCEEDED ->
                after + ", " + exit(ended.exitCode()) + "; now each by itself, to see which it is";
        };
    }

    private static String why(Fact.Started started) {
        String because = started.why().map(why -> "   " + clause(why)).orElse("");
        return because + (started.alone() ? "   without a lease" : "");
    }

    private static String clause(Fact.Why why) {
        if (why instanceof Fact.Why.LongestPath path) {
            return "longest path left, " + Spans.say(path.length());
        }
        if (why instanceof Fact.Why.Besides besides) {
            return besides.peer() + " has had it for longer than expected; the first to finish counts";
        }
        if (why instanceof Fact.Why.Unblocks unblocks) {
            return "unblocks " + unblocks.tasks();
        }
        throw new IllegalStateException("a reason without a clause: " + why);
    }

    private static String exit(Optional<Integer> code) {
        return code.map(value -> "exit " + value).orElse("no exit code");
    }

    private static String count(int done, int tasks) {
        return "   [" + done + "/" + tasks + "]";
    }

    private static String trace(Fact.Failed failed, Setting setting) {
        String log = setting.logOf()
                .apply(failed.task())
                .map(file -> "   log " + file)
                .orElse("");
        return log + failed.aftermath().map(clause -> "; " + clause).orElse("");
    }

    private static String failures(Fact.FailedElsewhere failed) {
        String named = failed.failures().stream()
                .limit(MOST_FAILURES)
                .map(FactLine::failure)
                .collect(Collectors.joining(", "));
        int more = failed.count() - Math.min(MOST_FAILURES, failed.failures().size());
        String rest = more > 0 ? " and " + more + " more" : "";
        return "elsewhere: " + named + rest + "; my own verdict decides";
    }

    private static String failure(Failure failure) {
        return failure.task()
                + failure.attempts().stream().map(FactLine::attempt).collect(Collectors.joining(", ", " (", ")"));
    }

    private static String attempt(FailedAttempt attempt) {
        return attempt.peer() + attempt.exitCode().map(code -> " exit " + code).orElse("");
    }

    private static String tasks(int count) {
        return count == 1 ? "1 task" : count + " tasks";
    }

    private static String peers(int count) {
        return count == 1 ? "1 peer" : count + " peers";
    }
}

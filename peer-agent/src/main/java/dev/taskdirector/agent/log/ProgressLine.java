package dev.taskdirector.agent.log;

import dev.taskdirector.agent.session.Fact;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * For a terminal: one line that changes, in place of the lines about single tasks. What a person must not miss (a
 * failure, a refusal, the verdict) is written as a line all the same.
 */
public final class ProgressLine implements Consumer<Fact> {

    private final CiLog log;
    private final Consumer<String> progress;
    private final TreeSet<String> running = new TreeSet<>();
    private String waits = "";
    private int done;
    private int tasks;

    /** @param progress shows a text in place of the one before */
    public ProgressLine(CiLog log, int tasks, Consumer<String> progress) {
        this.log = log;
        this.tasks = tasks;
        this.progress = progress;
    }

    @Override
    public synchronized void accept(Fact fact) {
        boolean isShownInPlace = take(fact);
        if (!isShownInPlace) {
            log.accept(fact);
        }
        if (!(fact instanceof Fact.VerdictStarted || fact instanceof Fact.VerdictEnded)) {
            progress.accept(text());
        }
    }

    private boolean take(Fact fact) {
        if (fact instanceof Fact.Started started) {
            running.add(started.task());
            waits = "";
        } else if (fact instanceof Fact.StartedTogether started) {
            running.addAll(started.tasks());
            waits = "";
        } else if (fact instanceof Fact.Built built) {
            running.remove(built.task());
            count(built.done(), built.tasks());
        } else if (fact instanceof Fact.Elsewhere elsewhere) {
            count(elsewhere.done(), elsewhere.tasks());
        } else if (fact instanceof Fact.BuiltElsewhere elsewhere) {
            count(elsewhere.done(), elsewhere.tasks());
        } else if (fact instanceof Fact.Waits waiting) {
            waits = "waits for " + waiting.task() + " on " + waiting.peer();
        } else if (fact instanceof Fact.DoneBefore before) {
            count(before.tasks(), tasks);
        } else if (fact instanceof Fact.Retaken retaken) {
            running.add(retaken.task());
            waits = "";
            return false;
        } else {
            forget(fact);
            return false;
        }
        return true;
    }

    private void forget(Fact fact) {
        if (fact instanceof Fact.Failed failed) {
            running.remove(failed.task());
        } else if (fact instanceof Fact.Aborted aborted) {
            running.remove(aborted.task());
        } else if (fact instanceof Fact.Unavailable unavailable) {
            running.remove(unavailable.task());
        } else if (fact instanceof Fact.EndedTogether ended) {
            running.removeAll(ended.tasks());
        }
    }

    private void count(int newDone, int newTasks) {
        done = newDone;
        tasks = newTasks;
    }

    private String text() {
        String does = running.isEmpty() ? waits : "builds " + String.join(", ", running);
        return "[" + done + "/" + tasks + "] " + does;
    }
}

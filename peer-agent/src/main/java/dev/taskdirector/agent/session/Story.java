package dev.taskdirector.agent.session;

import dev.taskdirector.wire.AssignmentState;
import dev.taskdirector.wire.BuiltTask;
import dev.taskdirector.wire.DoneBy;
import dev.taskdirector.wire.Join;
import dev.taskdirector.wire.News;
import dev.taskdirector.wire.PeerAssignment;
import dev.taskdirector.wire.Progress;
import dev.taskdirector.wire.WaitingFor;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What the assignments tell about the others, each fact once. Nothing is decided by it. */
final class Story {

    /** More than this at once are told by their number: a log has to stay readable. */
    private static final int MOST_NAMED = 10;

    private final Join join;
    private final int tasks;
    private final Consumer<Fact> tell;
    private Optional<String> run = Optional.empty();
    private int elsewhere;
    private boolean isSharing;
    private Set<String> waitedFor = Set.of();
    private String lastWait = "";

    Story(SessionPlan plan, Consumer<Fact> tell) {
        this.join = plan.join();
        this.tasks = plan.tasks().size();
        this.tell = tell;
    }

    /** How many tasks are done: those built here and those known to be built elsewhere. */
    int done(int builtHere) {
        return Math.min(tasks, elsewhere + builtHere);
    }

    int tasks() {
        return tasks;
    }

    /** Whether another peer ran it when the peer last heard what it waits for. */
    boolean isTakenOver(String task) {
        return waitedFor.contains(task);
    }

    /**
     * Tells what is new.
     *
     * @param acknowledged how many tasks were built here that the assignment counts as done
     * @param built what was built here
     * @param wasAlone whether the peer had given the coordinator up
     */
    void hear(PeerAssignment assignment, int acknowledged, Set<String> built, boolean wasAlone) {
        int now = assignment
                .progress()
                .map(progress -> Math.max(0, progress.done() - acknowledged))
                .orElse(elsewhere);
        boolean joins = assignment.run().isPresent() && !assignment.run().equals(run);
        int newlyDone = Math.max(0, now - elsewhere);
        elsewhere = joins ? now : Math.max(elsewhere, now);
        if (joins) {
            join(assignment);
        } else {
            assignment.news().filter(news -> !isSharing && news.shared() > 0).ifPresent(this::share);
        }
        if (wasAlone) {
            tell.accept(new Fact.Again(newlyDone, done(built.size()), tasks));
        } else if (newlyDone > 0 && !joins) {
            tellElsewhere(newlyDone, named(assignment, built, newlyDone), built.size());
        }
    }

    private static List<BuiltTask> named(PeerAssignment assignment, Set<String> built, int newlyDone) {
        if (newlyDone > MOST_NAMED) {
            return List.of();
        }
        List<BuiltTask> named = assignment.news().map(News::built).orElse(List.of()).stream()
                .filter(one -> !built.contains(one.task()))
                .toList();
        return named.subList(Math.max(0, named.size() - newlyDone), named.size());
    }

    /** What has no name comes first, so that the count rises from line to line. */
    private void tellElsewhere(int newlyDone, List<BuiltTask> named, int builtHere) {
        int unnamed = newlyDone - named.size();
        int done = done(builtHere) - named.size();
        if (unnamed > 0) {
            tell.accept(new Fact.Elsewhere(unnamed, done, tasks));
        }
        for (BuiltTask one : named) {
            done++;
            tell.accept(new Fact.BuiltElsewhere(
                    one.task(), one.peer(), one.seconds().map(Story::seconds), done, tasks));
        }
    }

    /** Tells what an idle peer waits for, when that is another task or another peer than before. */
    void waits(PeerAssignment assignment, boolean isIdle) {
        waitedFor = new LinkedHashSet<>(
                assignment.waitingFor().stream().map(WaitingFor::task).toList());
        if (!isIdle
                || assignment.state() != AssignmentState.WAITING
                || assignment.waitingFor().isEmpty()) {
            return;
        }
        WaitingFor first = assignment.waitingFor().get(0);
        String wait = first.task() + ' ' + first.peer();
        if (!wait.equals(lastWait)) {
            lastWait = wait;
            tell.accept(new Fact.Waits(
                    first.task(), first.peer(), seconds(first.sinceSeconds()), seconds(first.expectedSeconds())));
        }
    }

    private void join(PeerAssignment assignment) {
        boolean isFirst = run.isEmpty();
        run = assignment.run();
        int peers = assignment.progress().map(Progress::peers).orElse(1);
        tell.accept(new Fact.Joined(run.orElseThrow(), Math.max(0, peers - 1)));
        if (!isFirst) {
            return;
        }
        assignment.news().ifPresent(this::share);
        if (elsewhere > 0) {
            tell.accept(new Fact.DoneBefore(
                    elsewhere, assignment.news().flatMap(News::doneBy).map(Story::who)));
        }
    }

    /** With whom it shares is told at the start, and once more when the first others come. */
    private void share(News news) {
        isSharing = news.shared() > 0;
        SharingClause.of(join, news, tasks).ifPresent(clause -> tell.accept(new Fact.Sharing(clause)));
    }

    private static String who(DoneBy by) {
        return by.peer() + by.change().map(change -> ", change " + change).orElse("");
    }

    static Duration seconds(double seconds) {
        return Duration.ofMillis((long) (seconds * 1000));
    }
}

package dev.taskdirector.agent.session;

import dev.taskdirector.agent.Fact;
import dev.taskdirector.wire.AssignmentState;
import dev.taskdirector.wire.PeerAssignment;
import dev.taskdirector.wire.Progress;
import dev.taskdirector.wire.WaitingFor;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What the assignments tell about the others, each fact once. Nothing is decided by it. */
final class Story {

    private final int tasks;
    private Optional<String> run = Optional.empty();
    private int elsewhere;
    private Set<String> waitedFor = Set.of();
    private String lastWait = "";

    Story(int tasks) {
        this.tasks = tasks;
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
     * @param wasAlone whether the peer had given the coordinator up
     */
    void hear(PeerAssignment assignment, int acknowledged, int builtHere, boolean wasAlone, Consumer<Fact> tell) {
        int now = assignment
                .progress()
                .map(progress -> Math.max(0, progress.done() - acknowledged))
                .orElse(elsewhere);
        boolean joins = assignment.run().isPresent() && !assignment.run().equals(run);
        int news = Math.max(0, now - elsewhere);
        elsewhere = joins ? now : Math.max(elsewhere, now);
        if (joins) {
            join(assignment, tell);
        }
        if (wasAlone) {
            tell.accept(new Fact.Again(news, done(builtHere), tasks));
        } else if (news > 0 && !joins) {
            tell.accept(new Fact.Elsewhere(news, done(builtHere), tasks));
        }
    }

    /** Tells what an idle peer waits for, when that is another task or another peer than before. */
    void waits(PeerAssignment assignment, boolean isIdle, Consumer<Fact> tell) {
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

    private void join(PeerAssignment assignment, Consumer<Fact> tell) {
        boolean isFirst = run.isEmpty();
        run = assignment.run();
        int peers = assignment.progress().map(Progress::peers).orElse(1);
        tell.accept(new Fact.Joined(run.orElseThrow(), Math.max(0, peers - 1)));
        if (isFirst && elsewhere > 0) {
            tell.accept(new Fact.DoneBefore(elsewhere));
        }
    }

    static Duration seconds(double seconds) {
        return Duration.ofMillis((long) (seconds * 1000));
    }
}

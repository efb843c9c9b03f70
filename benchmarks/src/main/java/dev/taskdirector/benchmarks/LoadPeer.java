package dev.taskdirector.benchmarks;

import dev.taskdirector.agent.session.Action;
import dev.taskdirector.agent.session.Fact;
import dev.taskdirector.agent.session.Session;
import dev.taskdirector.agent.session.SessionPlan;
import dev.taskdirector.agent.session.SessionSettings;
import dev.taskdirector.agent.session.TaskResult;
import dev.taskdirector.wire.Outcome;
import dev.taskdirector.wire.PeerAssignment;
import dev.taskdirector.wire.PeerStatus;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** A real agent session whose tasks take no time: what is left is what the system itself takes. */
final class LoadPeer {

    private static final TaskResult DONE =
            new TaskResult(Outcome.SUCCEEDED, Optional.of(0), Duration.ZERO, Optional.of(false), List.of());

    private final Session session;
    private final Consumer<PeerStatus> send;
    private final Latencies latencies;
    private long completedAt;
    private long firstCompletedAt;
    private long lastCompletedAt;
    private int completions;

    LoadPeer(SessionPlan plan, Consumer<PeerStatus> send, Latencies latencies) {
        this.session = new Session(
                plan, SessionSettings.defaults(), () -> UUID.randomUUID().toString(), millis());
        this.send = send;
        this.latencies = latencies;
    }

    private static long millis() {
        return System.nanoTime() / 1_000_000;
    }

    void start() {
        follow(session.start(millis()));
    }

    void hear(PeerAssignment assignment) {
        follow(session.onAssignment(assignment, millis()));
    }

    void tick() {
        follow(session.onTick(millis()));
    }

    int completions() {
        return completions;
    }

    /** By the machine's clock in nanoseconds; 0 before there is one. */
    long firstCompletedAt() {
        return firstCompletedAt;
    }

    long lastCompletedAt() {
        return lastCompletedAt;
    }

    Optional<Integer> exitCode() {
        return session.exitCode();
    }

    /** Does what the session wants, a task at once; only the newest status is sent, as a real agent would. */
    private void follow(List<Action> first) {
        Optional<PeerStatus> newest = Optional.empty();
        ArrayDeque<Action> open = new ArrayDeque<>(first);
        boolean completed = false;
        while (!open.isEmpty()) {
            Action action = open.poll();
            if (action instanceof Action.SendStatus status) {
                newest = Optional.of(status.status());
            } else if (action instanceof Action.StartTask task) {
                noteNext();
                completions++;
                completed = true;
                open.addAll(session.onTaskEnded(task.task().name(), DONE, millis()));
            } else if (action instanceof Action.Tell tell
                    && (tell.fact() instanceof Fact.Alone || tell.fact() instanceof Fact.Rejected)) {
                throw new IllegalStateException("a peer builds alone, and nothing is measured by that: " + tell.fact());
            } else if (action instanceof Action.StartVerdict) {
                open.addAll(session.onVerdictEnded(DONE, millis()));
            }
        }
        if (completed) {
            completedAt = System.nanoTime();
            lastCompletedAt = completedAt;
            firstCompletedAt = firstCompletedAt == 0 ? completedAt : firstCompletedAt;
        }
        newest.ifPresent(send);
    }

    private void noteNext() {
        if (completedAt != 0) {
            latencies.add(System.nanoTime() - completedAt);
            completedAt = 0;
        }
    }
}

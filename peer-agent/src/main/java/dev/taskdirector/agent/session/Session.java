package dev.taskdirector.agent.session;

import dev.taskdirector.agent.Fact;
import dev.taskdirector.agent.TaskResult;
import dev.taskdirector.wire.AssignedTask;
import dev.taskdirector.wire.Finished;
import dev.taskdirector.wire.JoinTask;
import dev.taskdirector.wire.Leaving;
import dev.taskdirector.wire.Outcome;
import dev.taskdirector.wire.PeerAssignment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * A peer's side of the protocol. Events come in with the time, in milliseconds of any clock that doesn't go back; what
 * to do comes out. The exit code is the verdict's own, so that nobody is green by what others say.
 *
 * <p>Not safe for use by several threads: one loop owns it.
 */
public final class Session {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofHours(4);
    private static final int REJECTED = 3;
    private static final int NO_COORDINATOR = 4;

    /** Whom a building peer follows. */
    private enum Lead {
        /** Its assignments. */
        COORDINATOR,
        /** Itself, until an assignment comes. */
        SILENCE,
        /** Itself for good: it was superseded or rejected. */
        NOBODY
    }

    private final SessionPlan plan;
    private final SessionSettings settings;
    private final Supplier<String> sessionIds;
    private final TaskBook book;
    private final Holdings holdings;
    private final Outbox outbox = new Outbox();
    private final Story story;
    private Conversation conversation;
    private Phase phase = new Phase.Building();
    private Lead lead = Lead.COORDINATOR;
    private boolean assignedSinceRejoin = true;
    private long rejoinedAt;
    private boolean changed;
    private long now;
    private List<Action> actions = new ArrayList<>();

    /**
     * @param sessionIds gives a new random id at each call; the first now, one more at each rejoin
     * @param nowMillis the time, as in every event
     */
    public Session(SessionPlan plan, SessionSettings settings, Supplier<String> sessionIds, long nowMillis) {
        this.plan = plan;
        this.settings = settings;
        this.sessionIds = sessionIds;
        this.now = nowMillis;
        this.book = new TaskBook(plan.tasks());
        this.holdings = new Holdings(plan.slots());
        this.story = new Story(book.size());
        this.conversation =
                new Conversation(plan, sessionIds.get(), settings.heartbeat().toMillis(), nowMillis);
        this.rejoinedAt = nowMillis - settings.heartbeat().toMillis();
        book.shuffleBy(conversation.session());
    }

    /** Says the first status. */
    public List<Action> start(long nowMillis) {
        return step(nowMillis, () -> changed = true);
    }

    /** An assignment came. One of another session, or one that comes after the session has left, changes nothing. */
    public List<Action> onAssignment(PeerAssignment assignment, long nowMillis) {
        return step(nowMillis, () -> {
            if (isBuilding() && lead != Lead.NOBODY && conversation.concerns(assignment)) {
                hear(assignment);
            }
        });
    }

    /** A task that was started has ended, stopped or not. */
    public List<Action> onTaskEnded(String task, TaskResult result, long nowMillis) {
        return step(nowMillis, () -> {
            if (holdings.isInSlot(task)) {
                taskEnded(task, result);
            }
        });
    }

    /** Time has passed; at {@link #nextWakeMillis} at the latest, earlier does no harm. */
    public List<Action> onTick(long nowMillis) {
        return step(nowMillis, () -> {});
    }

    /** The verdict that was started has ended, stopped or not. */
    public List<Action> onVerdictEnded(TaskResult result, long nowMillis) {
        return step(nowMillis, () -> {
            if (phase instanceof Phase.Judging judging) {
                result.relied().forEach(outbox::addRelied);
                int code = Outcomes.exitCode(result);
                tell(new Fact.VerdictEnded(code, result.took(), outbox.ghosts()));
                exit(judging.exitCode().orElse(code));
            }
        });
    }

    /**
     * The peer was told to stop. The session leaves, stops what runs and exits when that has ended; told again, at once.
     *
     * @param exitCode with which it exits, 130 or 143 by custom; never 0
     */
    public List<Action> onSignal(int exitCode, long nowMillis) {
        if (exitCode == 0) {
            throw new IllegalArgumentException("a signal's exit code must not be 0");
        }
        return step(nowMillis, () -> stop(exitCode));
    }

    /** When {@link #onTick} is wanted next; empty when only events matter. */
    public OptionalLong nextWakeMillis() {
        if (!isBuilding() || lead == Lead.NOBODY) {
            return OptionalLong.empty();
        }
        long heartbeat = conversation.nextHeartbeatAt();
        return OptionalLong.of(
                lead == Lead.COORDINATOR
                        ? Math.min(
                                heartbeat,
                                conversation.heardAt() + settings.patience().toMillis())
                        : heartbeat);
    }

    /** With what the session ended; empty while it lives. */
    public Optional<Integer> exitCode() {
        return phase instanceof Phase.Over over ? Optional.of(over.exitCode()) : Optional.empty();
    }

    private List<Action> step(long nowMillis, Runnable event) {
        now = Math.max(now, nowMillis);
        actions = new ArrayList<>();
        event.run();
        if (isBuilding()) {
            lookForSilence();
        }
        if (isBuilding()) {
            begin();
            speak();
        }
        if (phase instanceof Phase.Clearing clearing && !holdings.isAnyInSlot()) {
            cleared(clearing);
        }
        return List.copyOf(actions);
    }

    // ---- what is heard

    private void hear(PeerAssignment assignment) {
        switch (assignment.state()) {
            case REJOIN -> rejoin();
            case SUPERSEDED -> {
                tell(new Fact.Superseded());
                lead = Lead.NOBODY;
            }
            case REJECTED -> rejected(assignment);
            case SCHEMA_WANTED -> {
                conversation.heard(assignment, now);
                boolean isNewToken = conversation.takeToken(assignment);
                changed |= conversation.nameTasks() || isNewToken;
            }
            case WORKING, WAITING, COMPLETE, FAILED -> assigned(assignment);
        }
    }

    private void rejected(PeerAssignment assignment) {
        String reason = assignment.reason().orElse("no reason given");
        tell(new Fact.Rejected(reason));
        lead = Lead.NOBODY;
        if (settings.patienceOver() == PatienceOver.FAIL) {
            leave(Leaving.CANCELLED, Optional.of(REJECTED), "rejected: " + reason);
        }
    }

    /** A second rejoin within a heartbeat is left to the next heartbeat, so that two who disagree don't spin. */
    private void rejoin() {
        if (now - rejoinedAt < conversation.heartbeatMillis()) {
            return;
        }
        rejoinedAt = now;
        conversation = conversation.renewed(sessionIds.get(), assignedSinceRejoin ? now : conversation.heardAt());
        assignedSinceRejoin = false;
        book.shuffleBy(conversation.session());
        holdings.forgetLeases();
        outbox.startAnew(book.built());
        changed = true;
        tell(new Fact.Rejoined(book.built().size(), holdings.running().size()));
    }

    private void assigned(PeerAssignment assignment) {
        conversation.heard(assignment, now);
        boolean isNewToken = conversation.takeToken(assignment);
        if (assignment.epoch() <= 0) {
            changed |= isNewToken;
            return;
        }
        assignedSinceRejoin = true;
        outbox.acknowledge(assignment.seenSeq());
        if (assignment.epoch() < conversation.seenEpoch()) {
            return;
        }
        boolean wasAlone = lead == Lead.SILENCE;
        lead = Lead.COORDINATOR;
        int acknowledged = book.built().size() - outbox.unacknowledgedSuccesses();
        story.hear(assignment, acknowledged, book.built().size(), wasAlone, this::tell);
        if (assignment.epoch() > conversation.seenEpoch()) {
            conversation.see(assignment.epoch());
            changed = true;
            follow(assignment);
        }
        if (isBuilding()) {
            begin();
            story.waits(assignment, holdings.isEmpty(), this::tell);
        }
    }

    private void follow(PeerAssignment assignment) {
        switch (assignment.state()) {
            case COMPLETE -> leave(Leaving.COMPLETE, Optional.empty(), "all tasks are done");
            case FAILED -> {
                int count =
                        assignment.failureCount().orElse(assignment.failures().size());
                if (count > 0) {
                    tell(new Fact.FailedElsewhere(assignment.failures(), count));
                }
                leave(Leaving.FAILED, Optional.empty(), "nothing more will be done by others");
            }
            default -> takeUp(assignment.tasks());
        }
    }

    private void takeUp(List<AssignedTask> assigned) {
        Map<String, AssignedTask> named = new HashMap<>();
        assigned.forEach(one -> named.put(one.name(), one));
        for (Holdings.Held gone : holdings.leasedOtherThan(named::containsKey)) {
            holdings.drop(gone.name());
            if (gone.running()) {
                actions.add(new Action.AbortTask(gone.name()));
            }
        }
        for (AssignedTask one : assigned) {
            book.find(one.name()).ifPresent(task -> takeUp(task, one));
        }
    }

    private void takeUp(JoinTask task, AssignedTask assigned) {
        Optional<Finished> known = outbox.outcomeOf(assigned.lease(), task.name());
        if (known.isPresent()) {
            outbox.repeat(known.get());
        } else if (holdings.holds(task.name())) {
            holdings.setLease(task.name(), assigned.lease());
        } else if (book.isBuilt(task.name())) {
            outbox.add(Outcomes.succeeded(task.name(), Optional.of(assigned.lease())));
        } else {
            if (story.isTakenOver(task.name())) {
                tell(new Fact.Retaken(task.name()));
            }
            holdings.take(task, Optional.of(assigned.lease()), Story.seconds(assigned.expectedSeconds()));
        }
    }

    // ---- what is done here

    private void taskEnded(String task, TaskResult result) {
        boolean wasRunning = holdings.find(task).map(Holdings.Held::running).orElse(false);
        holdings.free(task);
        if (!isBuilding()) {
            tellEnd(task, result);
            return;
        }
        result.relied().stream()
                .filter(one -> book.find(one.task()).isPresent() && !book.isBuilt(one.task()))
                .forEach(outbox::addRelied);
        if (!wasRunning && result.outcome() != Outcome.SUCCEEDED) {
            tellEnd(task, result);
            return;
        }
        Optional<Holdings.Held> held = holdings.drop(task);
        outbox.add(Outcomes.finished(task, held.flatMap(Holdings.Held::lease), result));
        changed = true;
        keepRecord(task, held.flatMap(Holdings.Held::lease).isEmpty(), result.outcome());
        tellEnd(task, result);
        if (result.outcome() == Outcome.FAILED) {
            ownFailure(task, result);
        }
    }

    private void keepRecord(String task, boolean isUnleased, Outcome outcome) {
        if (outcome == Outcome.SUCCEEDED) {
            book.succeeded(task);
        } else if (outcome == Outcome.FAILED) {
            book.failed(task);
        } else if (isUnleased || lead != Lead.COORDINATOR) {
            book.notAgainAlone(task);
        }
    }

    private void ownFailure(String task, TaskResult result) {
        switch (settings.onFailure()) {
            case VERDICT -> leave(Leaving.FAILED, Optional.empty(), task + " failed here");
            case STAY -> {}
            case LEAVE -> leave(Leaving.FAILED, Optional.of(Outcomes.exitCode(result)), task + " failed here");
        }
    }

    /** What waits gets a free slot; without a lead the peer chooses for itself. */
    private void begin() {
        start(holdings.begin());
        if (lead == Lead.COORDINATOR) {
            return;
        }
        boolean mayBuild = plan.join().cacheWrite();
        while (mayBuild && holdings.spareSlots() > 0) {
            Optional<JoinTask> next = book.nextAlone(name -> holdings.holds(name) || holdings.isInSlot(name));
            if (next.isEmpty()) {
                break;
            }
            Duration expected = Story.seconds(next.get().expectedSeconds().orElse(0.0));
            holdings.take(next.get(), Optional.empty(), expected);
            changed = true;
            start(holdings.begin());
        }
        if (holdings.isEmpty() && !holdings.isAnyInSlot()) {
            leaveAlone(mayBuild);
        }
    }

    private void leaveAlone(boolean mayBuild) {
        if (book.isAllBuilt()) {
            leave(Leaving.COMPLETE, Optional.empty(), "all tasks are built here");
        } else if (mayBuild) {
            leave(Leaving.FAILED, Optional.empty(), "nothing more can be built here");
        } else {
            leave(Leaving.CANCELLED, Optional.empty(), "nobody builds for this peer, and it may not write the cache");
        }
    }

    private void start(List<Holdings.Begun> begun) {
        for (Holdings.Begun one : begun) {
            Holdings.Held held = one.held();
            tell(new Fact.Started(held.name(), held.expected(), held.lease().isEmpty()));
            Duration timeout = held.task().timeoutSeconds().map(Story::seconds).orElse(DEFAULT_TIMEOUT);
            actions.add(new Action.StartTask(held.task(), one.slot(), timeout));
        }
    }

    // ---- what is said

    private void speak() {
        if (isBuilding() && lead != Lead.NOBODY && (changed || now >= conversation.nextHeartbeatAt())) {
            changed = false;
            actions.add(0, new Action.SendStatus(conversation.speak(holdings.forStatus(), outbox, now)));
        }
    }

    /**
     * The one place in which a peer gives the coordinator up. A wait budget, when a peer waits for longer than building
     * alone would take, belongs here as well.
     */
    private void lookForSilence() {
        long silence = now - conversation.heardAt();
        if (lead != Lead.COORDINATOR || silence < settings.patience().toMillis()) {
            return;
        }
        if (settings.patienceOver() == PatienceOver.FAIL) {
            tell(new Fact.Note(
                    "no coordinator answered for " + silence / 1000 + " s; this peer was told not to go on"));
            leave(Leaving.CANCELLED, Optional.of(NO_COORDINATOR), "no answer");
            return;
        }
        tell(new Fact.Alone(Duration.ofMillis(silence)));
        lead = Lead.SILENCE;
    }

    // ---- how it ends

    private void leave(Leaving leaving, Optional<Integer> exitCode, String why) {
        boolean sentAway = lead == Lead.NOBODY;
        actions.add(0, new Action.SendStatus(conversation.sayGoodbye(leaving, outbox, now, sentAway)));
        holdings.running().forEach(one -> actions.add(new Action.AbortTask(one.name())));
        holdings.clear();
        phase = new Phase.Clearing(leaving, exitCode, why);
    }

    private void cleared(Phase.Clearing clearing) {
        if (clearing.exitCode().isPresent()) {
            exit(clearing.exitCode().get());
        } else if (settings.verdict() == VerdictKind.NONE) {
            exit(clearing.leaving() == Leaving.COMPLETE && !book.hasFailure() ? 0 : 1);
        } else {
            phase = new Phase.Judging(Optional.empty());
            tell(new Fact.VerdictStarted(clearing.why()));
            actions.add(new Action.StartVerdict(clearing.why()));
        }
    }

    private void stop(int exitCode) {
        boolean isSecond = (phase instanceof Phase.Clearing clearing
                        && clearing.exitCode().isPresent())
                || (phase instanceof Phase.Judging judging && judging.exitCode().isPresent());
        if (isSecond) {
            exit(exitCode);
        } else if (isBuilding()) {
            leave(Leaving.CANCELLED, Optional.of(exitCode), "stopped");
        } else if (phase instanceof Phase.Clearing) {
            phase = new Phase.Clearing(Leaving.CANCELLED, Optional.of(exitCode), "stopped");
        } else if (phase instanceof Phase.Judging) {
            phase = new Phase.Judging(Optional.of(exitCode));
            actions.add(new Action.AbortVerdict());
        }
    }

    private void exit(int code) {
        phase = new Phase.Over(code);
        actions.add(new Action.Exit(code));
    }

    private boolean isBuilding() {
        return phase instanceof Phase.Building;
    }

    // ---- what is told

    private void tell(Fact fact) {
        actions.add(new Action.Tell(fact));
    }

    private void tellEnd(String task, TaskResult result) {
        tell(
                switch (result.outcome()) {
                    case SUCCEEDED ->
                        new Fact.Built(
                                task,
                                result.took(),
                                result.exitCode(),
                                story.done(book.built().size()),
                                story.tasks());
                    case FAILED -> new Fact.Failed(task, result.took(), result.exitCode());
                    case ABORTED -> new Fact.Aborted(task, result.took());
                    case UNAVAILABLE -> new Fact.Unavailable(task);
                });
    }
}

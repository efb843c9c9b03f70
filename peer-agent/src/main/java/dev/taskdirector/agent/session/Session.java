package dev.taskdirector.agent.session;

import dev.taskdirector.wire.Leaving;
import dev.taskdirector.wire.PeerAssignment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A peer's side of the protocol. Events come in with the time, in milliseconds of any clock that doesn't go back; what
 * to do comes out. The exit code is the verdict's own, so that nobody is green by what others say.
 *
 * <p>Not safe for use by several threads: one loop owns it.
 */
public final class Session {

    private static final int REJECTED = 3;
    private static final int NO_COORDINATOR = 4;

    private final SessionSettings settings;
    private final Supplier<String> sessionIds;
    private final Outbox outbox = new Outbox();
    private final Story story;
    private final Workshop workshop;
    private final WaitBudget budget;
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
        this.settings = settings;
        this.sessionIds = sessionIds;
        this.now = nowMillis;
        this.story = new Story(plan, this::tell);
        this.workshop = new Workshop(plan, outbox, story, action -> actions.add(action));
        boolean hasKeys = plan.join().keys().isPresent();
        long heartbeat = settings.heartbeat().toMillis();
        this.conversation = new Conversation(plan, sessionIds.get(), heartbeat, nowMillis);
        this.budget = new WaitBudget(
                settings, () -> conversation.heartbeatMillis(), () -> outbox.trustsOthers(hasKeys), workshop.book());
        this.rejoinedAt = nowMillis - heartbeat;
        workshop.book().shuffleBy(conversation.session());
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
            if (!workshop.holdings().runsByItself(task)) {
                return;
            }
            if (isBuilding()) {
                taskEnded(task, result);
            } else {
                workshop.endedLate(task, result);
            }
        });
    }

    /** A batch that was started has ended, stopped or not. */
    public List<Action> onBatchEnded(int slot, TaskResult result, long nowMillis) {
        return step(nowMillis, () -> {
            if (isBuilding()) {
                changed |= workshop.batchEnded(slot, result, lead == Lead.COORDINATOR);
            } else {
                workshop.batchEndedLate(slot, result);
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
        long heartbeat = changed ? conversation.nextWordAt() : conversation.nextHeartbeatAt();
        if (lead != Lead.COORDINATOR) {
            return OptionalLong.of(heartbeat);
        }
        long patience = conversation.heardAt() + settings.patience().toMillis();
        return OptionalLong.of(
                Math.min(Math.min(heartbeat, patience), budget.nextAt(now).orElse(patience)));
    }

    /** With what the session ended; empty while it lives. */
    public Optional<Integer> exitCode() {
        return phase instanceof Phase.Over over ? Optional.of(over.exitCode()) : Optional.empty();
    }

    private List<Action> step(long nowMillis, Runnable event) {
        if (phase instanceof Phase.Over) {
            return List.of();
        }
        now = Math.max(now, nowMillis);
        actions = new ArrayList<>();
        budget.passTo(now);
        event.run();
        for (Runnable next : List.<Runnable>of(this::lookForSilence, this::lookForWaste, this::build, this::speak)) {
            if (isBuilding()) {
                next.run();
            }
        }
        budget.setIdle(isLed() && workshop.isIdle(), now);
        if (phase instanceof Phase.Clearing clearing && !workshop.holdings().isAnyInSlot()) {
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
                changed |= conversation.takeToken(assignment);
                changed |= conversation.nameTasks();
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

    /**
     * A second rejoin within a heartbeat is left to the next heartbeat, so that two who disagree don't spin; and one
     * without an assignment in between is no sign of life, so that they end in building alone.
     */
    private void rejoin() {
        if (now - rejoinedAt < conversation.heartbeatMillis()) {
            return;
        }
        rejoinedAt = now;
        conversation = conversation.renewed(sessionIds.get(), assignedSinceRejoin ? now : conversation.heardAt());
        assignedSinceRejoin = false;
        changed = true;
        workshop.startAnew(conversation.session());
        budget.startAnew(now);
        tell(new Fact.Rejoined(
                workshop.book().built().size(), workshop.holdings().running().size()));
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
        lead = wasAlone && budget.isForNothing(assignment) ? Lead.SILENCE : Lead.COORDINATOR;
        Set<String> built = workshop.book().built();
        story.hear(assignment, built.size() - outbox.unacknowledgedSuccesses(), built, wasAlone && isLed());
        workshop.hear(assignment.tasks());
        if (assignment.epoch() > conversation.seenEpoch()) {
            conversation.see(assignment.epoch());
            changed = true;
            follow(assignment);
        }
        budget.hear(assignment, workshop.isIdle(), now);
        story.waits(assignment, isBuilding() && workshop.holdings().isEmpty());
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
            default -> workshop.follow();
        }
    }

    // ---- what is done here

    private void taskEnded(String task, TaskResult result) {
        switch (workshop.ended(task, result, lead == Lead.COORDINATOR)) {
            case UNWANTED -> {}
            case OUTCOME -> changed = true;
            case OWN_FAILURE -> {
                changed = true;
                ownFailure(task, result);
            }
        }
    }

    private void ownFailure(String task, TaskResult result) {
        switch (settings.onFailure()) {
            case VERDICT -> leave(Leaving.FAILED, Optional.empty(), task + " failed here");
            case STAY -> {}
            case LEAVE -> leave(Leaving.FAILED, Optional.of(Outcomes.exitCode(result)), task + " failed here");
        }
    }

    /** What waits gets a free slot; without a lead the peer chooses for itself, until nothing is left. */
    private void build() {
        workshop.begin();
        if (lead == Lead.COORDINATOR) {
            return;
        }
        changed |= workshop.beginAlone();
        if (workshop.isIdle()) {
            leaveAlone();
        }
    }

    private void leaveAlone() {
        if (workshop.book().isAllBuilt()) {
            leave(Leaving.COMPLETE, Optional.empty(), "all tasks are built here");
        } else if (workshop.mayBuildAlone()) {
            leave(Leaving.FAILED, Optional.empty(), "nothing more can be built here");
        } else {
            leave(Leaving.CANCELLED, Optional.empty(), "nobody builds for this peer, and it may not write the cache");
        }
    }

    // ---- what is said

    private void speak() {
        // with tasks ahead nothing waits for an answer: short tasks are reported together
        boolean hasTime = conversation.seenEpoch() > 0 && workshop.holdings().isAnyAhead();
        boolean hasNews = changed && (!hasTime || now >= conversation.nextWordAt());
        if (lead != Lead.NOBODY && (hasNews || now >= conversation.nextHeartbeatAt())) {
            changed = false;
            actions.add(
                    0,
                    new Action.SendStatus(conversation.speak(workshop.holdings().forStatus(), outbox, now)));
        }
    }

    private void lookForSilence() {
        long silence = now - conversation.heardAt();
        if (lead == Lead.NOBODY || silence < settings.patience().toMillis()) {
            return;
        }
        if (settings.patienceOver() == PatienceOver.FAIL) {
            tell(new Fact.Note("no coordinator answered for " + silence / 1000 + "s; this peer was told not to go on"));
            leave(Leaving.CANCELLED, Optional.of(NO_COORDINATOR), "no answer");
        } else if (lead == Lead.COORDINATOR) {
            tell(new Fact.Alone(Duration.ofMillis(silence)));
            lead = Lead.SILENCE;
        }
    }

    /** A peer that has waited enough builds what it waits for, or, until it is given more, whatever can be built here. */
    private void lookForWaste() {
        budget.setIdle(isLed() && workshop.isIdle(), now);
        if (!budget.isSpent()) {
            return;
        }
        if (!workshop.mayBuildAlone()) {
            leave(Leaving.CANCELLED, Optional.empty(), "waited long enough, and this peer may not write the cache");
            return;
        }
        if (workshop.takeUnleased(budget.toBuild(), task -> budget.isLate(task, now))) {
            tell(new Fact.WaitedEnough(budget.spent(), budget.limit()));
            changed = true;
        } else if (budget.isForNothing(now)) {
            tell(new Fact.WaitedForNothing(budget.spent(), budget.limit()));
            lead = Lead.SILENCE;
        }
    }

    // ---- how it ends

    private void leave(Leaving leaving, Optional<Integer> exitCode, String why) {
        actions.add(0, new Action.SendStatus(conversation.sayGoodbye(leaving, outbox, now, lead == Lead.NOBODY)));
        workshop.letGo();
        phase = new Phase.Clearing(leaving, exitCode, why);
    }

    private void cleared(Phase.Clearing clearing) {
        if (clearing.exitCode().isPresent()) {
            exit(clearing.exitCode().get());
        } else if (settings.verdict() == VerdictKind.NONE) {
            boolean isGreen =
                    clearing.leaving() == Leaving.COMPLETE && !workshop.book().hasFailure();
            exit(isGreen ? 0 : 1);
        } else {
            phase = new Phase.Judging(Optional.empty());
            tell(new Fact.VerdictStarted(clearing.why()));
            actions.add(new Action.StartVerdict(clearing.why()));
        }
    }

    private void stop(int exitCode) {
        if (phase instanceof Phase.Building) {
            leave(Leaving.CANCELLED, Optional.of(exitCode), "stopped");
        } else if (phase instanceof Phase.Clearing clearing) {
            if (clearing.exitCode().isPresent()) {
                exit(exitCode);
            } else {
                phase = new Phase.Clearing(Leaving.CANCELLED, Optional.of(exitCode), "stopped");
            }
        } else if (phase instanceof Phase.Judging judging) {
            if (judging.exitCode().isPresent()) {
                exit(exitCode);
            } else {
                phase = new Phase.Judging(Optional.of(exitCode));
                actions.add(new Action.AbortVerdict());
            }
        }
    }

    private void exit(int code) {
        phase = new Phase.Over(code);
        actions.add(new Action.Exit(code));
    }

    private boolean isLed() {
        return isBuilding() && lead == Lead.COORDINATOR;
    }

    private boolean isBuilding() {
        return phase instanceof Phase.Building;
    }

    private void tell(Fact fact) {
        actions.add(new Action.Tell(fact));
    }
}

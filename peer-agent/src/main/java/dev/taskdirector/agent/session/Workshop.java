package dev.taskdirector.agent.session;

import dev.taskdirector.wire.AssignedTask;
import dev.taskdirector.wire.Finished;
import dev.taskdirector.wire.JoinTask;
import dev.taskdirector.wire.Outcome;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What a peer does with its tasks: takes them up, starts them, lets go of them, and keeps the record of their ends. */
final class Workshop {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofHours(4);

    /** What the end of a command means. */
    enum End {
        /** Nothing: the command was not wanted any more. */
        UNWANTED,
        /** An outcome to report. */
        OUTCOME,
        /** A failure in the peer's own checkout. */
        OWN_FAILURE
    }

    private final TaskBook book;
    private final Holdings holdings;
    private final Outbox outbox;
    private final Story story;
    private final boolean mayBuildAlone;
    private final boolean hasKeys;
    private final Consumer<Action> actions;

    /** What the newest assignment says of each task that the peer should be running. */
    private Map<String, AssignedTask> assigned = Map.of();

    /** Tasks in hand that another peer had and lost. */
    private final Set<String> retaken = new HashSet<>();

    Workshop(SessionPlan plan, Outbox outbox, Story story, Consumer<Action> actions) {
        this.book = new TaskBook(plan.tasks());
        this.holdings = new Holdings(plan.slots());
        this.outbox = outbox;
        this.story = story;
        this.mayBuildAlone = plan.join().cacheWrite();
        this.hasKeys = plan.join().keys().isPresent();
        this.actions = actions;
    }

    TaskBook book() {
        return book;
    }

    Holdings holdings() {
        return holdings;
    }

    boolean mayBuildAlone() {
        return mayBuildAlone;
    }

    /** Whether nothing is in hand and no command runs, wanted or not. */
    boolean isIdle() {
        return holdings.isEmpty() && !holdings.isAnyInSlot();
    }

    /** A new session: leases are forgotten, commands run on, what was built is reported anew. */
    void startAnew(String session) {
        book.shuffleBy(session);
        assigned = Map.of();
        holdings.forgetLeases();
        outbox.startAnew(book.built());
    }

    /** Takes note of what is said of the tasks, news or not. */
    void hear(List<AssignedTask> tasks) {
        assigned = new LinkedHashMap<>();
        tasks.forEach(one -> assigned.put(one.name(), one));
    }

    /** Goes by what was heard: what was leased and is gone is stopped, what is new waits for a slot, the rest goes on. */
    void follow() {
        for (Holdings.Held gone : holdings.leasedOtherThan(assigned::containsKey)) {
            holdings.drop(gone.name());
            if (gone.running()) {
                actions.accept(new Action.AbortTask(gone.name()));
            }
        }
        for (AssignedTask one : assigned.values()) {
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
            if (assigned.lostBy().isPresent() || story.isTakenOver(task.name())) {
                retaken.add(task.name());
            } else {
                retaken.remove(task.name());
            }
            holdings.take(task, Optional.of(assigned.lease()), Story.seconds(assigned.expectedSeconds()));
        }
    }

    /** What waits gets a free slot. */
    void begin() {
        for (Holdings.Begun one : holdings.begin()) {
            Holdings.Held held = one.held();
            tell(begun(held));
            Duration timeout = held.task().timeoutSeconds().map(Story::seconds).orElse(DEFAULT_TIMEOUT);
            actions.accept(new Action.StartTask(held.task(), one.slot(), timeout));
        }
    }

    private Fact begun(Holdings.Held held) {
        if (held.lease().isEmpty()) {
            return new Fact.Started(held.name(), held.expected(), true);
        }
        Optional<AssignedTask> said = Optional.ofNullable(assigned.get(held.name()));
        return retaken.remove(held.name())
                ? new Fact.Retaken(held.name(), said.flatMap(AssignedTask::lostBy))
                : new Fact.Started(held.name(), held.expected(), false, why(held, said));
    }

    /** Whether something follows is what matters: the last task of a chain is no path. */
    private Optional<Fact.Why> why(Holdings.Held held, Optional<AssignedTask> said) {
        Optional<Fact.Why> besides = said.flatMap(AssignedTask::besides).map(Fact.Why.Besides::new);
        return besides.or(() -> whatFollows(held, said));
    }

    private Optional<Fact.Why> whatFollows(Holdings.Held held, Optional<AssignedTask> said) {
        int dependents = book.dependents(held.name());
        if (dependents == 0) {
            return Optional.empty();
        }
        return said.flatMap(AssignedTask::pathSeconds)
                .<Fact.Why>map(path -> new Fact.Why.LongestPath(Story.seconds(path)))
                .or(() -> Optional.of(new Fact.Why.Unblocks(dependents)));
    }

    /**
     * Fills what is free with tasks of the peer's own choice. One that may not write the cache builds none: nothing of it
     * would help its verdict.
     *
     * @return whether there was one
     */
    boolean beginAlone() {
        boolean isAny = false;
        while (mayBuildAlone && holdings.spareSlots() > 0) {
            Optional<JoinTask> next = book.nextAlone(name -> holdings.holds(name) || holdings.isInSlot(name));
            if (next.isEmpty()) {
                break;
            }
            takeUnleased(next.get());
            begin();
            isAny = true;
        }
        return isAny;
    }

    /**
     * Takes as many of these tasks as slots are free, though they are leased to others; those that are urgent first.
     *
     * @return whether there was one to take
     */
    boolean takeUnleased(Set<String> names, Predicate<String> isUrgent) {
        List<JoinTask> some = book.triableAlone(names).stream()
                .filter(task -> !holdings.holds(task.name()))
                .sorted(Comparator.comparing(task -> !isUrgent.test(task.name())))
                .limit(holdings.spareSlots())
                .toList();
        some.forEach(this::takeUnleased);
        return !some.isEmpty();
    }

    private void takeUnleased(JoinTask task) {
        holdings.take(
                task, Optional.empty(), Story.seconds(task.expectedSeconds().orElse(0.0)));
    }

    /** Stops everything and holds nothing any more. */
    void letGo() {
        holdings.running().forEach(one -> actions.accept(new Action.AbortTask(one.name())));
        holdings.clear();
    }

    /** Takes note of a command's end while the session builds; a success counts even if it wasn't wanted any more. */
    End ended(String task, TaskResult result, boolean isLed) {
        boolean wasWanted = holdings.find(task).map(Holdings.Held::running).orElse(false);
        holdings.free(task);
        if (!wasWanted && result.outcome() != Outcome.SUCCEEDED) {
            tellEnd(task, result, Optional.empty());
            return End.UNWANTED;
        }
        result.relied().stream()
                .filter(one -> book.find(one.task()).isPresent() && !book.isBuilt(one.task()))
                .forEach(outbox::addRelied);
        Optional<String> lease = holdings.drop(task).flatMap(Holdings.Held::lease);
        outbox.add(Outcomes.finished(task, lease, result));
        keepRecord(task, lease.isEmpty() || !isLed, result.outcome());
        tellEnd(task, result, lease.isPresent() && isLed ? aftermath(task) : Optional.empty());
        return result.outcome() == Outcome.FAILED ? End.OWN_FAILURE : End.OUTCOME;
    }

    /** Takes note of a command's end after the session has left: its slot is free, and that is all. */
    void endedLate(String task, TaskResult result) {
        holdings.free(task);
        tellEnd(task, result, Optional.empty());
    }

    /** Who else is concerned by a failure here. */
    private Optional<String> aftermath(String task) {
        return Optional.ofNullable(assigned.get(task))
                .flatMap(AssignedTask::neededBy)
                .map(others -> {
                    String who = others == 0 ? "nobody else" : others == 1 ? "1 other peer" : others + " other peers";
                    String verb = others > 1 ? (hasKeys ? "have" : "need") : (hasKeys ? "has" : "needs");
                    return who + " " + verb + (hasKeys ? " these inputs" : " it");
                });
    }

    private void keepRecord(String task, boolean isAlone, Outcome outcome) {
        if (outcome == Outcome.SUCCEEDED) {
            book.succeeded(task);
        } else if (outcome == Outcome.FAILED) {
            book.failed(task);
        } else if (isAlone) {
            book.notAgainAlone(task);
        }
    }

    private void tellEnd(String task, TaskResult result, Optional<String> aftermath) {
        tell(
                switch (result.outcome()) {
                    case SUCCEEDED ->
                        new Fact.Built(
                                task,
                                result.took(),
                                result.exitCode(),
                                story.done(book.built().size()),
                                story.tasks());
                    case FAILED -> new Fact.Failed(task, result.took(), result.exitCode(), aftermath);
                    case ABORTED -> new Fact.Aborted(task, result.took());
                    case UNAVAILABLE -> new Fact.Unavailable(task);
                });
    }

    private void tell(Fact fact) {
        actions.accept(new Action.Tell(fact));
    }
}

package dev.taskdirector.agent.session;

import dev.taskdirector.wire.AssignedTask;
import dev.taskdirector.wire.Finished;
import dev.taskdirector.wire.JoinTask;
import dev.taskdirector.wire.Outcome;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What a peer does with its tasks: takes them up, starts them, lets go of them, and keeps the record of their ends. */
final class Workshop {

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
    private final Batching batching;
    private final Outbox outbox;
    private final WorkLog log;
    private final boolean mayBuildAlone;
    private final Consumer<Action> actions;

    /** What the newest assignment says of each task that the peer should be running. */
    private Map<String, AssignedTask> assigned = Map.of();

    Workshop(SessionPlan plan, Outbox outbox, Story story, Consumer<Action> actions) {
        this.book = new TaskBook(plan.tasks());
        this.holdings = new Holdings(plan.slots());
        this.batching = new Batching(plan.batches());
        this.outbox = outbox;
        this.log =
                new WorkLog(book, story, plan.join().keys().isPresent(), fact -> actions.accept(new Action.Tell(fact)));
        this.mayBuildAlone = plan.join().cacheWrite();
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
        log.hear(assigned);
        holdings.forgetLeases();
        outbox.startAnew(book.built());
    }

    /** Takes note of what is said of the tasks, news or not. */
    void hear(List<AssignedTask> tasks) {
        assigned = new LinkedHashMap<>();
        tasks.forEach(one -> assigned.put(one.name(), one));
        log.hear(assigned);
    }

    /** Goes by what was heard: what was leased and is gone is stopped, what is new waits for a slot, the rest goes on. */
    void follow() {
        List<Holdings.Held> gone = holdings.leasedOtherThan(assigned::containsKey);
        gone.forEach(one -> holdings.drop(one.name()));
        stop(gone);
        for (AssignedTask one : assigned.values()) {
            book.find(one.name()).ifPresent(task -> takeUp(task, one));
        }
    }

    /** Stops the commands of what is held no more; a batch goes on for those of its tasks that still are. */
    private void stop(List<Holdings.Held> gone) {
        Set<Integer> batches = new LinkedHashSet<>();
        for (Holdings.Held one : gone) {
            OptionalInt batch = holdings.batchOf(one.name());
            if (one.running() && batch.isEmpty()) {
                actions.accept(new Action.AbortTask(one.name()));
            } else if (one.running() && !holdings.isWanted(batch.getAsInt())) {
                batches.add(batch.getAsInt());
            }
        }
        batches.forEach(slot -> actions.accept(new Action.AbortBatch(slot)));
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
            log.taken(assigned);
            holdings.take(task, Optional.of(assigned.lease()), Story.seconds(assigned.expectedSeconds()));
        }
    }

    /** What waits gets a free slot. */
    void begin() {
        for (Holdings.Begun one : holdings.begin(batching)) {
            List<Action.StartTask> starts = one.tasks().stream()
                    .map(held -> start(held.task(), one.slot()))
                    .toList();
            if (starts.size() == 1) {
                log.begun(one.tasks().get(0));
                actions.accept(starts.get(0));
            } else {
                log.begunTogether(one.tasks());
                actions.accept(new Action.StartBatch(starts));
            }
        }
    }

    private static Action.StartTask start(JoinTask task, int slot) {
        return new Action.StartTask(task, slot, TaskBook.timeout(task));
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
        List<Holdings.Held> running = holdings.running();
        holdings.clear();
        stop(running);
    }

    /** Takes note of a command's end while the session builds; a success counts even if it wasn't wanted any more. */
    End ended(String task, TaskResult result, boolean isLed) {
        boolean isMeasured = result.outcome() == Outcome.SUCCEEDED;
        Optional<Duration> took =
                isMeasured ? batching.measure(holdings.startedWith(task), result) : Optional.of(result.took());
        return ended(task, result, took, isLed);
    }

    private End ended(String task, TaskResult result, Optional<Duration> measured, boolean isLed) {
        boolean wasWanted = holdings.find(task).map(Holdings.Held::running).orElse(false);
        holdings.free(task);
        if (!wasWanted && result.outcome() != Outcome.SUCCEEDED) {
            log.ended(task, result, Optional.empty());
            return End.UNWANTED;
        }
        result.relied().stream()
                .filter(one -> book.find(one.task()).isPresent() && !book.isBuilt(one.task()))
                .forEach(outbox::addRelied);
        Optional<String> lease = holdings.drop(task).flatMap(Holdings.Held::lease);
        outbox.add(Outcomes.finished(task, lease, result, measured));
        keepRecord(task, lease.isEmpty() || !isLed, result.outcome());
        log.ended(task, result, lease.isPresent() && isLed ? log.aftermath(task) : Optional.empty());
        return result.outcome() == Outcome.FAILED ? End.OWN_FAILURE : End.OUTCOME;
    }

    /** Takes note of a command's end after the session has left: its slot is free, and that is all. */
    void endedLate(String task, TaskResult result) {
        holdings.free(task);
        log.ended(task, result, Optional.empty());
    }

    /**
     * Takes note of a batch's end while the session builds: a success is that of each of its tasks, any other end is that of
     * none, and what is still wanted waits to be started by itself.
     *
     * @return whether there is something to say of it
     */
    boolean batchEnded(int slot, TaskResult result, boolean isLed) {
        List<Holdings.Held> tasks = holdings.in(slot);
        if (tasks.isEmpty()) {
            return false;
        }
        if (result.outcome() == Outcome.SUCCEEDED) {
            succeeded(tasks, result, isLed);
            return true;
        }
        List<String> names = tasks.stream().map(Holdings.Held::name).toList();
        boolean isWanted = holdings.isWanted(slot);
        boolean wasTaken = !holdings.takenFrom(slot).isEmpty();
        holdings.free(slot);
        if (isWanted || result.outcome() != Outcome.ABORTED) {
            batching.startAlone(names);
        }
        int before = holdings.size();
        names.forEach(holdings::waitAgain);
        log.endedTogether(names, result);
        return wasTaken || holdings.size() < before;
    }

    private void succeeded(List<Holdings.Held> tasks, TaskResult result, boolean isLed) {
        Optional<List<Duration>> measured = batching.measure(tasks, result).map(took -> Outcomes.shares(took, tasks));
        int place = 0;
        for (Map.Entry<String, TaskResult> each : Outcomes.ofEach(tasks, result).entrySet()) {
            int mine = place++;
            ended(each.getKey(), each.getValue(), measured.map(shares -> shares.get(mine)), isLed);
        }
    }

    /** Takes note of a batch's end after the session has left. */
    void batchEndedLate(int slot, TaskResult result) {
        List<Holdings.Held> tasks = holdings.in(slot);
        holdings.free(slot);
        if (result.outcome() == Outcome.SUCCEEDED) {
            Outcomes.ofEach(tasks, result).forEach((task, each) -> log.ended(task, each, Optional.empty()));
        } else {
            log.endedTogether(tasks.stream().map(Holdings.Held::name).toList(), result);
        }
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
}

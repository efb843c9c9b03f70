package dev.taskdirector.agent.log;

import dev.taskdirector.agent.session.Fact;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Adds up what the facts tell: what was built here, what elsewhere, how long was waited. Not for decisions: that is the
 * session's. Safe for use by several threads.
 */
public final class Tally {

    private final Clock clock;
    private final Map<String, Optional<Duration>> expected;
    private final Map<String, BuiltHere> here = new LinkedHashMap<>();
    private final TreeSet<String> unleased = new TreeSet<>();
    private Optional<String> run = Optional.empty();
    private Optional<Fact.VerdictEnded> verdict = Optional.empty();
    private Optional<Instant> waitingSince = Optional.empty();
    private Duration waited = Duration.ZERO;
    private boolean others;
    private int done;

    /** How a task ended here. */
    public record BuiltHere(String outcome, Duration took, Optional<Integer> exitCode) {}

    /** @param expected the schema's tasks in order, with what they are expected to take where it says that */
    public Tally(Clock clock, Map<String, Optional<Duration>> expected) {
        this.clock = clock;
        this.expected = Collections.unmodifiableMap(new LinkedHashMap<>(expected));
    }

    /** Takes a fact as it is told. */
    public synchronized void add(Fact fact) {
        addTask(fact);
        if (fact instanceof Fact.Joined joined) {
            run = Optional.of(joined.run());
            others |= joined.otherPeers() > 0;
        } else if (fact instanceof Fact.DoneBefore before) {
            done = Math.max(done, before.tasks());
            others = true;
        } else if (fact instanceof Fact.Elsewhere elsewhere) {
            done = Math.max(done, elsewhere.done());
            others = true;
        } else if (fact instanceof Fact.Again again) {
            done = Math.max(done, again.done());
        } else if (fact instanceof Fact.Waits && waitingSince.isEmpty()) {
            waitingSince = Optional.of(clock.instant());
            others = true;
        } else if (fact instanceof Fact.VerdictEnded ended) {
            verdict = Optional.of(ended);
        }
    }

    private void addTask(Fact fact) {
        if (fact instanceof Fact.Started started) {
            endWait();
            if (started.alone()) {
                unleased.add(started.task());
            }
        } else if (fact instanceof Fact.Retaken
                || fact instanceof Fact.StartedTogether
                || fact instanceof Fact.VerdictStarted
                || fact instanceof Fact.Alone
                || fact instanceof Fact.WaitedForNothing) {
            endWait();
        } else if (fact instanceof Fact.Built built) {
            here.put(built.task(), new BuiltHere("succeeded", built.took(), built.exitCode()));
            done = Math.max(done, built.done());
        } else if (fact instanceof Fact.Failed failed) {
            here.put(failed.task(), new BuiltHere("failed", failed.took(), failed.exitCode()));
        } else if (fact instanceof Fact.Aborted aborted) {
            here.put(aborted.task(), new BuiltHere("aborted", aborted.took(), Optional.empty()));
        } else if (fact instanceof Fact.BuiltElsewhere built) {
            done = Math.max(done, built.done());
            others = true;
        }
    }

    private void endWait() {
        waitingSince.ifPresent(since -> waited = waited.plus(Duration.between(since, clock.instant())));
        waitingSince = Optional.empty();
    }

    /** What sharing brought and cost, so far. */
    public synchronized Closing.Saved saved() {
        return new Closing.Saved(builtForMe(), elsewhere(), builtForOthers(), waited);
    }

    /** How many tasks were built by others, as far as was told. */
    synchronized int elsewhere() {
        return Math.max(0, Math.min(expected.size(), done) - builtHere().size());
    }

    /**
     * What others built would have taken here, as it was expected: exact when all that wasn't built here was built by
     * them, else by the mean of what wasn't built here. Empty when nothing was expected.
     */
    synchronized Optional<Duration> builtForMe() {
        List<Duration> notHere = expected.entrySet().stream()
                .filter(task -> !builtHere().contains(task.getKey()))
                .flatMap(task -> task.getValue().stream())
                .toList();
        if (elsewhere() == 0) {
            return Optional.of(Duration.ZERO);
        }
        if (notHere.isEmpty()) {
            return Optional.empty();
        }
        Duration sum = notHere.stream().reduce(Duration.ZERO, Duration::plus);
        return Optional.of(sum.multipliedBy(elsewhere())
                .dividedBy(expected.size() - builtHere().size()));
    }

    /** What was built here under a lease while others shared the run took so long: an upper bound of what it saved them. */
    synchronized Duration builtForOthers() {
        return here.entrySet().stream()
                .filter(task -> others && task.getValue().outcome().equals("succeeded"))
                .filter(task -> !unleased.contains(task.getKey()))
                .map(task -> task.getValue().took())
                .reduce(Duration.ZERO, Duration::plus);
    }

    public synchronized Optional<String> run() {
        return run;
    }

    public synchronized Optional<Fact.VerdictEnded> verdict() {
        return verdict;
    }

    /** How each task ended that was tried here, the last time. */
    public synchronized Map<String, BuiltHere> here() {
        return Collections.unmodifiableMap(new LinkedHashMap<>(here));
    }

    /** Whether all tasks that were not built here are known to be built elsewhere. */
    public synchronized boolean isAllDone() {
        return done >= expected.size();
    }

    private Set<String> builtHere() {
        Set<String> names = new TreeSet<>();
        here.forEach((task, how) -> {
            if (how.outcome().equals("succeeded")) {
                names.add(task);
            }
        });
        return names;
    }
}

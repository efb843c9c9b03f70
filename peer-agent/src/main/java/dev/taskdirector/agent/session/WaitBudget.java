package dev.taskdirector.agent.session;

import dev.taskdirector.wire.AssignmentState;
import dev.taskdirector.wire.PeerAssignment;
import dev.taskdirector.wire.WaitingFor;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * How long a peer waits for others before it builds what it waits for by itself: so that it is never much slower than
 * alone. What counts is waiting that building alone might have spared. While results of others are known to be good for
 * this peer, by equal keys or by hits that it had, that is waiting for what is past its expected time; else all waiting
 * is, for what comes may be a ghost. Whatever others expect, nothing is expected to take longer than the timeouts of this
 * peer's own schema allow. A peer that is answered, and neither given anything nor told what it waits for, waits for nothing:
 * that counts, but for the moment that a better answer takes. Silence is no answer: it is the patience's.
 */
final class WaitBudget {

    /** Of the expected solo time, where results of others are known to be good. */
    private static final int TRUSTING_SHARE = 4;

    /** Of the expected solo time, where they may all be ghosts: what was waited is then lost altogether. */
    private static final int DOUBTING_SHARE = 8;

    /** What was said last may have crossed an answer, so that the answer to the next heartbeat is awaited, too. */
    private static final int HEARTBEATS_AWAITED = 2;

    private static final long NEVER = Long.MAX_VALUE;

    private final Optional<Duration> given;
    private final long patienceMillis;
    private final LongSupplier heartbeatMillis;
    private final BooleanSupplier trusts;
    private final TaskBook book;
    private final long longestMillis;
    private long soloMillis;
    private boolean isToldToWait;
    private boolean isIdle;
    private long idleSince;

    /** Until when an answer that gives nothing may be about to be followed by a better one. */
    private long nothingCountsFrom = NEVER;

    private boolean isGivenNothing;
    private Map<String, Long> overdueAt = Map.of();
    private long countedUntil;
    private long spentMillis;

    /**
     * @param settings what the user allows, else a share of the expected solo time and at least the patience
     * @param heartbeatMillis how often the peer speaks now, when it has nothing new
     * @param trusts whether results of others are known to be good for this peer
     * @param book has the timeouts of this peer's tasks
     */
    WaitBudget(SessionSettings settings, LongSupplier heartbeatMillis, BooleanSupplier trusts, TaskBook book) {
        this.given = settings.waitBudget();
        this.patienceMillis = settings.patience().toMillis();
        this.heartbeatMillis = heartbeatMillis;
        this.trusts = trusts;
        this.book = book;
        this.longestMillis = book.timeouts().toMillis();
    }

    /** @param withNothingToDo whether the peer has nothing to do now that it goes by the assignment */
    void hear(PeerAssignment assignment, boolean withNothingToDo, long nowMillis) {
        assignment.soloSeconds().ifPresent(seconds -> soloMillis = Math.min(millis(seconds), longestMillis));
        isToldToWait = assignment.state() == AssignmentState.WAITING;
        overdueAt = new LinkedHashMap<>();
        for (WaitingFor one : assignment.waitingFor()) {
            overdueAt.put(one.task(), nowMillis + expectedMillis(one) - millis(one.sinceSeconds()));
        }
        if (isToldToWait || !withNothingToDo) {
            forgetNothing();
        } else if (nothingCountsFrom == NEVER) {
            nothingCountsFrom = nowMillis + answerMillis();
        } else if (nowMillis > nothingCountsFrom) {
            isGivenNothing = true;
            spentMillis += nowMillis - nothingCountsFrom;
            nothingCountsFrom = nowMillis;
        }
    }

    /** A new session waits for nothing until it hears so; what was spent stays spent. */
    void startAnew(long nowMillis) {
        isToldToWait = false;
        overdueAt = Map.of();
        idleSince = nowMillis;
        forgetNothing();
    }

    private void forgetNothing() {
        nothingCountsFrom = NEVER;
        isGivenNothing = false;
    }

    /** Counts what was waited since the last time. */
    void passTo(long nowMillis) {
        if (isIdle && isToldToWait) {
            spentMillis += Math.max(0, nowMillis - Math.max(countedUntil, countsFrom(countedUntil)));
        }
        countedUntil = nowMillis;
    }

    /** From now on the peer does nothing, or does something. */
    void setIdle(boolean value, long nowMillis) {
        if (value != isIdle) {
            idleSince = nowMillis;
            forgetNothing();
        }
        isIdle = value;
    }

    boolean isSpent() {
        return isIdle && (isToldToWait || isGivenNothing) && isOver();
    }

    private boolean isOver() {
        return spentMillis > limitMillis();
    }

    /** Whether a peer that can build nothing of what it is told to wait for should not go by that any more. */
    boolean isForNothing(long nowMillis) {
        return isGivenNothing || nowMillis > idleSince + answerMillis();
    }

    /** Whether a peer that has spent its budget, and chooses for itself, finds nothing in an assignment to go by. */
    boolean isForNothing(PeerAssignment assignment) {
        boolean goesOn = assignment.state() == AssignmentState.WORKING || assignment.state() == AssignmentState.WAITING;
        Set<String> named = new HashSet<>();
        assignment.tasks().forEach(task -> named.add(task.name()));
        assignment.waitingFor().forEach(one -> named.add(one.task()));
        return isOver() && goesOn && book.triableAlone(named).isEmpty();
    }

    private long answerMillis() {
        return HEARTBEATS_AWAITED * heartbeatMillis.getAsLong();
    }

    /**
     * What to build oneself once the budget is spent: all that is waited for, what is past its time or not. Who waited for
     * each task until it is late, and built it then, would take twice as long as alone.
     */
    Set<String> toBuild() {
        return overdueAt.keySet();
    }

    boolean isLate(String task, long nowMillis) {
        return overdueAt.getOrDefault(task, Long.MAX_VALUE) < nowMillis;
    }

    /** When there may be something to build oneself; empty unless the peer waits. */
    OptionalLong nextAt(long nowMillis) {
        if (!isIdle || !isToldToWait) {
            return OptionalLong.empty();
        }
        long from = Math.max(nowMillis, countsFrom(nowMillis));
        long left = limitMillis() - spentMillis;
        return left < 0 ? OptionalLong.empty() : OptionalLong.of(from + left + 1);
    }

    Duration spent() {
        return Duration.ofMillis(spentMillis);
    }

    Duration limit() {
        return Duration.ofMillis(limitMillis());
    }

    private long limitMillis() {
        long share = soloMillis / (trusts.getAsBoolean() ? TRUSTING_SHARE : DOUBTING_SHARE);
        return given.map(Duration::toMillis).orElse(Math.max(patienceMillis, share));
    }

    /** Nothing for a task that this peer doesn't know. */
    private long expectedMillis(WaitingFor one) {
        return book.find(one.task())
                .map(task -> Math.min(
                        millis(one.expectedSeconds()), TaskBook.timeout(task).toMillis()))
                .orElse(0L);
    }

    /** Waiting for nobody in particular counts at once. */
    private long countsFrom(long fallback) {
        return trusts.getAsBoolean()
                ? overdueAt.values().stream().mapToLong(at -> at).min().orElse(fallback)
                : fallback;
    }

    private static long millis(double seconds) {
        return (long) (seconds * 1000);
    }
}

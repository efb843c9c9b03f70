package dev.taskdirector.agent.session;

import dev.taskdirector.wire.AssignmentState;
import dev.taskdirector.wire.Holding;
import dev.taskdirector.wire.Join;
import dev.taskdirector.wire.JoinSchema;
import dev.taskdirector.wire.JoinTask;
import dev.taskdirector.wire.Leaving;
import dev.taskdirector.wire.PeerAssignment;
import dev.taskdirector.wire.PeerStatus;
import java.util.List;
import java.util.Optional;

/** One session's exchange with the coordinator: its numbers, its token, and when either side last spoke. */
final class Conversation {

    /** From here on a schema is named by its digest first: the coordinator nearly always knows it. */
    private static final int LARGE_SCHEMA_CHARS = 64 * 1024;

    /** Who has work ahead says what has changed in so many milliseconds together. */
    private static final long UNHURRIED_MILLIS = 25;

    private static final long SHORTEST_HEARTBEAT_MILLIS = 100;
    private static final long LONGEST_HEARTBEAT_MILLIS = 60_000;

    private final SessionPlan plan;
    private final String session;
    private long seq;
    private long seenEpoch;
    private Optional<String> token = Optional.empty();
    private boolean withTasks;
    private long heartbeatMillis;
    private long heardAt;
    private long sentAt;
    private boolean wasPromised;

    Conversation(SessionPlan plan, String session, long heartbeatMillis, long nowMillis) {
        this.plan = plan;
        this.session = session;
        this.heartbeatMillis = heartbeatMillis;
        this.heardAt = nowMillis;
        this.sentAt = nowMillis;
        this.withTasks = size(plan.tasks()) <= LARGE_SCHEMA_CHARS;
    }

    /** The same peer under a new session id. Whether that counts as a sign of life is the caller's to say. */
    Conversation renewed(String newSession, long heardAtMillis) {
        return new Conversation(plan, newSession, heartbeatMillis, heardAtMillis);
    }

    boolean concerns(PeerAssignment assignment) {
        return assignment.session().equals(session)
                && assignment.peer().equals(plan.peer())
                && assignment.cache().equals(plan.cache());
    }

    /**
     * An answer before the join is in effect, or one that asks for the schema, is a sign of life once: a peer that is asked for
     * a schema which can't get through, or that waits for one that nobody sends, is not kept by promises.
     */
    void heard(PeerAssignment assignment, long nowMillis) {
        boolean isInEffect = assignment.epoch() > 0 && assignment.state() != AssignmentState.SCHEMA_WANTED;
        if (isInEffect || !wasPromised) {
            heardAt = nowMillis;
        }
        wasPromised |= !isInEffect;
        double millis = assignment.heartbeatSeconds() * 1000;
        boolean isOld = assignment.epoch() < seenEpoch;
        if (millis > 0 && !isOld) {
            heartbeatMillis = (long) Math.min(Math.max(millis, SHORTEST_HEARTBEAT_MILLIS), LONGEST_HEARTBEAT_MILLIS);
        }
    }

    /** Returns whether the token is news, so that it is worth an answer. */
    boolean takeToken(PeerAssignment assignment) {
        if (assignment.token().isEmpty() || assignment.token().equals(token)) {
            return false;
        }
        token = assignment.token();
        return true;
    }

    /** Returns whether the tasks had been left out so far. */
    boolean nameTasks() {
        boolean isNews = !withTasks;
        withTasks = true;
        return isNews;
    }

    void see(long epoch) {
        seenEpoch = epoch;
    }

    String session() {
        return session;
    }

    long seenEpoch() {
        return seenEpoch;
    }

    long heardAt() {
        return heardAt;
    }

    long heartbeatMillis() {
        return heartbeatMillis;
    }

    long nextHeartbeatAt() {
        return sentAt + heartbeatMillis;
    }

    /** When it may say that something has changed, if it is in no hurry. */
    long nextWordAt() {
        return sentAt + UNHURRIED_MILLIS;
    }

    PeerStatus speak(List<Holding> holding, Outbox outbox, long nowMillis) {
        return speak(holding, outbox, nowMillis, true, Optional.empty());
    }

    /** The last status. One who was sent away doesn't ask to join again. */
    PeerStatus sayGoodbye(Leaving leaving, Outbox outbox, long nowMillis, boolean sentAway) {
        return speak(List.of(), outbox, nowMillis, !sentAway, Optional.of(leaving));
    }

    private PeerStatus speak(
            List<Holding> holding, Outbox outbox, long nowMillis, boolean mayJoin, Optional<Leaving> leaving) {
        seq++;
        sentAt = nowMillis;
        outbox.carriedBy(seq);
        return new PeerStatus(
                1,
                plan.peer(),
                session,
                plan.cache(),
                seq,
                seenEpoch,
                plan.slots(),
                holding,
                outbox.finished(),
                outbox.relied(),
                seenEpoch == 0 && mayJoin ? Optional.of(join()) : Optional.empty(),
                leaving,
                token);
    }

    private Join join() {
        Join join = plan.join();
        if (withTasks) {
            return join;
        }
        JoinSchema schema = join.schema();
        return new Join(
                new JoinSchema(schema.id(), schema.digest(), schema.universe(), Optional.empty()),
                join.context(),
                join.keys(),
                join.cacheWrite(),
                join.repositories(),
                join.complexPatchset(),
                join.change(),
                join.pipeline(),
                join.labels());
    }

    private static long size(List<JoinTask> tasks) {
        long chars = 0;
        for (JoinTask task : tasks) {
            chars += 40 + task.name().length();
            for (String target : task.targets()) {
                chars += 3 + target.length();
            }
            for (String need : task.needs()) {
                chars += 3 + need.length();
            }
        }
        return chars;
    }
}

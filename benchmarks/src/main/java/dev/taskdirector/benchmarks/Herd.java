package dev.taskdirector.benchmarks;

import dev.taskdirector.agent.session.Action;
import dev.taskdirector.agent.session.Fact;
import dev.taskdirector.agent.session.Session;
import dev.taskdirector.agent.session.SessionPlan;
import dev.taskdirector.agent.session.SessionSettings;
import dev.taskdirector.agent.session.TaskResult;
import dev.taskdirector.wire.Join;
import dev.taskdirector.wire.Outcome;
import dev.taskdirector.wire.PeerAssignment;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Many peers that join within a second, name one large schema by its digest, and leave with their first task. */
final class Herd implements AutoCloseable {

    private static final String CACHE = "herd";
    private static final Duration WITHIN = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(5);
    private static final TaskResult ABORTED =
            new TaskResult(Outcome.ABORTED, Optional.empty(), Duration.ZERO, Optional.empty(), List.of());

    /**
     * What it came to.
     *
     * @param toFirstTask from the start of each peer to its first task
     * @param joiningSeconds from the first join that was sent to the last
     */
    record Result(Latencies toFirstTask, double joiningSeconds) {}

    private final Post<Member> post;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final Latencies toFirstTask = new Latencies();

    Herd(Clients clients, int peers, int tasks) {
        Join join = Load.join(tasks);
        for (int i = 0; i < peers; i++) {
            String id = "herd-" + i;
            members.put(id, new Member(new SessionPlan(id, CACHE, join, 1)));
        }
        post = new Post<>(clients, members);
    }

    /** Lets all of them join, and waits for their first tasks; throws if one builds alone or has none in two minutes. */
    Result run() {
        long begun = System.nanoTime();
        long lastJoined = begun;
        List<Member> toStart = new ArrayList<>(members.values());
        int started = 0;
        while (toFirstTask.count() < members.size()) {
            long passed = System.nanoTime() - begun;
            long due = Math.min(members.size(), 1 + passed * members.size() / WITHIN.toNanos());
            while (started < due) {
                toStart.get(started++).start();
                lastJoined = System.nanoTime();
            }
            post.receive(POLL, Member::hear);
            members.values().forEach(Member::tick);
            if (passed > LIMIT.toNanos()) {
                throw new IllegalStateException(
                        toFirstTask.count() + " of " + members.size() + " peers had a task within " + LIMIT);
            }
        }
        post.awaitSent();
        return new Result(toFirstTask, (lastJoined - begun) / 1e9);
    }

    private static long millis() {
        return System.nanoTime() / 1_000_000;
    }

    @Override
    public void close() {
        post.close();
    }

    private final class Member {

        final Session session;
        private long startedAt;

        Member(SessionPlan plan) {
            session = new Session(
                    plan, SessionSettings.defaults(), () -> UUID.randomUUID().toString(), millis());
        }

        void start() {
            startedAt = System.nanoTime();
            follow(session.start(millis()));
        }

        void hear(PeerAssignment assignment) {
            follow(session.onAssignment(assignment, millis()));
        }

        void tick() {
            long now = millis();
            if (startedAt > 0 && session.nextWakeMillis().orElse(Long.MAX_VALUE) <= now) {
                follow(session.onTick(now));
            }
        }

        void follow(List<Action> first) {
            ArrayDeque<Action> open = new ArrayDeque<>(first);
            while (!open.isEmpty()) {
                Action action = open.poll();
                if (action instanceof Action.SendStatus send) {
                    post.send(send.status());
                } else if (action instanceof Action.StartTask task) {
                    toFirstTask.add(System.nanoTime() - startedAt);
                    open.addAll(session.onSignal(143, millis()));
                    open.addAll(session.onTaskEnded(task.task().name(), ABORTED, millis()));
                } else if (action instanceof Action.Tell tell
                        && (tell.fact() instanceof Fact.Alone || tell.fact() instanceof Fact.Rejected)) {
                    throw new IllegalStateException("a peer of the herd was left alone: " + tell.fact());
                }
            }
        }
    }
}

package dev.taskdirector.agent;

import dev.taskdirector.agent.session.Action;
import dev.taskdirector.agent.session.Fact;
import dev.taskdirector.agent.session.Session;
import dev.taskdirector.agent.session.SessionPlan;
import dev.taskdirector.agent.session.SessionSettings;
import dev.taskdirector.agent.session.TaskResult;
import dev.taskdirector.wire.Join;
import dev.taskdirector.wire.PeerAssignment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A peer that builds together with others. It runs what its assignments name through a {@link TaskRunner}, and ends with
 * the runner's own verdict, whose exit code {@link #run} returns. If nobody answers, it builds alone.
 *
 * <pre>{@code
 * int exitCode = PeerAgent.builder()
 *         .peer("runner-17")
 *         .cache("muc9")
 *         .join(join)
 *         .slots(2)
 *         .runner(runner)
 *         .transport(transport)
 *         .build()
 *         .run();
 * }</pre>
 */
public final class PeerAgent {

    private static final int INTERRUPTED = 130;

    private final SessionPlan plan;
    private final SessionSettings settings;
    private final TaskRunner runner;
    private final Optional<BatchRunner> batchRunner;
    private final Transport transport;
    private final Consumer<Fact> facts;
    private final Inbox inbox = new Inbox();
    private final Map<String, RunningTask> running = new HashMap<>();
    private final Map<Integer, RunningTask> batches = new HashMap<>();
    private final AtomicBoolean begun = new AtomicBoolean();
    private Optional<RunningTask> verdict = Optional.empty();

    private PeerAgent(
            SessionPlan plan,
            SessionSettings settings,
            TaskRunner runner,
            Optional<BatchRunner> batchRunner,
            Transport transport,
            Consumer<Fact> facts) {
        this.plan = plan;
        this.settings = settings;
        this.runner = runner;
        this.batchRunner = batchRunner;
        this.transport = transport;
        this.facts = facts;
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * Builds to the end, in the caller's thread, and closes the transport. May be called once. An interrupt stops the
     * peer like {@link #stop} with 130, and is set again on return.
     *
     * @return the verdict's exit code, or one of those that the settings and {@link #stop} name
     */
    public int run() {
        if (begun.getAndSet(true)) {
            throw new IllegalStateException("peer " + plan.peer() + " has run already; build another agent");
        }
        boolean wasInterrupted = false;
        try (transport) {
            AwakeTime time = new AwakeTime(System::nanoTime);
            Session session =
                    new Session(plan, settings, () -> UUID.randomUUID().toString(), time.nowMillis());
            transport.open(new Ears());
            perform(session.start(time.nowMillis()));
            while (session.exitCode().isEmpty()) {
                try {
                    OptionalLong wait = untilWake(session, time.nowMillis());
                    Optional<Inbox.Event> event = inbox.next(wait);
                    long now = time.after(wait);
                    perform(event.map(one -> one.applyTo(session, now)).orElseGet(() -> session.onTick(now)));
                } catch (InterruptedException interrupt) {
                    wasInterrupted = true;
                    stop(INTERRUPTED);
                }
            }
            return session.exitCode().orElseThrow();
        } finally {
            if (wasInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Makes {@link #run} leave, stop what runs and return; may be called from any thread. The second call doesn't wait
     * for what runs.
     *
     * @param exitCode what {@link #run} returns then; not 0
     */
    public void stop(int exitCode) {
        inbox.add((session, now) -> session.onSignal(exitCode, now));
    }

    private void perform(List<Action> actions) {
        for (Action action : actions) {
            if (action instanceof Action.SendStatus send) {
                transport.send(send.status());
            } else if (action instanceof Action.StartTask start) {
                start(start);
            } else if (action instanceof Action.StartBatch start) {
                start(start);
            } else if (action instanceof Action.AbortBatch abort) {
                Optional.ofNullable(batches.get(abort.slot())).ifPresent(RunningTask::abort);
            } else if (action instanceof Action.AbortTask abort) {
                Optional.ofNullable(running.get(abort.task())).ifPresent(RunningTask::abort);
            } else if (action instanceof Action.StartVerdict) {
                verdict = Optional.of(runner.startVerdict(
                        once(result -> inbox.add((session, now) -> session.onVerdictEnded(result, now)))));
            } else if (action instanceof Action.AbortVerdict) {
                verdict.ifPresent(RunningTask::abort);
            } else if (action instanceof Action.Tell tell) {
                facts.accept(tell.fact());
            }
        }
    }

    private void start(Action.StartTask start) {
        String task = start.task().name();
        running.put(
                task,
                runner.start(
                        invocation(start),
                        once(result -> inbox.add((session, now) -> {
                            running.remove(task);
                            return session.onTaskEnded(task, result, now);
                        }))));
    }

    private void start(Action.StartBatch start) {
        BatchRunner together = batchRunner.orElseThrow(
                () -> new IllegalStateException("a batch for a runner that starts each task by itself: " + start));
        int slot = start.slot();
        batches.put(
                slot,
                together.start(
                        new BatchInvocation(start.tasks().stream()
                                .map(PeerAgent::invocation)
                                .toList()),
                        once(result -> inbox.add((session, now) -> {
                            batches.remove(slot);
                            return session.onBatchEnded(slot, result, now);
                        }))));
    }

    private static TaskInvocation invocation(Action.StartTask start) {
        return new TaskInvocation(start.task().name(), start.task().targets(), start.slot(), start.timeout());
    }

    /** A runner that reports an end twice would end the same task's next command. */
    private static Consumer<TaskResult> once(Consumer<TaskResult> ended) {
        AtomicBoolean hasEnded = new AtomicBoolean();
        return result -> {
            if (!hasEnded.getAndSet(true)) {
                ended.accept(result);
            }
        };
    }

    private static OptionalLong untilWake(Session session, long nowMillis) {
        OptionalLong wake = session.nextWakeMillis();
        return wake.isPresent() ? OptionalLong.of(Math.max(0, wake.getAsLong() - nowMillis)) : wake;
    }

    /** Hands what the transport hears to the loop. */
    private final class Ears implements Transport.Listener {

        @Override
        public void assigned(PeerAssignment assignment) {
            inbox.addFromNetwork((session, now) -> session.onAssignment(assignment, now));
        }

        @Override
        public void troubled(String sentence) {
            inbox.addFromNetwork((session, now) -> List.of(new Action.Tell(new Fact.Note(sentence))));
        }
    }

    /** What an agent is made of. Peer, cache, join, runner and transport must be given. */
    public static final class Builder {

        private @Nullable String peer;
        private @Nullable String cache;
        private @Nullable Join join;
        private int slots = 1;
        private @Nullable TaskRunner runner;
        private @Nullable Transport transport;
        private SessionSettings settings = SessionSettings.defaults();
        private Consumer<Fact> facts = fact -> {};

        private Builder() {}

        /** Id of the peer, {@code [A-Za-z0-9.-]{1,128}}: unique among those of its cache. */
        public Builder peer(String id) {
            peer = id;
            return this;
        }

        /** Id of the remote cache that the peer shares. */
        public Builder cache(String id) {
            cache = id;
            return this;
        }

        /** What the peer needs, with all tasks. */
        public Builder join(Join value) {
            join = value;
            return this;
        }

        /** How many tasks run at a time, 1 to 64; 1 unless said. */
        public Builder slots(int number) {
            slots = number;
            return this;
        }

        public Builder runner(TaskRunner value) {
            runner = value;
            return this;
        }

        /** The way to the coordinator; the agent closes it. */
        public Builder transport(Transport value) {
            transport = value;
            return this;
        }

        public Builder settings(SessionSettings value) {
            settings = value;
            return this;
        }

        /** Who hears what happens, in the agent's thread. */
        public Builder facts(Consumer<Fact> listener) {
            facts = listener;
            return this;
        }

        public PeerAgent build() {
            TaskRunner given = Objects.requireNonNull(runner, "runner");
            Optional<BatchRunner> batchRunner = given.batches();
            SessionPlan plan = new SessionPlan(
                    Objects.requireNonNull(peer, "peer"),
                    Objects.requireNonNull(cache, "cache"),
                    Objects.requireNonNull(join, "join"),
                    slots,
                    batchRunner.isPresent());
            return new PeerAgent(
                    plan, settings, given, batchRunner, Objects.requireNonNull(transport, "transport"), facts);
        }
    }
}

package dev.taskdirector.coordinator.core;

import dev.taskdirector.coordinator.core.JoinRequest.TaskDefinition;
import dev.taskdirector.coordinator.core.MachineSpeeds.Machine;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How long tasks are expected to take, and what is learnt from how long they took. */
final class Estimates {

    /** Estimates of a plan that is joined are looked at again when they are this old. */
    private static final long FRESH_MILLIS = 60_000;

    /** So much of a plan's tasks, one in so many, is measured before it is worth to estimate them anew. */
    private static final int MUCH_IS_ONE_IN = 8;

    /** A task may have taken so much longer than its session has lived: a join may have waited in the log. */
    private static final long CREDIT_MILLIS = 60_000;

    private final State state;

    Estimates(State state) {
        this.state = state;
    }

    /**
     * Learns from a success that was no cache hit. What took longer than its session has lived was measured in an earlier one,
     * or made up: a peer may not raise for all what it can't have waited for itself.
     */
    void learn(PeerSession session, int index, long millis) {
        if (millis > state.at.timestampMillis() - session.joinedTimestamp + CREDIT_MILLIS) {
            return;
        }
        Plan plan = session.plan();
        Machine machine = Machine.of(session);
        long common = millis * MachineSpeeds.COMMON / state.speeds.slowness(machine);
        DurationHistory.Key key = keyOf(plan, index);
        state.ledger.write(Rows.duration(key, state.history.add(key, common, state.now, state.at.timestampMillis())));
        learn(machine, millis, plan.expectedMillis[index]);
        learn(Machine.allOf(session.cache), millis, plan.expectedMillis[index]);
        session.slowness = state.speeds.slowness(machine);
        state.ledger.changed(session);
        state.history.forgetTooMany().forEach(old -> state.ledger.forget(Rows.keyOf(old)));
        state.speeds.forgetTooMany().forEach(old -> state.ledger.forget(Rows.keyOf(old)));
        if (measurements(plan) - plan.estimatedBy >= plan.works.length / MUCH_IS_ONE_IN + 1) {
            renew(plan);
        }
    }

    /** Learns from a lease that another one was quicker than: of the task it says little, of the machine that it is slow. */
    void lag(Lease lease) {
        PeerSession session = lease.session;
        long expected = session.plan().expectedMillis[lease.index];
        long lasted = state.now - lease.since;
        if (lasted > expected) {
            Machine machine = Machine.of(session);
            learn(machine, lasted, expected);
            learn(Machine.allOf(session.cache), lasted, expected);
            session.slowness = state.speeds.slowness(machine);
        }
    }

    private void learn(Machine machine, long millis, long expectedMillis) {
        state.ledger.write(Rows.machine(machine, state.speeds.add(machine, millis, expectedMillis, state.now)));
    }

    private static DurationHistory.Key keyOf(Plan plan, int index) {
        return new DurationHistory.Key(plan.run.cache, plan.graph.schema().id(), plan.graph.name(index));
    }

    /**
     * How long each task is expected to take on a machine of common speed: as measured, else as the schema says, else the
     * median of those of which either is known, else the default.
     */
    long[] of(CacheId cache, String schema, List<TaskDefinition> tasks) {
        long[] expected = tasks.stream()
                .mapToLong(task -> known(cache, schema, task).orElse(0L))
                .toArray();
        long[] known =
                Arrays.stream(expected).filter(millis -> millis > 0).sorted().toArray();
        long fallback = known.length == 0 ? state.settings.defaultExpectedMillis() : known[known.length / 2];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = expected[i] == 0 ? fallback : expected[i];
        }
        return expected;
    }

    private Optional<Long> known(CacheId cache, String schema, TaskDefinition task) {
        return state.history
                .millis(new DurationHistory.Key(cache, schema, task.name()))
                .or(task::expectedMillis);
    }

    /**
     * A plan that lives for long goes by what has been measured meanwhile: looked at as somebody joins, which costs as much, and
     * once so much has been measured that each measurement bears a part of what it costs.
     */
    void renew(Plan plan) {
        if (state.now - plan.estimatedAt >= FRESH_MILLIS) {
            plan.estimate(of(plan.run.cache, plan.graph.schema().id(), plan.graph.tasks()), state.now);
            plan.estimatedBy = measurements(plan);
            state.ledger.changed(plan);
        }
    }

    /** How many measurements there are of a plan's schema, whoever made them. */
    long measurements(Plan plan) {
        return state.history.measurements(plan.run.cache, plan.graph.schema().id());
    }

    /** A session is as slow as its machine was before. */
    void greet(PeerSession session) {
        session.slowness = state.speeds.slowness(Machine.of(session));
    }

    /** How long a task of common speed is expected to take on a session's machine. */
    long on(PeerSession session, long commonMillis) {
        return Math.max(1, commonMillis * state.speeds.slowness(Machine.of(session)) / MachineSpeeds.COMMON);
    }
}

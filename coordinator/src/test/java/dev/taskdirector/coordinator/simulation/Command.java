package dev.taskdirector.coordinator.simulation;

import dev.taskdirector.agent.session.TaskResult;
import dev.taskdirector.wire.Outcome;
import dev.taskdirector.wire.Relied;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A command that runs, or a verdict. How it will end is settled as it begins, unless it is stopped before.
 *
 * @param session the session that began it
 * @param builds true keys that the cache has when it has succeeded
 */
record Command(
        int task,
        int slot,
        String session,
        Optional<String> lease,
        long startedAt,
        long endsAt,
        TaskResult result,
        List<String> builds) {

    static final int TASK_FAILS_WITH = 7;
    private static final int STOPPED_WITHIN_MILLIS = 3_000;

    /** A task builds what of its needs the cache lacks, too, and fails if any of that is broken here. */
    static Command of(
            Surroundings world,
            Scenario.Peer peer,
            int task,
            int slot,
            String session,
            Optional<String> lease,
            List<String> built,
            Optional<Long> hangsFor) {
        Scenario scenario = world.scenario;
        List<Integer> missing = new ArrayList<>();
        List<Relied> relied = new ArrayList<>();
        boolean broken = peer.flaky().contains(task);
        for (int one : scenario.closure(task)) {
            boolean hit = world.cache(peer.cache()).contains(peer.trueKeys().get(one));
            String name = scenario.tasks().get(one).name();
            if (!hit) {
                missing.add(one);
            }
            if (one != task && !built.contains(name)) {
                relied.add(new Relied(name, hit));
            }
            broken |= peer.broken().contains(one);
        }
        boolean unavailable = world.isUnavailable(task);
        Outcome outcome = unavailable ? Outcome.UNAVAILABLE : broken ? Outcome.FAILED : Outcome.SUCCEEDED;
        long takes = 1_000 + 1_000L * peer.slowness() * secondsOf(scenario, missing);
        if (hangsFor.isPresent()) {
            outcome = Outcome.FAILED;
            takes = hangsFor.get();
        }
        Optional<Integer> code = outcome == Outcome.SUCCEEDED
                ? Optional.of(0)
                : outcome == Outcome.FAILED ? Optional.of(TASK_FAILS_WITH) : Optional.empty();
        return new Command(
                task,
                slot,
                session,
                lease,
                world.now,
                world.now + takes,
                new TaskResult(outcome, code, Duration.ofMillis(takes), Optional.empty(), relied),
                outcome == Outcome.SUCCEEDED ? keysOf(peer, missing) : List.of());
    }

    /** The verdict builds all that the cache lacks, and is the only one to tell the truth about the checkout. */
    static Command verdict(Surroundings world, Scenario.Peer peer) {
        List<Integer> missing = new ArrayList<>();
        for (int i : peer.needed()) {
            if (!world.cache(peer.cache()).contains(peer.trueKeys().get(i))) {
                missing.add(i);
            }
        }
        long takes = 1_000 + 1_000L * peer.slowness() * secondsOf(world.scenario, missing) / peer.slots();
        int code = peer.verdictCode();
        missing.removeIf(task -> world.scenario.closure(task).stream().anyMatch(peer.broken()::contains));
        Outcome outcome = code == 0 ? Outcome.SUCCEEDED : Outcome.FAILED;
        return new Command(
                -1,
                0,
                "",
                Optional.empty(),
                world.now,
                world.now + takes,
                new TaskResult(outcome, Optional.of(code), Duration.ofMillis(takes), Optional.empty(), List.of()),
                keysOf(peer, missing));
    }

    /** It is stopped when its time is over, and has failed. */
    Command within(Duration timeout) {
        return endsAt - startedAt <= timeout.toMillis()
                ? this
                : ending(startedAt + timeout.toMillis(), Outcome.FAILED, Optional.of(TASK_FAILS_WITH));
    }

    private Command ending(long at, Outcome outcome, Optional<Integer> code) {
        Duration took = Duration.ofMillis(at - startedAt);
        TaskResult other = new TaskResult(outcome, code, took, Optional.empty(), List.of());
        return new Command(task, slot, session, lease, startedAt, at, other, List.of());
    }

    /** It was told to stop, and ends soon; unless it was about to end anyway. */
    Command stopped(Surroundings world) {
        long dies = world.now + world.random.nextInt(STOPPED_WITHIN_MILLIS);
        if (dies >= endsAt) {
            return this;
        }
        return ending(dies, Outcome.ABORTED, Optional.empty());
    }

    private static long secondsOf(Scenario scenario, List<Integer> some) {
        return some.stream().mapToLong(i -> scenario.tasks().get(i).seconds()).sum();
    }

    private static List<String> keysOf(Scenario.Peer peer, List<Integer> some) {
        return some.stream().map(peer.trueKeys()::get).toList();
    }
}

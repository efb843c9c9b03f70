package dev.taskdirector.coordinator.simulation;

import dev.taskdirector.agent.session.OnFailure;
import dev.taskdirector.agent.session.PatienceOver;
import dev.taskdirector.agent.session.VerdictKind;
import dev.taskdirector.coordinator.simulation.Violation.Rule;
import dev.taskdirector.wire.AssignmentState;
import dev.taskdirector.wire.Outcome;
import dev.taskdirector.wire.PeerAssignment;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Watches from outside what commands do and what peers are told, and says from the scenario alone what each peer's end
 * must be. It shares no code with the core.
 */
final class Auditor {
    private static final int STOPPED = 143;
    private static final long STRAGGLER_MILLIS = 10_000;
    private static final long ON_ITS_WAY_MILLIS = 2_000;
    private static final int REJECTED = 3;
    private static final int NO_COORDINATOR = 4;

    private final Surroundings world;

    /** What is in a cache, by what makes it the same for those who share: the key that was said, or the name. */
    private final Set<String> succeeded = new TreeSet<>();

    private final Set<String> succeededAt = new TreeSet<>();
    private final Set<String> wentWrongAt = new TreeSet<>();
    private final Set<String> failedAt = new TreeSet<>();
    private final Set<String> brought = new TreeSet<>();
    private final Map<PeerProcess, Life> lives = new LinkedHashMap<>();
    private final Map<String, Integer> builds = new TreeMap<>();
    private final Map<String, Integer> reasons = new TreeMap<>();

    /** When each lease was first given. */
    private final Map<String, Long> toldAt = new TreeMap<>();

    private static final class Life {
        boolean signalled;
        boolean completeHeard;
        boolean rejected;
        boolean failedHere;
        boolean verdictStarted;
        long heardAt;

        /** Its sessions that were answered before their joins took effect: that is a sign of life once. */
        final Set<String> promised = new TreeSet<>();

        long toldAt;
        long silence;
        long lookedAt;
        long idleMillis;
        final Map<Integer, Long> builtAt = new TreeMap<>();
        final Set<String> leases = new LinkedHashSet<>();
    }

    Auditor(Surroundings world) {
        this.world = world;
    }

    private Life life(PeerProcess peer) {
        return lives.computeIfAbsent(peer, any -> new Life());
    }

    // ---- commands

    void started(PeerProcess peer, Command command) {
        String what = peer.name() + " starts t" + command.task();
        Violation.unless(
                !peer.running().containsKey(command.task())
                        && peer.running().size() < peer.peer.slots()
                        && command.slot() < peer.peer.slots()
                        && peer.running().values().stream().noneMatch(other -> other.slot() == command.slot())
                        && !life(peer).verdictStarted,
                Rule.ONE_COMMAND_A_SLOT,
                () -> what + " in slot " + command.slot() + " beside " + peer.running());
        Violation.unless(peer.peer.cacheWrite(), Rule.READERS_DO_NOT_BUILD, () -> what);
        for (int need : world.scenario.tasks().get(command.task()).needs()) {
            boolean toldSo = command.lease().isPresent() || hasWaitedEnough(peer);
            boolean done = (toldSo && succeeded.contains(identity(peer.peer, need)))
                    || (command.lease().isEmpty() && peer.built().contains("t" + need));
            Violation.unless(done, Rule.NEEDS_COME_FIRST, () -> what + ", which needs t" + need);
        }
        world.saw(command.lease().isPresent() ? Sighting.UNDER_A_LEASE : Sighting.ALONE);
        if (command.lease().isEmpty()) {
            Violation.unless(world.stormy || hasWaitedEnough(peer), Rule.BUILT_ONCE, () -> what + " alone");
        } else if (!world.stormy) {
            String lease = command.lease().get();
            Violation.unless(life(peer).leases.add(lease), Rule.BUILT_ONCE, () -> what + " again under " + lease);
            if (isBesideAStraggler(command)) {
                world.saw(Sighting.SECOND_LEASE);
                reasons.merge(workOf(command), 1, Integer::sum);
            }
            int count = builds.merge(workOf(command), 1, Integer::sum);
            int reason = reasons.getOrDefault(workOf(command), 0);
            Violation.unless(
                    count <= 1 + reason,
                    Rule.BUILT_ONCE,
                    () -> what + ", work " + workOf(command) + " for the " + count + ". time, with " + reason
                            + " reasons to try again");
        }
    }

    /**
     * Whether it has done nothing for so long that it may build what others build: an eighth of all that it needs. Whose
     * expectations count depends on who came first.
     */
    private boolean hasWaitedEnough(PeerProcess peer) {
        double expected = peer.peer.needed().stream()
                .mapToDouble(task -> world.scenario.peers().stream()
                        .mapToDouble(any -> any.expectedSeconds().get(task))
                        .min()
                        .orElseThrow())
                .sum();
        double share = expected / peer.peer.slots() / 8;
        long idle = life(peer).idleMillis + (peer.running().isEmpty() ? world.now - life(peer).lookedAt : 0);
        return idle > Math.max(PeerProcess.PATIENCE.toMillis(), share * 1000);
    }

    /**
     * Whether another peer had been told to do the same work ten seconds before, and longer than any peer expects it to take.
     */
    private boolean isBesideAStraggler(Command command) {
        double expected = Math.min(
                world.scenario.tasks().get(command.task()).seconds(),
                world.scenario.peers().stream()
                        .mapToDouble(any -> any.expectedSeconds().get(command.task()))
                        .min()
                        .orElseThrow());
        long longEnough = Math.max(STRAGGLER_MILLIS, Math.round(expected * 1_000)) - ON_ITS_WAY_MILLIS;
        String lease = command.lease().orElseThrow();
        return toldAt.entrySet().stream()
                .filter(told -> !told.getKey().equals(lease))
                .filter(told -> workOf(told.getKey()).equals(workOf(lease)))
                .anyMatch(told -> told.getValue() + longEnough <= toldAt.get(lease));
    }

    private static String workOf(String lease) {
        return lease.substring(0, Math.max(0, lease.indexOf('.')));
    }

    private static String workOf(Command command) {
        return workOf(command.lease().orElse("alone"));
    }

    void ended(PeerProcess peer, Command command) {
        Outcome outcome = command.result().outcome();
        world.saw(outcome);
        command.result().relied().forEach(relied -> world.saw(relied.hit() ? Sighting.HIT : Sighting.GHOST));
        if (outcome == Outcome.SUCCEEDED) {
            note(succeededAt, peer.peer, command.task(), peer.peer.id());
            life(peer).builtAt.putIfAbsent(command.task(), world.now);
            if (peer.peer.cacheWrite()) {
                succeeded.add(identity(peer.peer, command.task()));
            }
        } else {
            if (outcome != Outcome.ABORTED) {
                reasons.merge(workOf(command), 1, Integer::sum);
            }
            note(wentWrongAt, peer.peer, command.task(), "");
        }
        if (outcome == Outcome.FAILED) {
            note(failedAt, peer.peer, command.task(), peer.peer.id());
            life(peer).failedHere = true;
        }
    }

    /** A command is told to stop. It may succeed all the same, and nobody hears of it. */
    void stopped(Command command) {
        reasons.merge(workOf(command), 1, Integer::sum);
    }

    /** A command hangs: it, and whatever waits for its slot, may be called failed when its time is over. */
    void hangs(PeerProcess peer) {
        for (int task : peer.peer.needed()) {
            note(failedAt, peer.peer, task, peer.peer.id());
            note(wentWrongAt, peer.peer, task, "");
        }
    }

    private static void note(Set<String> at, Scenario.Peer peer, int task, String who) {
        at.add(at(peer.cache(), "t" + task, who)); // in a run of its own, after ghosts, a work has no key
        peer.keys().ifPresent(keys -> at.add(at(peer.cache(), keys.get(task), who)));
    }

    private static String at(String cache, String work, String peer) {
        return cache + "/" + work + "/" + peer;
    }

    private static String identity(Scenario.Peer peer, int task) {
        return peer.cache() + "/" + peer.context() + "/"
                + peer.keys().map(keys -> keys.get(task)).orElse(Scenario.digestOf(peer) + "/t" + task);
    }

    /** Works are named by their key, or by their task if they have none. */
    boolean hasSucceeded(String cache, String work, String peer) {
        return succeededAt.contains(at(cache, work, peer));
    }

    boolean hasFailed(String cache, String work, String peer) {
        return failedAt.contains(at(cache, work, peer));
    }

    /** Whether it went wrong for anybody, in whatever way but with its peer. */
    boolean wentWrong(String cache, String work) {
        return wentWrongAt.contains(at(cache, work, ""));
    }

    // ---- words

    void told(Owner owner, PeerAssignment assignment) {
        world.saw(assignment.state());
        assignment.tasks().forEach(task -> toldAt.putIfAbsent(task.lease(), world.now));
        if (assignment.tasks().size() > slotsOf(assignment.peer())) {
            world.saw(Sighting.AHEAD_OF_ITS_TURN);
        }
        if (assignment.state() == AssignmentState.FAILED) {
            toldFailed(owner, assignment, peerOf(assignment));
        }
        if (assignment.state() != AssignmentState.COMPLETE) {
            return;
        }
        Scenario.Peer peer = peerOf(assignment);
        for (int task : peer.needed()) {
            Violation.unless(
                    succeeded.contains(identity(peer, task)),
                    Rule.COMPLETE_IS_TRUE,
                    () -> "owner " + owner.number + " tells " + assignment.session() + " that all is done, but t" + task
                            + " is not");
        }
    }

    private Scenario.Peer peerOf(PeerAssignment assignment) {
        return world.scenario.peers().stream()
                .filter(one -> one.id().equals(assignment.peer()))
                .findFirst()
                .orElseThrow();
    }

    /** Something went wrong for somebody, or in the storm was lost more than once; and who is named has really failed. */
    private void toldFailed(Owner owner, PeerAssignment assignment, Scenario.Peer peer) {
        boolean wentWrong = peer.needed().stream().anyMatch(task -> isNoted(wentWrongAt, peer, task, ""));
        boolean wasLost = world.stormy
                && assignment.failures().stream()
                        .anyMatch(failure -> failure.attempts().size() > 1);
        boolean namesTrue = assignment.failures().stream()
                .allMatch(failure -> failure.attempts().stream()
                        .allMatch(attempt -> attempt.exitCode().isEmpty()
                                || isNoted(failedAt, peer, world.scenario.index(failure.task()), attempt.peer())));
        Violation.unless(
                (wentWrong || wasLost || !peer.cacheWrite()) && namesTrue,
                Rule.TOLD_FAILED_IS_TRUE,
                () -> "owner " + owner.number + " tells " + assignment.session() + " that this failed: "
                        + assignment.failures());
    }

    private static boolean isNoted(Set<String> at, Scenario.Peer peer, int task, String who) {
        return at.contains(at(peer.cache(), "t" + task, who))
                || peer.keys()
                        .filter(keys -> at.contains(at(peer.cache(), keys.get(task), who)))
                        .isPresent();
    }

    /** A session comes with a task that it runs without a lease of its own. */
    void brought(String session, String task) {
        brought.add(session + "/" + task);
    }

    boolean hasBrought(String session, String task) {
        return brought.contains(session + "/" + task);
    }

    private int slotsOf(String peer) {
        return world.scenario.peers().stream()
                .filter(one -> one.id().equals(peer))
                .mapToInt(Scenario.Peer::slots)
                .findFirst()
                .orElseThrow();
    }

    void heard(PeerProcess peer, PeerAssignment assignment) {
        Life life = life(peer);
        life.completeHeard |= assignment.state() == AssignmentState.COMPLETE;
        life.rejected |= assignment.state() == AssignmentState.REJECTED;
        if (EpochBook.isWhole(assignment)) {
            boolean isPromise = assignment.epoch() == 0;
            if (!isPromise || life.promised.add(assignment.session())) {
                life.heardAt = world.now;
            }
            life.toldAt = assignment.epoch() > 0 ? world.now : life.toldAt;
        }
    }

    /** When its commands first built what. */
    Map<Integer, Long> builtAt(PeerProcess peer) {
        return life(peer).builtAt;
    }

    /** When it last heard what it should do. */
    long toldSomethingAt(PeerProcess peer) {
        return life(peer).toldAt;
    }

    /** After each step: what was taken away from a peer runs no longer than it takes to stop it. */
    void check(PeerProcess peer) {
        Life life = life(peer);
        if (peer.isBuilding() && peer.running().isEmpty()) {
            life.idleMillis += world.now - Math.max(life.lookedAt, peer.arrivedAt);
        }
        life.lookedAt = world.now;
        if (!peer.isBuilding() || peer.isPaused() || !peer.follows()) {
            return;
        }
        for (Command command : peer.running().values()) {
            boolean named = peer.newest().orElseThrow().tasks().stream()
                    .anyMatch(task -> task.name().equals("t" + command.task()));
            boolean ofThisSession = command.session().equals(peer.sessionName());
            Violation.unless(
                    named || command.lease().isEmpty() || !ofThisSession || command.endsAt() <= world.now + 3_000,
                    Rule.TAKEN_AWAY_IS_STOPPED,
                    () -> peer.name() + " still runs t" + command.task() + ", which was taken away");
        }
    }

    // ---- ends

    void signalled(PeerProcess peer) {
        life(peer).signalled = true;
    }

    /** It says its last word. What it hears from here on is too late. */
    void left(PeerProcess peer) {
        life(peer).silence = world.now - Math.max(life(peer).heardAt, peer.arrivedAt);
    }

    void verdictStarted(PeerProcess peer, Command verdict) {
        life(peer).verdictStarted = true;
        boolean knowsWhatIsTheSame = peer.peer.keys().isPresent() && !world.scenario.wrongKeys();
        Violation.unless(
                verdict.builds().isEmpty() || !knowsWhatIsTheSame || !life(peer).completeHeard,
                Rule.COMPLETE_IS_TRUE,
                () -> peer.name() + " was told that all is done and misses " + verdict.builds());
        Violation.unless(
                peer.running().isEmpty(),
                Rule.ONE_COMMAND_A_SLOT,
                () -> peer.name() + " begins its verdict beside " + peer.running());
    }

    void exited(PeerProcess peer, int code, Optional<Command> verdict) {
        world.saw(code == 0 ? Sighting.GREEN : Sighting.RED);
        Violation.unless(
                isOwnTruth(peer, code, verdict),
                Rule.EXIT_CODE_IS_THE_OWN_TRUTH,
                () -> peer.name() + " exits " + code + ", its verdict would be " + peer.peer.verdictCode()
                        + verdict.map(some -> " and was " + some.result().exitCode())
                                .orElse(" and never was"));
        boolean nothingFails = !world.stormy && world.scenario.isFlawless() && wentWrongAt.isEmpty();
        Violation.unless(
                life(peer).completeHeard || !nothingFails || !peer.peer.cacheWrite(),
                Rule.FAILED_IS_TRUE,
                () -> peer.name() + " ends without having heard that all is done, though nothing fails anywhere");
    }

    private boolean isOwnTruth(PeerProcess process, int code, Optional<Command> verdict) {
        Scenario.Peer peer = process.peer;
        Life life = life(process);
        if (life.signalled) {
            return code == STOPPED;
        }
        if (peer.onFailure() == OnFailure.LEAVE && life.failedHere && code == Command.TASK_FAILS_WITH) {
            return true;
        }
        if (peer.patienceOver() == PatienceOver.FAIL && code == NO_COORDINATOR) {
            return life.silence >= PeerProcess.PATIENCE.toMillis();
        }
        if (peer.patienceOver() == PatienceOver.FAIL && code == REJECTED) {
            return life.rejected;
        }
        if (peer.verdict() == VerdictKind.NONE) {
            boolean all = life.completeHeard
                    || process.built().size() == peer.needed().size();
            return code == (all ? 0 : 1) || (code == 1 && life.failedHere);
        }
        return verdict.isPresent() && verdict.get().endsAt() <= world.now && code == peer.verdictCode();
    }
}

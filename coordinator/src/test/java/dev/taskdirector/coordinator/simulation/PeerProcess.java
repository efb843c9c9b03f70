package dev.taskdirector.coordinator.simulation;

import dev.taskdirector.agent.session.Action;
import dev.taskdirector.agent.session.Session;
import dev.taskdirector.agent.session.SessionPlan;
import dev.taskdirector.agent.session.SessionSettings;
import dev.taskdirector.wire.AssignmentState;
import dev.taskdirector.wire.Outcome;
import dev.taskdirector.wire.PeerAssignment;
import dev.taskdirector.wire.PeerStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** One process of a peer: the real session, and made-up commands. */
final class PeerProcess {
    /** A timeout of hours, scaled down as all else is; the coordinator's comes later. */
    private static final long LONGEST_HANG_MILLIS = 800_000;

    /** Where nobody stops it, it ends by itself, but only after the coordinator has lost its patience. */
    private static final long HANG_WITHOUT_TIMER_MILLIS = 1_500_000;

    static final Duration PATIENCE = Duration.ofSeconds(12);

    final Scenario.Peer peer;
    final int number;
    private final Surroundings world;
    private Session session;
    private final Broker broker;
    private final Map<Integer, Command> running = new TreeMap<>();
    private final List<String> built = new ArrayList<>();
    private Optional<Command> verdict = Optional.empty();
    private Optional<PeerAssignment> newest = Optional.empty();
    private Optional<PeerStatus> said = Optional.empty();
    private final Set<String> saidBefore = new TreeSet<>();
    private int sessions;
    private int read;
    private boolean started;
    private boolean follows = true;
    private boolean dead;
    private boolean signalled;
    private long pausedUntil;
    private boolean hangsNext;
    private boolean hasNoTimer;
    long arrivedAt;
    long endedAt;

    PeerProcess(Surroundings world, Broker broker, Scenario.Peer peer, int number) {
        this.world = world;
        this.broker = broker;
        this.peer = peer;
        this.number = number;
        this.session = newSession();
    }

    private Session newSession() {
        SessionSettings settings = SessionSettings.defaults()
                .withPatience(PATIENCE)
                .withHeartbeat(Duration.ofMillis(Owner.SETTINGS.heartbeatMillis()))
                .withOnFailure(peer.onFailure())
                .withPatienceOver(peer.patienceOver())
                .withVerdict(peer.verdict());
        SessionPlan plan = new SessionPlan(peer.id(), peer.cache(), world.scenario.joinOf(peer), peer.slots());
        sessions = 0;
        return new Session(plan, world.bug.settings(settings), () -> name() + "." + ++sessions, world.now);
    }

    String name() {
        return peer.id() + "-" + number;
    }

    String sessionName() {
        return name() + "." + sessions;
    }

    /** From its start to its exit. */
    long seconds() {
        return (endedAt - arrivedAt) / 1000;
    }

    // ---- faults

    void kill() {
        world.story.tell(() -> name() + " is killed");
        dead = true;
        running.clear();
    }

    void pause(long untilMillis) {
        world.story.tell(() -> name() + " hangs until " + untilMillis / 1000 + " s");
        pausedUntil = untilMillis;
    }

    /** The next command never ends by itself; without a timer, its runner doesn't stop it in time either. */
    void hangNext(boolean withoutTimer) {
        hangsNext = true;
        hasNoTimer = withoutTimer;
    }

    void signal() {
        if (isUp()) {
            world.story.tell(() -> name() + " is told to stop");
            signalled = true;
            world.auditor.signalled(this);
            perform(session.onSignal(143, world.now));
        }
    }

    // ---- life

    boolean isOver() {
        return dead || session.exitCode().isPresent();
    }

    boolean isDead() {
        return dead;
    }

    boolean isUp() {
        return started && !isOver();
    }

    boolean isPaused() {
        return pausedUntil > world.now;
    }

    long pausedUntil() {
        return pausedUntil;
    }

    /** Whether it was told to go on alone, or to end. */
    boolean isOutside() {
        return !follows || signalled;
    }

    boolean isBuilding() {
        return isUp() && verdict.isEmpty();
    }

    /** Whether it does what its newest assignment says, once it has heard one. */
    boolean follows() {
        return follows
                && newest.filter(assignment -> assignment.session().equals(sessionName()) && assignment.epoch() > 0)
                        .isPresent();
    }

    List<String> built() {
        return built;
    }

    Map<Integer, Command> running() {
        return running;
    }

    Optional<PeerAssignment> newest() {
        return newest;
    }

    void step() {
        if (isOver() || isPaused() || world.now < peer.arrivesAtSecond() * 1000L) {
            return;
        }
        if (!started) {
            started = true;
            session = newSession();
            arrivedAt = world.now;
            perform(session.start(world.now));
        }
        if (world.random.nextBoolean()) {
            hear();
            endCommands();
        } else {
            endCommands();
            hear();
        }
        if (isUp()
                && session.nextWakeMillis().isPresent()
                && session.nextWakeMillis().getAsLong() <= world.now) {
            perform(session.onTick(world.now));
        }
    }

    private void hear() {
        List<PeerAssignment> topic = broker.topicOf(peer.id());
        while (read < topic.size() && isUp() && broker.isVisible(peer.id(), read)) {
            hear(topic.get(read++));
        }
    }

    private void hear(PeerAssignment assignment) {
        boolean mine = assignment.session().equals(sessionName());
        boolean counts = mine && EpochBook.isWhole(assignment);
        if (counts
                && assignment.epoch()
                        > newest.filter(n -> n.session().equals(assignment.session()))
                                .map(PeerAssignment::epoch)
                                .orElse(-1L)) {
            newest = Optional.of(assignment);
        }
        if (mine) {
            follows &=
                    assignment.state() != AssignmentState.SUPERSEDED && assignment.state() != AssignmentState.REJECTED;
            world.auditor.heard(this, assignment);
        }
        perform(session.onAssignment(assignment, world.now));
    }

    private void endCommands() {
        for (Command command : List.copyOf(running.values())) {
            if (command.endsAt() <= world.now && isUp()) {
                running.remove(command.task());
                end(command);
            }
        }
        if (verdict.isPresent() && verdict.get().endsAt() <= world.now && isUp()) {
            if (peer.cacheWrite()) {
                world.cache(peer.cache()).addAll(verdict.get().builds());
            }
            perform(session.onVerdictEnded(verdict.get().result(), world.now));
        }
    }

    private void end(Command command) {
        String task = world.scenario.tasks().get(command.task()).name();
        if (command.result().outcome() == Outcome.SUCCEEDED) {
            built.add(task);
            if (peer.cacheWrite()) {
                world.cache(peer.cache()).addAll(command.builds());
            }
        }
        world.auditor.ended(this, command);
        perform(session.onTaskEnded(task, command.result(), world.now));
    }

    private void perform(List<Action> actions) {
        for (Action action : world.bug.actions(actions)) {
            if (action instanceof Action.SendStatus send) {
                say(send.status());
            } else if (action instanceof Action.StartTask start) {
                start(start);
            } else if (action instanceof Action.AbortTask abort) {
                int task = world.scenario.index(abort.task());
                world.story.tell(() -> name() + " stops " + abort.task());
                world.auditor.stopped(running.get(task));
                running.computeIfPresent(task, (any, command) -> command.stopped(world));
            } else if (action instanceof Action.StartVerdict start) {
                verdict = Optional.of(Command.verdict(world, peer));
                world.auditor.verdictStarted(this, verdict.get());
                world.story.tell(() -> name() + " goes to its verdict: " + start.why());
            } else if (action instanceof Action.AbortVerdict) {
                verdict = verdict.map(command -> command.stopped(world));
            } else if (action instanceof Action.Exit exit) {
                endedAt = world.now;
                world.story.tell(() -> name() + " exits " + exit.code());
                world.auditor.exited(this, exit.code(), verdict);
            }
        }
    }

    private void say(PeerStatus status) {
        world.story.tell(() -> name() + " says " + Sentences.of(status));
        if (status.leaving().isPresent()) {
            world.auditor.left(this);
        }
        status.holding().stream()
                .filter(held -> held.lease().isEmpty() || status.join().isPresent())
                .forEach(held -> world.auditor.brought(status.session(), held.task()));
        said = Optional.of(status);
        world.noteSaid(status);
        world.bug.says(status, saidBefore).ifPresent(broker::send);
    }

    private void start(Action.StartTask start) {
        int task = world.scenario.index(start.task().name());
        Optional<String> lease = leaseOf(start.task().name());
        Optional<Long> hangs = Optional.empty();
        if (hangsNext) {
            hangsNext = false;
            world.auditor.hangs(this);
            hangs = Optional.of(
                    hasNoTimer && lease.isPresent()
                            ? HANG_WITHOUT_TIMER_MILLIS
                            : Math.min(LONGEST_HANG_MILLIS, start.timeout().toMillis()));
        }
        Command drawn = Command.of(world, peer, task, start.slot(), sessionName(), lease, built, hangs);
        Command command = hangs.isPresent() ? drawn : drawn.within(start.timeout());
        world.story.tell(() -> name() + " starts " + start.task().name()
                + lease.map(id -> " under " + id).orElse(" alone") + ", to be "
                + command.result().outcome() + " in " + command.result().took().toSeconds() + " s");
        world.auditor.started(this, command);
        running.put(task, command);
    }

    /** As the peer has just said it: what it does is in its status before it does it. */
    private Optional<String> leaseOf(String task) {
        return said.stream()
                .flatMap(status -> status.holding().stream())
                .filter(held -> held.task().equals(task))
                .findFirst()
                .flatMap(held -> held.lease());
    }
}

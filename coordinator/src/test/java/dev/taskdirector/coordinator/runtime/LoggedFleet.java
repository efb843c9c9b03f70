package dev.taskdirector.coordinator.runtime;

import dev.taskdirector.agent.log.CiLog;
import dev.taskdirector.agent.session.Action;
import dev.taskdirector.agent.session.Session;
import dev.taskdirector.agent.session.SessionPlan;
import dev.taskdirector.agent.session.SessionSettings;
import dev.taskdirector.agent.session.TaskResult;
import dev.taskdirector.coordinator.core.Assignment;
import dev.taskdirector.coordinator.core.Decisions;
import dev.taskdirector.coordinator.core.Director;
import dev.taskdirector.coordinator.core.Event;
import dev.taskdirector.coordinator.core.Moment;
import dev.taskdirector.coordinator.core.Settings;
import dev.taskdirector.wire.Finished;
import dev.taskdirector.wire.Join;
import dev.taskdirector.wire.Leaving;
import dev.taskdirector.wire.Outcome;
import dev.taskdirector.wire.PeerAssignment;
import dev.taskdirector.wire.PeerStatus;
import dev.taskdirector.wire.Relied;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Real sessions with real CI logs, a real Director, and a clock that is moved by hand. Commands end when told. */
final class LoggedFleet {
    private static final Instant MIDNIGHT = Instant.parse("2026-03-02T00:00:00Z");

    private final Director director = new Director(3, Settings.DEFAULTS);
    private final Map<String, Peer> peers = new LinkedHashMap<>();
    private final ArrayDeque<PeerStatus> unheard = new ArrayDeque<>();
    private Instant now = MIDNIGHT;
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    private long offset = 18_812;

    /** A peer, what it has said in its log, and since when its commands run. */
    final class Peer {
        final List<String> lines = new ArrayList<>();
        private final Session session;
        private final Map<String, Instant> running = new LinkedHashMap<>();
        private final CiLog log = new CiLog(clock, "bazel test --keep_going //driving/...", lines::add)
                .linkedTo("https://td.example")
                .withLogs(task -> Path.of("td-logs", task + ".log"));
        private Instant verdictSince = MIDNIGHT;
        private boolean deaf;
        private boolean dead;
        private Optional<PeerAssignment> missed = Optional.empty();

        private Peer(String name, Join join) {
            SessionPlan plan = new SessionPlan(name, "muc9", join, 1);
            session = new Session(plan, SessionSettings.defaults(), () -> name + "-session", millis());
        }

        private void hear(PeerAssignment assignment) {
            if (deaf) {
                missed = Optional.of(assignment);
            } else if (!dead) {
                perform(session.onAssignment(assignment, millis()));
            }
        }

        private void tick() {
            boolean isDue = session.nextWakeMillis().orElse(Long.MAX_VALUE) <= millis();
            if (isDue && !dead) {
                perform(session.onTick(millis()));
            }
        }

        private void perform(List<Action> actions) {
            for (Action action : actions) {
                if (action instanceof Action.SendStatus send) {
                    unheard.add(send.status());
                } else if (action instanceof Action.StartTask start) {
                    running.put(start.task().name(), now);
                } else if (action instanceof Action.AbortTask abort) {
                    end(abort.task(), Outcome.ABORTED, Optional.empty());
                } else if (action instanceof Action.StartVerdict) {
                    verdictSince = now;
                } else if (action instanceof Action.Tell tell) {
                    log.accept(tell.fact());
                }
            }
        }

        private void end(String task, Outcome outcome, Optional<Integer> exitCode) {
            Duration took = Duration.between(running.remove(task), now);
            perform(session.onTaskEnded(
                    task, new TaskResult(outcome, exitCode, took, Optional.empty(), List.of()), millis()));
        }

        void builds(String task) {
            end(task, Outcome.SUCCEEDED, Optional.of(0));
            settle();
        }

        void fails(String task, int exitCode) {
            end(task, Outcome.FAILED, Optional.of(exitCode));
            settle();
        }

        void endsItsVerdict(Relied... relied) {
            Duration took = Duration.between(verdictSince, now);
            perform(session.onVerdictEnded(
                    new TaskResult(Outcome.SUCCEEDED, Optional.of(0), took, Optional.empty(), List.of(relied)),
                    millis()));
        }

        void losesItsAssignments() {
            deaf = true;
        }

        void hearsAgain() {
            deaf = false;
            missed.ifPresent(this::hear);
            settle();
        }

        void dies() {
            dead = true;
        }
    }

    private long millis() {
        return now.toEpochMilli();
    }

    Peer join(String name, Join join) {
        Peer peer = new Peer(name, join);
        peers.put(name, peer);
        peer.perform(peer.session.start(millis()));
        settle();
        return peer;
    }

    /** A peer that comes with what it has built alone, and leaves at once. */
    void bring(String session, Join join, List<String> built) {
        List<Finished> finished = built.stream()
                .map(task -> new Finished(
                        task, Optional.empty(), Outcome.SUCCEEDED, Optional.of(0), Optional.of(20.0), Optional.empty()))
                .toList();
        for (int seq = 1; seq <= 2; seq++) {
            unheard.add(new PeerStatus(
                    1,
                    session,
                    session,
                    "muc9",
                    seq,
                    0,
                    1,
                    List.of(),
                    finished,
                    List.of(),
                    Optional.of(join),
                    seq == 2 ? Optional.of(Leaving.COMPLETE) : Optional.empty(),
                    Optional.empty()));
        }
        settle();
    }

    /** Lets time pass, a second a step, in which everybody does what is due. */
    void until(String time) {
        Instant then = MIDNIGHT.plusSeconds(LocalTime.parse(time).toSecondOfDay());
        if (now.equals(MIDNIGHT)) {
            now = then;
        }
        while (now.isBefore(then)) {
            now = now.plusSeconds(1);
            apply(new Event.Ticked(moment()));
            peers.values().forEach(Peer::tick);
            settle();
        }
    }

    private void settle() {
        while (!unheard.isEmpty()) {
            PeerStatus status = unheard.remove();
            boolean proven = status.token().isPresent();
            apply(new Event.StatusHeard(moment(), StatusTranslation.toCore(status), proven));
        }
    }

    private void apply(Event event) {
        Decisions decisions = director.apply(event);
        for (Assignment assignment : decisions.assignments()) {
            PeerAssignment told =
                    AssignmentTranslation.toWire(assignment, Settings.DEFAULTS.heartbeatMillis(), "token");
            Optional.ofNullable(peers.get(told.peer())).ifPresent(peer -> peer.hear(told));
        }
    }

    private Moment moment() {
        return new Moment(offset++, millis());
    }
}

package dev.taskdirector.coordinator.simulation;

import static dev.taskdirector.coordinator.simulation.Violation.Rule.BUILT_IS_KNOWN;
import static dev.taskdirector.coordinator.simulation.Violation.Rule.BUILT_ONCE;
import static dev.taskdirector.coordinator.simulation.Violation.Rule.CHECKPOINT_AND_LOG_ARE_THE_STATE;
import static dev.taskdirector.coordinator.simulation.Violation.Rule.COMPLETE_IS_TRUE;
import static dev.taskdirector.coordinator.simulation.Violation.Rule.DONE_IS_TRUE;
import static dev.taskdirector.coordinator.simulation.Violation.Rule.DONE_STAYS_DONE;
import static dev.taskdirector.coordinator.simulation.Violation.Rule.EVENTS_ARE_TOLD_ONCE;
import static dev.taskdirector.coordinator.simulation.Violation.Rule.EVERYONE_ENDS;
import static dev.taskdirector.coordinator.simulation.Violation.Rule.EXIT_CODE_IS_THE_OWN_TRUTH;
import static dev.taskdirector.coordinator.simulation.Violation.Rule.FAILED_IS_TRUE;
import static dev.taskdirector.coordinator.simulation.Violation.Rule.IN_TIME;
import static dev.taskdirector.coordinator.simulation.Violation.Rule.LEASES_ARE_FEW;
import static dev.taskdirector.coordinator.simulation.Violation.Rule.LOST_IS_SILENT;
import static dev.taskdirector.coordinator.simulation.Violation.Rule.NEEDS_COME_FIRST;
import static dev.taskdirector.coordinator.simulation.Violation.Rule.NEWER_WORDS_COUNT;
import static dev.taskdirector.coordinator.simulation.Violation.Rule.NOTHING_IS_LEFT;
import static dev.taskdirector.coordinator.simulation.Violation.Rule.NO_IDLE_SLOT;
import static dev.taskdirector.coordinator.simulation.Violation.Rule.ONE_COMMAND_A_SLOT;
import static dev.taskdirector.coordinator.simulation.Violation.Rule.ONE_EPOCH_ONE_CONTENT;
import static dev.taskdirector.coordinator.simulation.Violation.Rule.ONE_LEASE_A_WORK;
import static dev.taskdirector.coordinator.simulation.Violation.Rule.OWNERS_COME_BACK;
import static dev.taskdirector.coordinator.simulation.Violation.Rule.PEERS_ARE_HEARD;
import static dev.taskdirector.coordinator.simulation.Violation.Rule.READERS_DO_NOT_BUILD;
import static dev.taskdirector.coordinator.simulation.Violation.Rule.STRANGERS_CHANGE_NOTHING;
import static dev.taskdirector.coordinator.simulation.Violation.Rule.TAKEN_AWAY_IS_STOPPED;
import static dev.taskdirector.coordinator.simulation.Violation.Rule.TOLD_FAILED_IS_TRUE;
import static dev.taskdirector.coordinator.simulation.Violation.Rule.WHAT_IS_LEASED_IS_HELD;

import dev.taskdirector.agent.session.Action;
import dev.taskdirector.agent.session.SessionSettings;
import dev.taskdirector.coordinator.core.Row;
import dev.taskdirector.coordinator.fakes.FakeSeals;
import dev.taskdirector.coordinator.runtime.CheckpointStore;
import dev.taskdirector.coordinator.runtime.LogReader;
import dev.taskdirector.coordinator.runtime.LogRecord;
import dev.taskdirector.coordinator.runtime.Seals;
import dev.taskdirector.coordinator.simulation.Violation.Rule;
import dev.taskdirector.wire.AssignmentState;
import dev.taskdirector.wire.Outcome;
import dev.taskdirector.wire.PeerAssignment;
import dev.taskdirector.wire.PeerStatus;
import dev.taskdirector.wire.Received;
import dev.taskdirector.wire.RunEvent;
import dev.taskdirector.wire.WireCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Rules that are broken on purpose, one each: the test of the test. With each comes by which rules it may be caught. */
enum Bug implements Seams {
    NONE,

    /** A peer that was told that all is done takes that for its verdict. */
    GREEN_WITHOUT_A_VERDICT(EXIT_CODE_IS_THE_OWN_TRUTH) {
        @Override
        public List<Action> actions(List<Action> actions) {
            return Altered.exitInsteadOfVerdict(actions, "all tasks are done", 0);
        }
    },

    /** A peer that was told that something failed elsewhere takes that for its verdict. */
    RED_BY_SOMEBODY_ELSES_FAILURE(EXIT_CODE_IS_THE_OWN_TRUTH) {
        @Override
        public List<Action> actions(List<Action> actions) {
            return Altered.exitInsteadOfVerdict(actions, "nothing more will be done by others", 1);
        }
    },

    /** What was taken away runs on. */
    ABORTS_IGNORED(TAKEN_AWAY_IS_STOPPED, ONE_COMMAND_A_SLOT) {
        @Override
        public List<Action> actions(List<Action> actions) {
            return actions.stream()
                    .filter(action -> !(action instanceof Action.AbortTask))
                    .toList();
        }
    },

    /** A command is started twice. */
    TWO_COMMANDS_OF_ONE_TASK(ONE_COMMAND_A_SLOT) {
        @Override
        public List<Action> actions(List<Action> actions) {
            List<Action> more = new ArrayList<>(actions);
            actions.stream().filter(Action.StartTask.class::isInstance).forEach(more::add);
            return more;
        }
    },

    /** A peer only speaks when something has changed. */
    NO_HEARTBEATS(BUILT_ONCE, DONE_IS_TRUE, FAILED_IS_TRUE) {
        @Override
        public Optional<PeerStatus> says(PeerStatus status, Set<String> before) {
            boolean isNews = status.join().isPresent()
                    || status.leaving().isPresent()
                    || !status.finished().isEmpty();
            return isNews ? Optional.of(status) : Optional.empty();
        }
    },

    /** A peer that has nothing to do builds what others build. */
    NOBODY_WAITS(BUILT_ONCE) {
        @Override
        public SessionSettings settings(SessionSettings settings) {
            return settings.withWaitBudget(Duration.ZERO);
        }
    },

    /** A peer never says how a task ended. */
    OUTCOMES_FORGOTTEN(BUILT_ONCE, EVERYONE_ENDS) {
        @Override
        public Optional<PeerStatus> says(PeerStatus status, Set<String> before) {
            return Optional.of(Altered.finished(status, List.of()));
        }
    },

    /** The coordinator takes what is held for what is done. */
    HELD_IS_DONE(DONE_IS_TRUE) {
        @Override
        public WireCodec over(WireCodec codec) {
            return new AlteringCodec(codec, Altered::holdingAsFinished);
        }
    },

    /** The coordinator takes every end but a success for a failure of the task. */
    EVERYTHING_IS_A_FAILURE(FAILED_IS_TRUE) {
        @Override
        public WireCodec over(WireCodec codec) {
            return new AlteringCodec(
                    codec,
                    status -> Altered.outcomes(
                            status, outcome -> outcome == Outcome.SUCCEEDED ? outcome : Outcome.FAILED));
        }
    },

    /** The coordinator forgets what tasks need. */
    NEEDS_IGNORED(NEEDS_COME_FIRST) {
        @Override
        public WireCodec over(WireCodec codec) {
            return new AlteringCodec(codec, Altered::withoutNeeds);
        }
    },

    /** The coordinator gives work to those who can't write the cache. */
    READERS_GET_WORK(READERS_DO_NOT_BUILD) {
        @Override
        public WireCodec over(WireCodec codec) {
            return new AlteringCodec(codec, Altered::asWriter);
        }
    },

    /** Who has nothing to do is told that all is done. */
    WAITING_IS_COMPLETE(COMPLETE_IS_TRUE) {
        @Override
        public PeerAssignment publishes(PeerAssignment assignment) {
            boolean waits = assignment.state() == AssignmentState.WAITING && assignment.epoch() > 0;
            return waits ? Altered.state(assignment, AssignmentState.COMPLETE) : assignment;
        }
    },

    /** The second epoch carries the number of the first. */
    EPOCH_USED_TWICE(ONE_EPOCH_ONE_CONTENT) {
        @Override
        public PeerAssignment publishes(PeerAssignment assignment) {
            return assignment.epoch() == 2 ? Altered.epoch(assignment, 1) : assignment;
        }
    },

    /** A peer is never told the last of its tasks, whatever it says about what it holds: its wait budget saves it. */
    TASK_WITHHELD(FAILED_IS_TRUE, BUILT_ONCE, IN_TIME) {
        @Override
        public PeerAssignment publishes(PeerAssignment assignment) {
            return Altered.withoutLastTask(assignment);
        }
    },

    /** The same, where nothing bounds how long a peer waits. */
    NEVER_TIRED_OF_WAITING(EVERYONE_ENDS) {
        @Override
        public SessionSettings settings(SessionSettings settings) {
            return settings.withWaitBudget(Duration.ofDays(1_000));
        }

        @Override
        public PeerAssignment publishes(PeerAssignment assignment) {
            return Altered.withoutLastTask(assignment);
        }
    },

    /** A state in which what was done is to be done again. */
    WORK_UNDONE(DONE_STAYS_DONE) {
        @Override
        public List<Row> rows(List<Row> rows) {
            boolean strikes = rows.stream().filter(AlteredRows::isDone).count() == 3;
            return strikes ? AlteredRows.undone(rows) : rows;
        }
    },

    /** A state in which two may build one work. */
    LEASED_TWICE(ONE_LEASE_A_WORK) {
        @Override
        public List<Row> rows(List<Row> rows) {
            return AlteredRows.leasedTwice(rows);
        }
    },

    /** A state in which what a peer could do lies about. */
    WORK_LEFT_LYING(NO_IDLE_SLOT) {
        @Override
        public List<Row> rows(List<Row> rows) {
            return AlteredRows.withoutLeases(rows);
        }
    },

    /** The checkpoint lacks what has become of works. */
    ROWS_FORGOTTEN(CHECKPOINT_AND_LOG_ARE_THE_STATE) {
        @Override
        public CheckpointStore over(CheckpointStore store) {
            return new CarelessStore(store, true, false);
        }
    },

    /** Whoever saves last wins, whatever was saved in between. */
    SAVES_UNGUARDED(CHECKPOINT_AND_LOG_ARE_THE_STATE) {
        @Override
        public CheckpointStore over(CheckpointStore store) {
            return new CarelessStore(store, false, true);
        }
    },

    /** What was written while nobody owned the partition is never read. */
    GAP_SKIPPED(CHECKPOINT_AND_LOG_ARE_THE_STATE, DONE_IS_TRUE) {
        @Override
        public LogReader over(LogReader log) {
            return new SkippingReader(log);
        }
    },

    /** An owner that had no answer from the log once never asks again. */
    NEVER_COMES_BACK(OWNERS_COME_BACK) {
        @Override
        public LogReader over(LogReader log) {
            return new UnforgivingReader(log);
        }
    },

    /** What was needed once is kept for ever. */
    LINGERS_FOR_EVER(NOTHING_IS_LEFT) {
        @Override
        public WireCodec over(WireCodec codec) {
            return new AlteringCodec(
                    codec, status -> status, control -> Altered.setting(control, "workLingerMillis", 2_000_000_000));
        }
    },

    /** A peer hears its first answer, and no other. */
    NOT_HEARD_AGAIN(PEERS_ARE_HEARD) {
        @Override
        public boolean sends(PeerAssignment assignment) {
            return assignment.epoch() < 2;
        }
    },

    /** Whoever takes over has forgotten what is done, and its successors with it. */
    UNDONE_BY_TAKEOVER(DONE_STAYS_DONE) {
        @Override
        public CheckpointStore over(CheckpointStore store) {
            return new ForgetfulStore(store);
        }
    },

    /** What takes a moment is given to a second peer. */
    STRAGGLERS_AT_ONCE(ONE_LEASE_A_WORK) {
        @Override
        public WireCodec over(WireCodec codec) {
            return new AlteringCodec(
                    codec,
                    status -> status,
                    control ->
                            Altered.setting(Altered.setting(control, "stragglerMinMillis", 1), "stragglerPercent", 1));
        }
    },

    /** A peer gets as much as an assignment can name. */
    LEAD_WITHOUT_BOUND(LEASES_ARE_FEW) {
        @Override
        public WireCodec over(WireCodec codec) {
            return new AlteringCodec(
                    codec, status -> status, control -> Altered.setting(control, "leadMillis", 2_000_000_000));
        }
    },

    /** Who has nothing to do is told that the rest failed. */
    WAITING_IS_FAILED(TOLD_FAILED_IS_TRUE) {
        @Override
        public PeerAssignment publishes(PeerAssignment assignment) {
            boolean waits = assignment.state() == AssignmentState.WAITING && assignment.epoch() > 0;
            return waits ? Altered.state(assignment, AssignmentState.FAILED) : assignment;
        }
    },

    /** Watchers hear everything twice. */
    EVENTS_TWICE(EVENTS_ARE_TOLD_ONCE) {
        @Override
        public List<RunEvent> tells(List<RunEvent> events) {
            List<RunEvent> twice = new ArrayList<>(events);
            twice.addAll(events);
            return twice;
        }
    },

    /** Watchers don't hear of what succeeded. */
    SUCCESS_NOT_TOLD(EVENTS_ARE_TOLD_ONCE) {
        @Override
        public List<RunEvent> tells(List<RunEvent> events) {
            return events.stream()
                    .filter(event -> event.type() != RunEvent.Type.TASK_SUCCEEDED)
                    .toList();
        }
    },

    /** Log time runs ten times too fast, so that a moment counts as silence. */
    CLOCK(LOST_IS_SILENT) {
        @Override
        public LogRecord arrives(LogRecord r, Surroundings world) {
            return new LogRecord(r.partition(), r.offset(), 10 * r.timestampMillis(), r.key(), r.value(), r.headers());
        }
    },

    /** What a peer has seen is never known: it seems to hear nothing. */
    RELEASE(WHAT_IS_LEASED_IS_HELD) {
        @Override
        public WireCodec over(WireCodec codec) {
            return new AlteringCodec(codec, status -> Altered.seenEpoch(status, Math.max(0, status.seenEpoch() - 1)));
        }
    },

    /** An outcome is said once, whether it is heard or not. */
    KNOWN(BUILT_IS_KNOWN) {
        @Override
        public Optional<PeerStatus> says(PeerStatus status, Set<String> before) {
            return Optional.of(Altered.finished(
                    status,
                    status.finished().stream()
                            .filter(one -> before.add(status.session() + "/" + one.task()))
                            .toList()));
        }
    },

    /** Each record counts as the newest, however old and however often it comes. */
    SEQ_IGNORED(NEWER_WORDS_COUNT) {
        @Override
        public LogRecord arrives(LogRecord r, Surroundings world) {
            if (!(world.codec.readStatusRecord(r.value()) instanceof Received.Status status)) {
                return r;
            }
            String which = r.offset() + "/" + new String(r.value(), StandardCharsets.UTF_8);
            byte[] value = world.rewritten.computeIfAbsent(
                    which, any -> world.codec.write(Altered.seq(status.status(), r.offset() + 1)));
            return new LogRecord(r.partition(), r.offset(), r.timestampMillis(), r.key(), value, r.headers());
        }
    },

    /** Whoever comes is who it says it is. */
    UNPROVEN_ENTERS(STRANGERS_CHANGE_NOTHING) {
        @Override
        public Seals over(Seals seals) {
            return new FakeSeals() {
                @Override
                public boolean isProven(PeerStatus status) {
                    return true;
                }
            };
        }
    };

    private final Set<Rule> caughtBy;

    Bug(Rule... caughtBy) {
        this.caughtBy = EnumSet.noneOf(Rule.class);
        this.caughtBy.addAll(Arrays.asList(caughtBy));
    }

    Set<Rule> caughtBy() {
        return caughtBy;
    }
}

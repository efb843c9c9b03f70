package dev.taskdirector.agent.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.wire.AssignedTask;
import dev.taskdirector.wire.AssignmentState;
import dev.taskdirector.wire.Failure;
import dev.taskdirector.wire.Join;
import dev.taskdirector.wire.JoinSchema;
import dev.taskdirector.wire.JoinTask;
import dev.taskdirector.wire.News;
import dev.taskdirector.wire.Outcome;
import dev.taskdirector.wire.PeerAssignment;
import dev.taskdirector.wire.PeerStatus;
import dev.taskdirector.wire.Progress;
import dev.taskdirector.wire.WaitingFor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A session under test with a clock of its own; what it does is kept as short sentences. */
final class Peer {

    static final JoinTask COMMON = task("common");
    static final JoinTask MAPS = task("maps");
    static final JoinTask PLANNING = task("planning", "common");
    static final String TOKEN = "token";
    private static final int SECONDS_BETWEEN_ANSWERS = 5;

    final Session session;
    final List<PeerStatus> statuses = new ArrayList<>();
    final List<Fact> facts = new ArrayList<>();
    private int sessions;
    private long epoch;
    private long millis;
    private long waitsSince;
    private double solo;

    private Peer(SessionSettings settings, SessionPlan plan) {
        session = new Session(plan, settings, () -> "s" + ++sessions, 0);
    }

    static Peer with(SessionSettings settings, JoinTask... tasks) {
        return with(settings, 1, true, tasks);
    }

    static Peer with(SessionSettings settings, int slots, boolean cacheWrite, JoinTask... tasks) {
        return new Peer(settings, new SessionPlan("a", "muc9", join(cacheWrite, List.of(tasks)), slots));
    }

    static Peer keyed(SessionSettings settings, JoinTask... tasks) {
        Join bare = join(true, List.of(tasks));
        List<String> keys = Stream.of(tasks).map(JoinTask::name).toList();
        Join keyed = new Join(
                bare.schema(),
                bare.context(),
                Optional.of(keys),
                bare.cacheWrite(),
                bare.repositories(),
                bare.complexPatchset(),
                bare.change(),
                bare.pipeline(),
                bare.labels());
        return new Peer(settings, new SessionPlan("a", "muc9", keyed, 1));
    }

    static Peer of(JoinTask... tasks) {
        return with(SessionSettings.defaults(), tasks);
    }

    /** One whose runner can start several tasks as one. */
    static Peer batching(int slots, JoinTask... tasks) {
        Join join = join(true, List.of(tasks));
        return new Peer(SessionSettings.defaults(), new SessionPlan("a", "muc9", join, slots, true));
    }

    static Join join(boolean cacheWrite, List<JoinTask> tasks) {
        return new Join(
                new JoinSchema("driving", "sha256:0", Optional.of("//..."), Optional.of(tasks)),
                "sha256:1",
                Optional.empty(),
                cacheWrite,
                List.of(),
                false,
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    static JoinTask task(String name, String... needs) {
        return new JoinTask(name, List.of("//" + name), List.of(needs), Optional.of(60.0), Optional.empty());
    }

    /** Started and assigned these tasks, each under the lease {@code task.1}. */
    Peer working(String... tasks) {
        starts();
        hears(AssignmentState.WORKING, tasks);
        return this;
    }

    List<String> starts() {
        return note(session.start(millis));
    }

    List<String> hears(AssignmentState state, String... tasks) {
        return hears(assignment(state, ++epoch, seq(), tasks));
    }

    List<String> hears(PeerAssignment assignment) {
        return note(session.onAssignment(assignment, millis));
    }

    /** Is told to wait, in a new epoch, where all its tasks would take so long alone. */
    List<String> waitsFor(double soloSeconds, WaitingFor... waits) {
        waitsSince = millis;
        solo = soloSeconds;
        epoch++;
        return hears(waiting(waits));
    }

    /** Goes on waiting and hears the same every few seconds; starts nothing. */
    void staysWaiting(int seconds, WaitingFor... waits) {
        for (int passed = 0; passed < seconds; passed += SECONDS_BETWEEN_ANSWERS) {
            List<String> done = new ArrayList<>(after(Math.min(SECONDS_BETWEEN_ANSWERS, seconds - passed)));
            done.addAll(hears(waiting(waits)));
            assertThat(done).noneMatch(line -> line.startsWith("starts"));
        }
    }

    private PeerAssignment waiting(WaitingFor... waits) {
        PeerAssignment bare = assignment(AssignmentState.WAITING, epoch, seq());
        double longer = (millis - waitsSince) / 1000.0;
        List<WaitingFor> now = Stream.of(waits)
                .map(one -> new WaitingFor(one.task(), one.peer(), one.sinceSeconds() + longer, one.expectedSeconds()))
                .toList();
        return new PeerAssignment(
                bare.v(),
                bare.peer(),
                bare.session(),
                bare.cache(),
                bare.epoch(),
                bare.seenSeq(),
                bare.state(),
                bare.run(),
                bare.tasks(),
                now,
                bare.progress(),
                bare.news(),
                bare.failures(),
                bare.failureCount(),
                bare.reason(),
                Optional.of(solo),
                bare.heartbeatSeconds(),
                bare.token());
    }

    List<String> ends(String task, Outcome outcome) {
        return ends(task, result(outcome));
    }

    List<String> ends(String task, TaskResult result) {
        return note(session.onTaskEnded(task, result, millis));
    }

    List<String> batchEnds(int slot, TaskResult result) {
        return note(session.onBatchEnded(slot, result, millis));
    }

    List<String> verdict(int exitCode) {
        return note(session.onVerdictEnded(exit(exitCode), millis));
    }

    List<String> signal(int exitCode) {
        return note(session.onSignal(exitCode, millis));
    }

    List<String> after(int seconds) {
        millis += seconds * 1000L;
        return note(session.onTick(millis));
    }

    long seq() {
        return statuses.get(statuses.size() - 1).seq();
    }

    PeerStatus said() {
        return statuses.get(statuses.size() - 1);
    }

    /** What the last status said, in a line. */
    String saying() {
        PeerStatus status = said();
        return Stream.of(
                        List.of(status.session() + "#" + status.seq() + " seen " + status.seenEpoch()),
                        status
                                .join()
                                .map(join -> "join" + (join.schema().tasks().isPresent() ? "" : " by digest"))
                                .stream()
                                .toList(),
                        status.holding().stream()
                                .map(one -> "holds " + one.task()
                                        + one.lease().map(l -> " under " + l).orElse(""))
                                .toList(),
                        status.finished().stream()
                                .map(one -> one.task() + " " + one.outcome()
                                        + one.lease().map(l -> " under " + l).orElse(""))
                                .toList(),
                        status.relied().stream()
                                .map(one -> one.task() + (one.hit() ? " hit" : " ghost"))
                                .toList(),
                        status.leaving().map(how -> "leaving " + how).stream().toList(),
                        status.token().stream().toList())
                .flatMap(List::stream)
                .reduce((a, b) -> a + "; " + b)
                .orElseThrow();
    }

    PeerAssignment assignment(AssignmentState state, long epoch, long seenSeq, String... tasks) {
        return new PeerAssignment(
                1,
                "a",
                "s" + sessions,
                "muc9",
                epoch,
                seenSeq,
                state,
                Optional.of("run1"),
                Stream.of(tasks).map(Peer::assigned).toList(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                5,
                Optional.of(TOKEN));
    }

    static PeerAssignment with(PeerAssignment a, Progress progress, WaitingFor... waitingFor) {
        return new PeerAssignment(
                a.v(),
                a.peer(),
                a.session(),
                a.cache(),
                a.epoch(),
                a.seenSeq(),
                a.state(),
                a.run(),
                a.tasks(),
                List.of(waitingFor),
                Optional.of(progress),
                a.news(),
                a.failures(),
                a.failureCount(),
                a.reason(),
                a.soloSeconds(),
                a.heartbeatSeconds(),
                a.token());
    }

    static PeerAssignment with(PeerAssignment a, News news) {
        return with(a, a.tasks(), Optional.of(news));
    }

    static PeerAssignment assigning(PeerAssignment a, AssignedTask... tasks) {
        return with(a, List.of(tasks), a.news());
    }

    private static PeerAssignment with(PeerAssignment a, List<AssignedTask> tasks, Optional<News> news) {
        return new PeerAssignment(
                a.v(),
                a.peer(),
                a.session(),
                a.cache(),
                a.epoch(),
                a.seenSeq(),
                a.state(),
                a.run(),
                tasks,
                a.waitingFor(),
                a.progress(),
                news,
                a.failures(),
                a.failureCount(),
                a.reason(),
                a.soloSeconds(),
                a.heartbeatSeconds(),
                a.token());
    }

    static PeerAssignment failing(PeerAssignment a, Failure... failures) {
        return new PeerAssignment(
                a.v(),
                a.peer(),
                a.session(),
                a.cache(),
                a.epoch(),
                a.seenSeq(),
                a.state(),
                a.run(),
                a.tasks(),
                a.waitingFor(),
                a.progress(),
                a.news(),
                List.of(failures),
                Optional.of(failures.length),
                a.reason(),
                a.soloSeconds(),
                a.heartbeatSeconds(),
                a.token());
    }

    static TaskResult result(Outcome outcome) {
        return new TaskResult(
                outcome,
                outcome == Outcome.SUCCEEDED
                        ? Optional.of(0)
                        : outcome == Outcome.FAILED ? Optional.of(3) : Optional.empty(),
                Duration.ofSeconds(10),
                Optional.empty(),
                List.of());
    }

    static TaskResult exit(int code) {
        return new TaskResult(
                code == 0 ? Outcome.SUCCEEDED : Outcome.FAILED,
                Optional.of(code),
                Duration.ofSeconds(20),
                Optional.empty(),
                List.of());
    }

    /** {@code common} is under {@code common.1}, {@code common/7} is task common under {@code common.7}. */
    private static AssignedTask assigned(String text) {
        String[] parts = text.split("/");
        return new AssignedTask(parts[0], parts[0] + "." + (parts.length > 1 ? parts[1] : "1"), 60);
    }

    private List<String> note(List<Action> actions) {
        List<String> sentences = new ArrayList<>();
        for (Action action : actions) {
            if (action instanceof Action.SendStatus send) {
                statuses.add(send.status());
                sentences.add("says " + saying());
            } else if (action instanceof Action.StartTask start) {
                sentences.add("starts " + start.task().name() + " in slot " + start.slot());
            } else if (action instanceof Action.StartBatch start) {
                List<String> names =
                        start.tasks().stream().map(one -> one.task().name()).toList();
                sentences.add("starts " + String.join("+", names) + " in slot " + start.slot());
            } else if (action instanceof Action.AbortBatch abort) {
                sentences.add("stops the batch in slot " + abort.slot());
            } else if (action instanceof Action.AbortTask abort) {
                sentences.add("stops " + abort.task());
            } else if (action instanceof Action.StartVerdict start) {
                sentences.add("verdict: " + start.why());
            } else if (action instanceof Action.AbortVerdict) {
                sentences.add("stops the verdict");
            } else if (action instanceof Action.Exit exit) {
                sentences.add("exits " + exit.code());
            } else if (action instanceof Action.Tell tell) {
                facts.add(tell.fact());
            }
        }
        return sentences;
    }
}
